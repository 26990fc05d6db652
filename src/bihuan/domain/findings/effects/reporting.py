"""What reporting, triage and merging change."""

from datetime import UTC, datetime

from bihuan.domain.deadlines import CLOCK_OF, Stage
from bihuan.domain.findings.case import Case
from bihuan.domain.findings.effects.draft import Draft
from bihuan.domain.findings.effects.ordering import write_order
from bihuan.domain.findings.states import (
    RECTIFY_RUNNING,
    TRIAGE_RUNNING,
    VERIFY_RUNNING,
    State,
)
from bihuan.domain.findings.step import RecordKind
from bihuan.domain.findings.timing import budget_of, started
from bihuan.domain.roles import Role
from bihuan.domain.severity import Severity, severity_of

LOWERED = "lowered"
"""Why an agenda record stands there: a severity was lowered at triage."""


def drafted(case: Case, draft: Draft) -> None:
    """Write down a draft."""
    draft.set(drafted_at=case.now, **_author(case))


def discarded(case: Case, draft: Draft) -> None:
    """Delete a draft that nobody else has seen."""
    draft.set(ended_at=case.now)


def reported(case: Case, draft: Draft) -> None:
    """Report: the triage clock starts."""
    author = {} if case.facts.author_post is not None else _author(case)
    draft.set(reported_at=case.now, **author, **_owner(case))
    _start_triage(case, draft)
    draft.flow("reported")
    if case.facts.severity == Severity.S1:
        draft.record(RecordKind.CALL, to="office", why="s1_reported")


def filed_by_rule(case: Case, draft: Draft) -> None:
    """File what a rule found; reported and filed in one instant."""
    draft.set(reported_at=case.now, filed_at=case.now, **_author(case), **_owner(case))
    draft.set(recent_same_type=case.facts.around.recent_same_type)
    _start_triage(case, draft)
    draft.ledger_number()
    draft.flow("reported", "filed")
    if case.facts.severity == Severity.S1:
        draft.record(RecordKind.CALL, to="office", why="s1_reported")


def fixed_on_site(case: Case, draft: Draft) -> None:
    """Record a fix on the spot; a drawn tenth is verified by somebody else."""
    evidence = case.said("evidence")
    # Whoever fixed it neither verifies nor looks back on it.
    draft.set(on_site=True, rectified_at=case.now)
    draft.set(handler_person=case.by.person, fixer_unit=case.by.unit)
    draft.record(RecordKind.RECTIFICATION, on_site=True, evidence=evidence)
    draft.flow("fixed_on_site")
    if draft.target == State.VERIFYING:
        draft.set(**_verify_clock(case))
    else:
        draft.set(passed_at=case.now)


def rejection_proposed(case: Case, draft: Draft) -> None:
    """Propose not to file an S1 finding: a second person must agree."""
    draft.set(proposer_person=case.by.person)
    draft.record(RecordKind.REJECTION, stage="proposed", reason=case.said("reason"))


def rejected(case: Case, draft: Draft) -> None:
    """Reject and tell the reporter why."""
    reason = case.said("reason")
    draft.set(ended_at=case.now, rejecter_person=case.by.person)
    draft.record(RecordKind.REJECTION, stage="decided", reason=reason)
    draft.record(RecordKind.NOTICE, to_post=case.facts.author_post, why="rejected", reason=reason)
    draft.flow("rejected")


def merged(case: Case, draft: Draft) -> None:
    """Merge into the older finding, which keeps its clock and takes the graver severity."""
    facts, around = case.facts, case.facts.around
    draft.set(ended_at=case.now, parent=around.target, parent_kind="merged_into")
    draft.record(RecordKind.NOTICE, to_post=facts.author_post, why="merged", target=around.target)
    if around.target_severity is not None and facts.severity < around.target_severity:
        # The graver time runs from the report that was graver; a new order's from the merging.
        since = facts.triage_from or facts.reported_at
        draft.record(
            RecordKind.RAISE,
            target=around.target,
            severity=facts.severity,
            since=since,
            merged_at=case.now,
        )
    draft.flow("merged")


def filed(case: Case, draft: Draft) -> None:
    """File: severity set, clause cited, owner computed, ledger number given."""
    facts = case.facts
    asked = severity_of(case.payload.get("severity", facts.severity))
    severity = asked if asked is not None else Severity(facts.severity)
    draft.set(filed_at=case.now, filer_post=case.by.post, proposer_person=None, **_owner(case))
    draft.set(recent_same_type=facts.around.recent_same_type, office_level=int(case.by.level))
    if case.said("clause"):
        draft.set(clause=case.said("clause"))
    if case.said("type_code") not in ("", facts.type_code):
        severity = _corrected(case, draft, severity)
    if severity != facts.severity:
        draft.set(severity=int(severity))
        _regrade_triage(case, draft, severity)
    if severity > facts.severity:
        _tell_review(case, draft, severity)
    draft.ledger_number()
    draft.flow("filed")


def _corrected(case: Case, draft: Draft, asked: Severity) -> Severity:
    """Put the right type in the reported one's place; return the severity that follows.

    A severity or clause that triage left as it was follows the new type; a raised one stays.
    """
    facts, around = case.facts, case.facts.around
    draft.set(
        type_code=around.corrected_type,
        default_severity=around.corrected_severity,
        over_control=around.corrected_over_control,
    )
    if case.said("clause") in ("", facts.clause):
        draft.set(clause=around.corrected_clause)
    severity = asked
    if asked == facts.severity:
        raised = facts.severity < facts.default_severity
        severity = Severity(
            min(asked, around.corrected_severity) if raised else around.corrected_severity
        )
    draft.record(
        RecordKind.CORRECTION,
        from_type=facts.type_code,
        to_type=around.corrected_type,
        from_severity=facts.severity,
        to_severity=int(severity),
        reason=case.said("reason"),
    )
    return severity


def _tell_review(case: Case, draft: Draft, severity: Severity) -> None:
    """Put a lowering before tonight's review, with its reason."""
    draft.record(
        RecordKind.AGENDA_ITEM,
        why=LOWERED,
        reason=case.said("reason"),
        severity_before=case.facts.severity,
        severity_after=int(severity),
    )
    draft.flow("lowered")


def severity_raised(case: Case, draft: Draft) -> None:
    """Raise the severity; a deadline only ever becomes earlier by it."""
    facts = case.facts
    asked = severity_of(case.payload.get("severity"))
    severity = asked if asked is not None else Severity(facts.severity)
    draft.set(severity=int(severity))
    state = facts.suspended_state if case.state == State.SUSPENDED else case.state
    if state in TRIAGE_RUNNING:
        _regrade_triage(case, draft, severity)
    elif state in VERIFY_RUNNING:
        _regrade_verify(case, draft, severity)
    elif state in RECTIFY_RUNNING:
        _regrade_receipt(case, draft, severity)
        _regrade_order(case, draft, severity)
    if severity == Severity.S1:
        _call_for_s1(case, draft, state)


def _call_for_s1(case: Case, draft: Draft, state: str) -> None:
    """Have somebody called, as for a finding that was S1 from the beginning."""
    facts = case.facts
    if state in TRIAGE_RUNNING:
        draft.record(RecordKind.CALL, to="office", why="s1_reported")
    elif state in RECTIFY_RUNNING:
        draft.record(RecordKind.CALL, to_post=facts.handler_post, why="s1_assigned")
    elif state in VERIFY_RUNNING and facts.verifier_post is not None:
        draft.record(RecordKind.CALL, to_post=facts.verifier_post, why="s1_to_verify")


def _begun(case: Case, name: str) -> datetime:
    """Return from when the graver time runs: now, or what a merging says; nothing is lost."""
    said = case.instant(name) if case.by.role is Role.SYSTEM else None
    return case.now if said is None else min(said.astimezone(UTC), case.now)


def _author(case: Case) -> dict[str, int]:
    by = case.by
    return {"author_post": by.post, "author_person": by.person, "author_unit": by.unit}


def _owner(case: Case) -> dict[str, int | None]:
    around = case.facts.around
    return {
        "handler_post": around.responsible_post,
        "handler_unit": around.responsible_unit,
        "handler_level": around.responsible_level,
    }


def _start_triage(case: Case, draft: Draft) -> None:
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.TRIAGE, facts.severity, rules, rural=facts.rural)
    draft.set(**started("triage", case.now, budget, facts, rules))


def _verify_clock(case: Case) -> dict[str, object]:
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.VERIFY, facts.severity, rules, rural=facts.rural)
    return started("verify", case.now, budget, facts, rules)


def _regrade_triage(case: Case, draft: Draft, severity: Severity) -> None:
    """Lowered: the new time from the report. Raised: the new time from now, if earlier."""
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.TRIAGE, severity, rules, rural=facts.rural)
    start = _begun(case, "since")
    if severity > facts.severity and facts.triage_from is not None:
        start = facts.triage_from
    clock = started("triage", start, budget, facts, rules, CLOCK_OF[severity])
    if severity > facts.severity or _earlier(clock["triage_due_at"], facts.triage_due_at):
        draft.set(**clock)


def _regrade_verify(case: Case, draft: Draft, severity: Severity) -> None:
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.VERIFY, severity, rules, rural=facts.rural)
    clock = started("verify", _begun(case, "merged_at"), budget, facts, rules, CLOCK_OF[severity])
    if _earlier(clock["verify_due_at"], facts.verify_due_at):
        draft.set(**clock)


def _regrade_receipt(case: Case, draft: Draft, severity: Severity) -> None:
    facts, rules = case.facts, case.rules
    if facts.received_at is not None or facts.receipt_due_at is None:
        return
    budget = budget_of(Stage.RECEIPT, severity, rules, rural=facts.rural)
    clock = started("receipt", _begun(case, "merged_at"), budget, facts, rules, CLOCK_OF[severity])
    if _earlier(clock["receipt_due_at"], facts.receipt_due_at):
        draft.set(**clock)


def _regrade_order(case: Case, draft: Draft, severity: Severity) -> None:
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.RECTIFY, severity, rules, rural=facts.rural)
    start = _begun(case, "merged_at")
    clock = started("rectify", start, budget, facts, rules, CLOCK_OF[severity])
    if not _earlier(clock["rectify_due_at"], facts.rectify_due_at):
        return
    draft.set(**clock, clock=rules.budgets[Stage.RECTIFY, severity].clock.value)
    draft.set(order_from=start, order_due_at=clock["rectify_due_at"], extension_seconds=0)
    draft.set(original_seconds=clock["rectify_seconds"], rectify_issued=facts.rectify_issued)
    write_order(case, draft, "severity_raised")


def _earlier(new: datetime, old: datetime | None) -> bool:
    return old is None or new < old
