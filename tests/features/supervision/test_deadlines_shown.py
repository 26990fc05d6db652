"""Each page names the deadline of what is to be done, not another one of the same order."""

from datetime import timedelta

from tests.factories import posts as duty
from tests.factories.orders import HEAD, ORDINARY, SECOND_CLERK, SECOND_SUPERVISOR, text_of

from bihuan.domain.policy.loop_acts import LoopAct as A
from bihuan.features.supervision import api
from bihuan.platform.i18n.dates import near


def now_page(town, post):
    with town.later(seconds=1):
        return text_of(town.client(post).get("/now"))


def test_who_must_sign_sees_by_when_and_not_the_deadline_of_the_fix(town):
    facts = town.facts(town.to_assigned())
    due = near(facts.receipt_due_at, town.wall)
    assert due != near(facts.order_due_at, town.wall)
    assert now_page(town, duty.LEADER).count(due) >= 2  # on the tile and in the row


def test_the_clock_of_the_verification_stops_with_its_verdict_either_way(town):
    finding = town.to_verifying(type_code=ORDINARY)
    verifier = town.facts(finding).verifier_post
    said = {"reason": "西侧仍锁", "notes": "西侧仍锁", "visit": "on_site"}
    town.do(verifier, finding, A.FAIL, **said)
    facts = town.facts(finding)
    assert facts.state == "FAILED"
    line = api.clock_named(facts, "verify", facts.verify_due_at)
    assert line.state == "stopped"


def test_a_second_return_is_announced_as_the_coordinators(town):
    finding = town.to_assigned(type_code=ORDINARY)
    asked = {"to_post": duty.SECRETARY, "reason": "属街道"}
    town.do(duty.LEADER, finding, A.REQUEST_RETURN, **asked)
    with town.later(seconds=1):
        assert "督查办裁定退办" in text_of(town.client(duty.LEADER).get(f"/orders/{finding}"))
    town.do(duty.CLERK, finding, A.REFUSE_RETURN, reason="属社区")
    town.do(duty.LEADER, finding, A.REQUEST_RETURN, **asked)
    with town.later(seconds=1):
        assert "统筹岗裁定第二次退办" in text_of(town.client(duty.LEADER).get(f"/orders/{finding}"))


def test_a_proposal_not_to_file_is_seen_by_whoever_decides_it(town):
    finding = town.to_reported()
    town.do(duty.CLERK, finding, A.PROPOSE_REJECTION, reason="门可推开")
    with town.later(seconds=1):
        shown = text_of(town.client(HEAD).get(f"/orders/{finding}"))
        assert "已提议不予立案，由督查办另一人决定 门可推开" in shown
    assert "已提议不予立案" in now_page(town, SECOND_CLERK)


def test_a_recurrence_is_announced_before_it_is_recorded(town):
    finding = town.to_closed()
    town.wall += timedelta(days=1, hours=1)
    town.do(SECOND_SUPERVISOR, finding, A.BEGIN_LOOK_BACK)
    with town.later(seconds=1):
        form = town.client(SECOND_SUPERVISOR).get(f"/orders/{finding}/reopen")
    assert "另立新案" in text_of(form)


def test_no_clock_runs_on_in_what_was_rejected_or_withdrawn(town):
    rejected = town.to_reported(type_code=ORDINARY)
    town.do(duty.CLERK, rejected, A.REJECT, reason="不属实")
    withdrawn = town.to_rectifying(type_code=ORDINARY)
    digits = f"{town.facts(withdrawn).ledger_number:04}"
    town.do(HEAD, withdrawn, A.WITHDRAW, reason="重复", confirm=digits)
    for finding in (rejected, withdrawn):
        facts = town.facts(finding)
        late = facts.ended_at + timedelta(days=3)
        lines = [api.clock_named(facts, name, late) for name in ("triage", "rectify", "verify")]
        assert {line.state for line in lines if line} <= {"stopped", "ended"}
    with town.later(seconds=1):
        assert "随事项终结" in text_of(town.client(duty.CLERK).get(f"/orders/{withdrawn}"))
