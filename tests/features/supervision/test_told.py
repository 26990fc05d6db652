"""Who reported or must act is told on the first screen, and nothing begun drops out of it."""

from datetime import timedelta

from tests.factories import posts as duty
from tests.factories.orders import SECOND_CLERK, SECOND_SUPERVISOR, SUPERVISOR, statements, text_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.platform.clock.system import fixed_at
from bihuan.platform.jobs.ticks import run_tick

BUDGET = 12


def now_of(town, post):
    with town.later(minutes=1):
        client = town.client(post)
        with statements() as seen:
            page = text_of(client.get("/now"))
    assert len(seen) <= BUDGET
    return page


def test_the_reporter_reads_why_it_was_rejected_and_what_it_was_merged_into(town):
    older, younger, refused = (town.to_reported(type_code="P01") for _ in range(3))
    town.do(duty.CLERK, older, A.FILE, severity=3, clause="plan")
    town.do(duty.CLERK, younger, A.MERGE, target=older)
    town.do(duty.CLERK, refused, A.REJECT, reason="当日已巡查")
    page = now_of(town, SUPERVISOR)
    assert "上报未予立案 巡查漏点 理由： 当日已巡查" in page
    assert "上报已并入 JB-2026-0001 巡查漏点" in page
    assert "未予立案" not in now_of(town, SECOND_SUPERVISOR)


def test_who_must_act_reads_that_the_time_runs_out_until_it_is_done(town):
    finding = town.to_rectifying(type_code="G03")
    town.wall += timedelta(hours=6, minutes=30)
    with fixed_at(town.wall):
        run_tick(town.wall)
    page = now_of(town, duty.LEADER)
    assert "时限已用 50%" in page
    assert page.index("反馈整改") < page.index("时限已用 50%"), "what waits comes first"
    for position in (1, 2):
        town.tick(duty.LEADER, finding, position)
    said = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}
    town.do(duty.LEADER, finding, A.RECTIFY, **said)
    assert "时限已用" not in now_of(town, duty.LEADER)


def test_a_look_back_that_was_begun_stays_with_who_began_it(town):
    finding = town.to_closed()
    town.wall += timedelta(days=1, hours=1)
    town.do(SECOND_SUPERVISOR, finding, A.BEGIN_LOOK_BACK)
    label = "JB-2026-0001"
    assert label in now_of(town, SECOND_SUPERVISOR)
    town.do(SECOND_SUPERVISOR, finding, A.CONFIRM_LOOK_BACK, evidence="保持畅通")
    assert label not in now_of(town, SECOND_SUPERVISOR)


def test_a_look_back_is_offered_to_another_team_than_the_one_that_verified(town):
    finding = town.to_closed()
    verifier = town.facts(finding).verifier_post
    town.wall += timedelta(days=1, hours=1)
    with town.later(minutes=1):
        own, other = (
            town.client(post).get("/now").content.decode() for post in (verifier, SECOND_SUPERVISOR)
        )
    assert "/begin-look-back" in other
    assert "/begin-look-back" not in own
    assert "JB-2026-0001" in own, "it can still be watched"


def test_a_clerk_sees_what_was_put_right_and_has_no_verifier_yet(town):
    finding = town.to_rectifying()
    for position in (1, 2):
        town.tick(duty.LEADER, finding, position)
    said = {"evidence": "西门已开", "cause": "夜间无人", "prevention": "交接试开"}
    with town.later(minutes=1):
        town.send(duty.LEADER, finding, A.RECTIFY, **said)
    assert town.facts(finding).state == "RECTIFIED"
    page = now_of(town, SECOND_CLERK)
    assert "1 已反馈，尚无核查人" in page
    assert "JB-2026-0001" in page
