"""Scenes of the demo (示意), written by hand: what the drawn findings do not come to by themselves.

Tonight somebody has just reported, a unit hands an order back, a fix has failed, a look-back is
under way, an objection went to the government office, a referral waits for the mayor. And in July
there was a drill whose orders are in the archive by now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.features.supervision import api as supervision

A = LoopAct
UNIT, VERIFIER = "unit", "verifier"
CLERK, SECOND, HEAD = "市督查办文书岗", "市督查办文书二岗", "市督查办主任"
MAYOR, DESK, GOVERNMENT, LEGAL = "市长", "市指挥部统筹岗", "政府办复核岗", "法制审核岗"
TEAMS = ("督查一组督查岗", "督查二组督查岗", "督查三组督查岗")
ONE, TWO, THREE = TEAMS
FIRST_VERIFIER = "核查一组核查岗"

# What is said with each act, whatever the finding is about.
SAID: Mapping[LoopAct, Mapping[str, Any]] = {
    A.ASSIGN: {"order_text": supervision.ORDER_TEXT, "reply_text": supervision.REPLY_TEXT},
    A.START: {"plan": "示意：按条目逐项整改，每日汇报"},
    A.ASK_HELP: {"need": "示意：请上级协调人员和车辆"},
    A.OFFER_HELP: {"need": "示意：已派2人、车辆1台到场"},
    A.RECTIFY: {
        "evidence": "示意：现场已逐项改到位",
        "cause": "示意：职责交接不清",
        "prevention": "示意：纳入每日交接清单，双人签字",
    },
    A.NAME_VERIFIER: {"reason": "示意：该组正在附近，就近到场核查"},
    A.PASS: {"visit": "on_site", "notes": "示意：现场核实已整改"},
    A.FAIL: {
        "visit": "on_site",
        "reason": "示意：一项未到位",
        "notes": "示意：北侧一张未撤",
    },
    A.CONFIRM_LOOK_BACK: {"evidence": "示意：现场仍保持整改后的状态"},
    A.REOPEN: {"reason": "示意：出口又被锁闭", "evidence": "示意：回头看现场记录"},
    A.REQUEST_RETURN: {"reason": "示意：该岗位由上级单位派驻，请改交其负责"},
    A.DISPUTE: {
        "contested": "clause",
        "reason": "示意：所引条款不适用于该情形",
        "evidence": "示意：方案原文及批复",
    },
    A.UPHOLD_ORDER: {"reason": "示意：条款适用正确，维持交办"},
    A.SEND_TO_REVIEW: {"reason": "示意：条款理解有分歧，提请政府办复核"},
    A.REQUEST_REVIEW: {"reason": "示意：认为时限认定有误，申请复核"},
    A.UPHOLD_ON_REVIEW: {"reason": "示意：条款适用正确，维持原交办"},
    A.AMEND_ON_REVIEW: {
        "reason": "示意：保留事实，缩小整改范围",
        "order_text": supervision.ORDER_TEXT,
        "reply_text": supervision.REPLY_TEXT,
    },
    A.CANCEL_ON_REVIEW: {"reason": "示意：事发前责任区已经调整，撤销交办"},
    A.RECORD_SPECIAL_MEETING: {
        "root_cause": "示意：夜间无备勤力量，白夜班交接脱节",
        "resources": "示意：市里增派人手和车辆，今夜到场",
    },
    A.DECIDE_TALK: {"talk": "held", "reason": "示意：约谈分管负责人，当场落实替代供应"},
    A.INVITE_REPLY: {"explanation": "示意：三日内可书面陈述申辩，并可在三十日内申请复核"},
    A.REPLY: {"text": "示意：曾请求增援，次日方到；期间已派人值守，未发生后果"},
    A.REFER: {"mitigation": "示意：夜间仅2人在岗，曾请求增援，增援到场后随即整改"},
    A.CONFIRM_REFERRAL: {"reason": "示意：程序完备，陈述已附，事实清楚"},
    A.DECLINE_REFERRAL: {"reason": "示意：迟延主要因增援未到，不宜追责，改为补足备勤"},
}

Step = tuple[str, str, LoopAct]


@dataclass(frozen=True, slots=True)
class Scene:
    """One finding told step by step: when, who, what. The first step reports it.

    ``triage`` is what the office sets right when it files it.
    """

    type_code: str
    zone: int
    place: str
    place_en: str
    text: str
    steps: tuple[Step, ...]
    triage: Mapping[str, Any] = field(default_factory=dict)


TONIGHT = (
    Scene(
        "X02", 141002_003_002_000, "阳光社区3号楼", "Yangguang building 3",
        "单元北门外加挂链锁，从内部不能打开", (("11-29 20:19", ONE, A.REPORT),),
    ),
    Scene(
        "S01", 141002_004_000_000, "南街街道求助台", "Nanjie help desk",
        "两件求助超过两小时未联系求助人", (("11-29 20:09", TWO, A.REPORT),),
    ),
    Scene(
        "G02", 141002_001_002_000, "平阳社区南门", "Pingyang south gate",
        "晚高峰排队超过二十分钟", (("11-29 19:38", THREE, A.REPORT),),
    ),
    Scene(
        "O01", 141025_103_000_000, "旧县镇值守点", "Jiuxian duty point",
        "夜班应到四人，实到两人",
        (
            ("11-29 17:02", ONE, A.REPORT), ("11-29 17:21", CLERK, A.FILE),
            ("11-29 17:34", CLERK, A.ASSIGN), ("11-29 18:05", UNIT, A.RECEIVE),
            ("11-29 19:57", UNIT, A.REQUEST_RETURN),
        ),
        {"type_code": "W01", "reason": "示意：属在岗力量不足，更正类型"},
    ),
    Scene(
        "P02", 141002_010_000_000, "滨河街道养老院", "Binhe nursing home",
        "入口消毒记录缺两日",
        (
            ("11-29 18:33", ONE, A.REPORT), ("11-29 18:52", CLERK, A.FILE),
            ("11-29 19:06", CLERK, A.ASSIGN), ("11-29 20:02", UNIT, A.RECEIVE),
        ),
    ),
    Scene(
        "X01", 141002_109_000_000, "尧庙镇北口", "Yaomiao north entrance",
        "限行公告昨日到期，告示仍未撤下",
        (
            ("11-29 09:12", TWO, A.REPORT), ("11-29 09:30", CLERK, A.FILE),
            ("11-29 09:38", CLERK, A.ASSIGN), ("11-29 09:55", UNIT, A.RECEIVE),
            ("11-29 10:20", UNIT, A.START), ("11-29 17:10", UNIT, A.RECTIFY),
            ("11-29 20:13", VERIFIER, A.FAIL),
        ),
        {"severity": 3, "reason": "示意：查验已停，仅余告示，按一般问题立案"},
    ),
    Scene(
        "X03", 141002_107_000_000, "土门镇东桥头", "Tumen east bridge",
        "桥头设卡查验过往车辆，未见批准文号",
        (
            ("11-27 18:20", THREE, A.REPORT), ("11-27 18:31", CLERK, A.FILE),
            ("11-27 18:40", CLERK, A.ASSIGN), ("11-27 19:05", UNIT, A.RECEIVE),
            ("11-27 19:20", UNIT, A.START), ("11-28 09:10", UNIT, A.ASK_HELP),
            ("11-28 13:20", DESK, A.OFFER_HELP), ("11-28 21:05", MAYOR, A.RECORD_SPECIAL_MEETING),
            ("11-28 21:30", HEAD, A.INVITE_REPLY), ("11-29 02:30", UNIT, A.RECTIFY),
            ("11-29 05:10", VERIFIER, A.PASS), ("11-29 07:30", SECOND, A.CLOSE),
            ("11-29 09:40", UNIT, A.REPLY), ("11-29 14:20", HEAD, A.REFER),
            ("11-29 17:20", LEGAL, A.CONFIRM_REFERRAL),
        ),
    ),
    Scene(
        "X04", 141002_105_000_000, "金殿镇服务点", "Jindian service point",
        "要求居民出示目录外的证明",
        (
            ("11-28 08:40", ONE, A.REPORT), ("11-28 08:58", CLERK, A.FILE),
            ("11-28 09:06", CLERK, A.ASSIGN), ("11-28 09:30", UNIT, A.RECEIVE),
            ("11-28 09:45", UNIT, A.START), ("11-28 11:10", UNIT, A.DISPUTE),
            ("11-28 11:35", HEAD, A.SEND_TO_REVIEW), ("11-28 18:20", UNIT, A.RECTIFY),
            ("11-28 20:10", VERIFIER, A.PASS), ("11-29 11:30", GOVERNMENT, A.UPHOLD_ON_REVIEW),
            ("11-29 12:10", SECOND, A.CLOSE),
        ),
    ),
    Scene(
        "B02", 141002_102_000_000, "大阳镇便民菜店", "Dayang vegetable shop",
        "保供门店挂牌停业，无替代供应",
        (
            ("11-28 10:05", TWO, A.REPORT), ("11-28 10:22", CLERK, A.FILE),
            ("11-28 10:30", CLERK, A.ASSIGN), ("11-28 10:50", UNIT, A.RECEIVE),
            ("11-28 11:05", UNIT, A.START), ("11-28 11:20", UNIT, A.DISPUTE),
            ("11-28 11:44", HEAD, A.UPHOLD_ORDER), ("11-28 17:40", UNIT, A.RECTIFY),
            ("11-28 19:15", VERIFIER, A.PASS), ("11-28 19:40", SECOND, A.CLOSE),
            ("11-29 10:15", UNIT, A.REQUEST_REVIEW),
        ),
    ),
)  # fmt: skip
# Rounds of look-backs on the second day: the last one finds a door locked again.
ROUNDS, LAST_ROUND, LEFT_OPEN = ("11-29 09:00", "11-29 14:00"), "11-29 18:30", "11-29 20:06"
RECURRED = (
    ("11-29 18:42", CLERK, A.ASSIGN), ("11-29 18:50", UNIT, A.RECEIVE),
    ("11-29 18:58", UNIT, A.START),
)  # fmt: skip
# What a grid worker wrote down, when, and when it was thrown away again.
DRAFTED = ("示意：公告栏一角脱落", "11-29 20:17")
THROWN_AWAY = ("示意：重复，不再上报", "11-29 18:54", "11-29 19:02")
JULY = (
    Scene(
        "X02", 141002_002_005_000, "鼓楼社区西门", "Gulou west gate", "西门夜间锁闭，无人值守",
        (
            ("07-18 09:10", ONE, A.REPORT), ("07-18 09:16", CLERK, A.FILE),
            ("07-18 09:18", CLERK, A.ASSIGN), ("07-18 09:24", UNIT, A.RECEIVE),
            ("07-18 09:30", UNIT, A.START), ("07-18 10:20", UNIT, A.RECTIFY),
            ("07-18 11:05", VERIFIER, A.PASS), ("07-18 11:30", SECOND, A.CLOSE),
        ),
    ),
    Scene(
        "X04", 141002_106_000_000, "吴村镇北入口", "Wucun north entrance",
        "进村须出示目录外的证明",
        (
            ("07-18 09:30", TWO, A.REPORT), ("07-18 09:45", CLERK, A.FILE),
            ("07-18 09:52", CLERK, A.ASSIGN), ("07-18 10:10", UNIT, A.RECEIVE),
            ("07-18 10:30", UNIT, A.START), ("07-18 15:10", UNIT, A.RECTIFY),
            ("07-18 16:30", VERIFIER, A.PASS), ("07-18 17:00", SECOND, A.CLOSE),
            ("07-20 10:00", UNIT, A.REQUEST_REVIEW), ("07-25 15:00", GOVERNMENT, A.AMEND_ON_REVIEW),
            ("07-25 15:20", UNIT, A.RECEIVE), ("07-25 15:40", UNIT, A.START),
            ("07-25 19:00", UNIT, A.RECTIFY), ("07-25 20:30", VERIFIER, A.PASS),
            ("07-26 08:40", SECOND, A.CLOSE),
        ),
    ),
    Scene(
        "N03", 141081_000_000_000, "侯马市公告", "Houma notice", "两份公告期限不一致",
        (
            ("07-18 10:00", THREE, A.REPORT), ("07-18 10:20", CLERK, A.FILE),
            ("07-18 10:28", CLERK, A.ASSIGN), ("07-18 10:50", UNIT, A.RECEIVE),
            ("07-18 11:10", UNIT, A.DISPUTE), ("07-18 11:30", HEAD, A.SEND_TO_REVIEW),
            ("07-18 19:30", GOVERNMENT, A.CANCEL_ON_REVIEW),
        ),
    ),
    Scene(
        "X06", 141002_004_001_000, "洪楼社区配送点", "Honglou delivery point",
        "饮用水断供半日，替代供应未到",
        (
            ("07-18 09:20", TWO, A.REPORT), ("07-18 09:26", CLERK, A.FILE),
            ("07-18 09:29", CLERK, A.ASSIGN), ("07-18 09:38", UNIT, A.RECEIVE),
            ("07-18 09:45", UNIT, A.START), ("07-18 13:35", MAYOR, A.RECORD_SPECIAL_MEETING),
            ("07-18 14:10", MAYOR, A.DECIDE_TALK), ("07-18 15:20", UNIT, A.RECTIFY),
            ("07-18 16:10", VERIFIER, A.PASS), ("07-18 16:40", SECOND, A.CLOSE),
        ),
    ),
    Scene(
        "W03", 141002_104_000_000, "刘村镇值守点", "Liucun duty point", "防护用品不足一日用量",
        (
            ("07-18 09:40", ONE, A.REPORT), ("07-18 09:58", CLERK, A.FILE),
            ("07-18 10:05", CLERK, A.ASSIGN), ("07-18 10:30", UNIT, A.RECEIVE),
            ("07-18 10:50", UNIT, A.START), ("07-18 14:00", UNIT, A.ASK_HELP),
            ("07-19 09:00", DESK, A.OFFER_HELP), ("07-19 11:00", MAYOR, A.RECORD_SPECIAL_MEETING),
            ("07-19 11:30", HEAD, A.INVITE_REPLY), ("07-19 15:20", UNIT, A.RECTIFY),
            ("07-19 17:30", VERIFIER, A.PASS), ("07-19 18:10", SECOND, A.CLOSE),
            ("07-20 09:30", UNIT, A.REPLY), ("07-21 10:00", HEAD, A.REFER),
            ("07-22 16:00", LEGAL, A.DECLINE_REFERRAL),
        ),
    ),
)  # fmt: skip
"""All of it in July 2022; what was cancelled on review is withdrawn, the rest was closed."""
