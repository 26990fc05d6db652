"""What verification, close-out, look-back and archiving change."""

from datetime import timedelta
from typing import Any

from bihuan.domain.clocks import is_overdue
from bihuan.domain.deadlines import Stage
from bihuan.domain.findings.case import Case
from bihuan.domain.findings.effects.draft import Draft
from bihuan.domain.findings.effects.ordering import NO_VERIFIER
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.lookback import drawn_days, due_on, read_plan, write_plan
from bihuan.domain.findings.states import State
from bihuan.domain.findings.step import RecordKind
from bihuan.domain.findings.timing import budget_of, kind_of, started
from bihuan.domain.severity import Severity

WHOLE = 100


def verifier_named(case: Case, draft: Draft) -> None:
    """Name the verifier drawn by rotation."""
    around = case.facts.around
    draft.set(
        verifier_post=around.verifier_post,
        verifier_unit=around.verifier_unit,
        verifier_person=around.verifier_person,
    )
    draft.record(RecordKind.VERIFICATION, stage="named", post=around.verifier_post)
    if case.facts.severity == Severity.S1:
        draft.record(RecordKind.CALL, to_post=around.verifier_post, why="s1_to_verify")


def passed(case: Case, draft: Draft) -> None:
    """Pass: somebody independent has seen that it is put right; the escalation ends."""
    draft.set(passed_at=case.now, level=0, rectify_issued=0, **_verified(case, draft, "passed"))
    draft.flow("verified")


def failed(case: Case, draft: Draft) -> None:
    """Fail: half the original time from now, and a new round of escalation."""
    facts, rules = case.facts, case.rules
    counted = _verified(case, draft, "failed")
    draft.set(failed_at=case.now, verify_failed=facts.verify_failed + 1, **counted)
    draft.flow("verified", "verification_failed")
    if draft.target == State.FILED:
        _file_after_on_site(case, draft)
        return
    budget = timedelta(seconds=facts.original_seconds * rules.rework_percent // WHOLE)
    # The order's own clock, also where the severity was raised since: half of *its* time.
    clock = started("rectify", case.now, budget, facts, rules, kind_of(facts, "rectify"))
    draft.set(rework_count=facts.rework_count + 1, round=facts.round + 1, **clock)


def closed(case: Case, draft: Draft) -> None:
    """Close out: cancel the number and draw the look-backs."""
    facts = case.facts
    days = drawn_days(facts, case.rules)
    draft.set(closed_at=case.now, closer_post=case.by.post, closer_person=case.by.person)
    draft.set(look_back_plan=write_plan(days), look_back_due_at=due_on(case.now, days))
    for day in days:
        draft.record(RecordKind.LOOK_BACK, stage="booked", day=day)
    in_time = not is_overdue(facts.order_due_at, now=facts.rectified_at or case.now)
    draft.flow("closed", *(("closed_in_time",) if in_time else ()))


def look_back_begun(case: Case, draft: Draft) -> None:
    """Begin a look-back."""
    draft.set(look_back_post=case.by.post)


def look_back_confirmed(case: Case, draft: Draft) -> None:
    """Confirm that it stayed put right."""
    draft.set(**_looked_back(case.facts))
    draft.record(RecordKind.LOOK_BACK, stage="confirmed", evidence=case.said("evidence"))
    draft.flow("looked_back")


def reopened(case: Case, draft: Draft) -> None:
    """Note a recurrence: this one stays closed, a new linked finding is filed, one graver."""
    facts = case.facts
    count = facts.reopened_count + 1
    draft.set(**_looked_back(facts) | {"look_back_plan": "", "look_back_due_at": None})
    draft.set(reopened_count=count)
    draft.record(RecordKind.LOOK_BACK, stage="reopened", reason=case.said("reason"))
    draft.record(RecordKind.FINDING, f"recurrence:{facts.id}:{count}", **_recurrence(case, count))
    draft.flow("looked_back", "recurred")


def archived(case: Case, draft: Draft) -> None:
    """Archive."""
    draft.set(archived_at=case.now)


def _verified(case: Case, draft: Draft, verdict: str) -> dict[str, Any]:
    facts = case.facts
    independent = case.by.unit != facts.handler_unit
    draft.record(
        RecordKind.VERIFICATION,
        stage=verdict,
        post=case.by.post,
        unit=case.by.unit,
        visit=case.said("visit"),
        resident_confirmed=case.facts.around.resident_confirmed or None,
        notes=case.said("notes"),
        reason=case.said("reason"),
    )
    return {
        "verifier_person": case.by.person,
        "verify_count": facts.verify_count + 1,
        "verify_independent": facts.verify_independent + independent,
    }


def _file_after_on_site(case: Case, draft: Draft) -> None:
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.TRIAGE, facts.severity, rules, rural=facts.rural)
    draft.set(filed_at=case.now, rectified_at=None, **NO_VERIFIER)
    draft.set(**started("triage", case.now, budget, facts, rules))
    draft.ledger_number()
    draft.flow("filed")


def _looked_back(facts: FindingFacts) -> dict[str, Any]:
    left = read_plan(facts.look_back_plan)[1:]
    next_at = due_on(facts.closed_at, left) if facts.closed_at is not None else None
    return {
        "look_back_count": facts.look_back_count + 1,
        "look_back_plan": write_plan(left),
        "look_back_due_at": next_at,
        "look_back_post": None,
    }


def _recurrence(case: Case, count: int) -> dict[str, Any]:
    facts = case.facts
    severity = int(Severity(facts.severity).one_graver)
    return {
        "incident": facts.incident,
        "drill": facts.drill,
        "zone": facts.zone,
        "place": facts.place,
        "rural": facts.rural,
        "type_code": facts.type_code,
        "over_control": facts.over_control,
        "severity": severity,
        "default_severity": facts.default_severity,
        "text": case.said("reason"),
        "clause": facts.clause,
        "source": "rule",
        "source_key": f"recurrence:{facts.id}:{count}",
        "parent": facts.id,
        "parent_kind": "recurrence_of",
    }
