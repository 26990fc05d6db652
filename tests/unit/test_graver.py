"""A finding that becomes graver: times, calls and papers as if it had been so from the start."""

from datetime import timedelta

from tests.factories.loop import CLERK, CLOCK, SUPERVISOR, UNIT, Life

from bihuan.domain.findings.step import RecordKind
from bihuan.domain.policy.loop_acts import LoopAct as A


def calls(step):
    return [r.values["why"] for r in step.records if r.kind is RecordKind.CALL]


def test_a_raised_order_keeps_its_demand_and_gives_its_reason_apart():
    life = Life(3).to_assigned()
    step = life.later(minutes=30).do(A.RAISE_SEVERITY, CLERK, severity=1, reason="smoke",
                                     order_text=None)  # fmt: skip
    (order,) = [r.values for r in step.records if r.kind is RecordKind.ORDER]
    assert (order["text"], order["reason"], order["severity"]) == ("", "smoke", 1)
    assert order["receipt_due_at"] == life.facts.receipt_due_at
    assert life.facts.receipt_due_at < life.facts.rectify_due_at
    assert life.facts.receipt_due_at - life.now == timedelta(minutes=10)
    assert calls(step) == ["s1_assigned"]


def test_whoever_has_signed_need_not_sign_again():
    life = Life(3).to_rectifying()
    before = life.facts.receipt_due_at
    life.do(A.RAISE_SEVERITY, CLERK, severity=1)
    assert life.facts.receipt_due_at == before


def test_raising_to_s1_has_the_office_or_the_verifier_called():
    reported = Life(3)
    reported.do(A.REPORT, SUPERVISOR)
    assert calls(reported.do(A.RAISE_SEVERITY, CLERK, severity=1)) == ["s1_reported"]
    checked = Life(2).to_verifying()
    assert calls(checked.do(A.RAISE_SEVERITY, CLERK, severity=1)) == ["s1_to_verify"]
    assert calls(Life(4).to_assigned().do(A.RAISE_SEVERITY, CLERK, severity=2)) == []


def raise_record(younger: Life) -> dict:
    step = younger.do(A.MERGE, CLERK)
    (record,) = [r.values for r in step.records if r.kind is RecordKind.RAISE]
    return dict(record)


def merged_into(older: Life, *, severity: int) -> Life:
    younger = Life(severity, now=older.now, id="f2")
    younger.do(A.REPORT, SUPERVISOR)
    facts = older.facts
    return younger.around(
        target=facts.id, target_open=True, target_type=facts.type_code, target_zone=facts.zone,
        target_place=facts.place, target_severity=facts.severity, target_at=facts.reported_at,
    ).later(minutes=4)  # fmt: skip


def test_merging_loses_no_age_however_long_the_reaction_waits():
    older = Life(4)
    older.do(A.REPORT, SUPERVISOR)
    younger = merged_into(older.later(hours=1), severity=1)
    record = raise_record(younger)
    older.later(hours=5)
    older.do(A.RAISE_SEVERITY, CLOCK, **record)
    assert older.facts.triage_due_at == younger.facts.triage_due_at
    by_hand = Life(4)
    by_hand.do(A.REPORT, SUPERVISOR)
    by_hand.later(hours=5).do(A.RAISE_SEVERITY, CLERK, **record)
    assert by_hand.facts.triage_due_at > by_hand.now, "only a merging dates back"


def test_an_order_made_graver_by_merging_runs_from_the_merging():
    older = Life(4).to_rectifying()
    younger = merged_into(older, severity=2)
    record = raise_record(younger)
    older.later(hours=3)
    older.do(A.RAISE_SEVERITY, CLOCK, **record)
    assert older.facts.order_due_at == younger.now + timedelta(hours=12)
    assert older.facts.handler_post == UNIT.post
