"""Scenes of the demo (示意) that leave something to do at once, whichever role is clicked.

A township and a community of the district under measures have orders to sign for, to start and
to finish; the first verification team has three fixes to look at, each with its own clock.
"""

from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.site.demo.scenes import CLERK, ONE, THREE, TWO, UNIT, Scene

A = LoopAct
STREET, COMMUNITY = 141002_001_000_000, 141002_001_005_000

AT_HAND = (
    # For the township's duty post
    Scene(
        "W02", STREET, "解放路街道值守点", "Jiefanglu duty point", "三名值守人员连续在岗十四小时",
        (
            ("11-29 17:36", TWO, A.REPORT), ("11-29 17:52", CLERK, A.FILE),
            ("11-29 18:03", CLERK, A.ASSIGN),
        ),
    ),
    Scene(
        "X04", STREET, "解放路街道服务大厅", "Jiefanglu service hall",
        "办事时另要求出示目录外的承诺书",
        (
            ("11-29 17:08", ONE, A.REPORT), ("11-29 17:22", CLERK, A.FILE),
            ("11-29 17:31", CLERK, A.ASSIGN), ("11-29 17:49", UNIT, A.RECEIVE),
        ),
    ),
    Scene(
        "W01", STREET, "解放路街道卡口", "Jiefanglu post", "夜班应到六人，实到四人",
        (
            ("11-29 10:12", THREE, A.REPORT), ("11-29 10:30", CLERK, A.FILE),
            ("11-29 10:38", CLERK, A.ASSIGN), ("11-29 11:05", UNIT, A.RECEIVE),
            ("11-29 11:20", UNIT, A.START),
        ),
    ),
    # For the community's duty post
    Scene(
        "G03", COMMUNITY, "区府社区东门", "Qufu east gate", "坡道被隔离墩挡住，轮椅不能通行",
        (
            ("11-29 19:58", TWO, A.REPORT), ("11-29 20:06", CLERK, A.FILE),
            ("11-29 20:14", CLERK, A.ASSIGN),
        ),
    ),
    Scene(
        "N01", COMMUNITY, "区府社区公告栏", "Qufu notice board", "求助电话未公示",
        (
            ("11-29 18:16", ONE, A.REPORT), ("11-29 18:34", CLERK, A.FILE),
            ("11-29 18:45", CLERK, A.ASSIGN), ("11-29 19:10", UNIT, A.RECEIVE),
        ),
    ),
    Scene(
        "P01", COMMUNITY, "区府社区2号院", "Qufu compound 2", "当日上午巡查没有记录",
        (
            ("11-29 12:20", THREE, A.REPORT), ("11-29 12:41", CLERK, A.FILE),
            ("11-29 12:50", CLERK, A.ASSIGN), ("11-29 13:15", UNIT, A.RECEIVE),
            ("11-29 13:30", UNIT, A.START),
        ),
    ),
    # For the first verification team
    Scene(
        "X02", 141002_002_005_000, "鼓楼社区5号楼", "Gulou building 5",
        "一层逃生门外堆放杂物，门打不开",
        (
            ("11-29 18:51", THREE, A.REPORT), ("11-29 18:56", CLERK, A.FILE),
            ("11-29 18:59", CLERK, A.ASSIGN), ("11-29 19:05", UNIT, A.RECEIVE),
            ("11-29 19:09", UNIT, A.START), ("11-29 20:02", UNIT, A.RECTIFY),
            ("11-29 20:05", CLERK, A.NAME_VERIFIER),
        ),
    ),
    Scene(
        "X04", 141002_108_000_000, "魏村镇便民点", "Weicun service point", "取药另要求社区盖章",
        (
            ("11-29 13:04", TWO, A.REPORT), ("11-29 13:20", CLERK, A.FILE),
            ("11-29 13:28", CLERK, A.ASSIGN), ("11-29 13:50", UNIT, A.RECEIVE),
            ("11-29 14:05", UNIT, A.START), ("11-29 18:37", UNIT, A.RECTIFY),
            ("11-29 18:50", CLERK, A.NAME_VERIFIER),
        ),
    ),
    Scene(
        "G01", 141002_001_003_000, "绿苑社区北门", "Lvyuan north gate", "登记台无人值守",
        (
            ("11-29 15:42", ONE, A.REPORT), ("11-29 16:01", CLERK, A.FILE),
            ("11-29 16:10", CLERK, A.ASSIGN), ("11-29 16:40", UNIT, A.RECEIVE),
            ("11-29 16:55", UNIT, A.START), ("11-29 19:21", UNIT, A.RECTIFY),
            ("11-29 19:33", CLERK, A.NAME_VERIFIER),
        ),
    ),
)  # fmt: skip
