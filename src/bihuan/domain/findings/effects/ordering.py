"""What the order, its unit and the rulings on the unit's requests change."""

from datetime import timedelta
from typing import Any

from bihuan.domain.clocks import due, is_overdue
from bihuan.domain.deadlines import Stage
from bihuan.domain.findings.case import Case
from bihuan.domain.findings.effects.draft import Draft
from bihuan.domain.findings.escalation import HALF, MOST
from bihuan.domain.findings.states import Dispute
from bihuan.domain.findings.step import RecordKind
from bihuan.domain.findings.timing import budget_of, kind_of, started
from bihuan.domain.severity import Severity

NO_RULING: dict[str, Any] = {
    "ruling_from": None,
    "ruling_seconds": 0,
    "ruling_due_at": None,
    "ruling_issued": 0,
}
NO_VERIFIER: dict[str, Any] = {
    "verifier_post": None,
    "verifier_person": None,
    "verifier_unit": None,
}


def assigned(case: Case, draft: Draft) -> None:
    """Order in writing: receipt and rectify clocks start, the document gets its number."""
    facts, by = case.facts, case.by
    draft.set(issuer_post=by.post, issuer_person=by.person, issuer_unit=by.unit)
    draft.set(office_level=int(by.level))
    draft.set(assigned_at=case.now, round=1)
    start_order(case, draft, _order_budget(case))
    owner = _answering_since(case)
    draft.set(**owner)
    serve_order(case, draft, "assigned", owner or None)
    in_time = not is_overdue(facts.triage_due_at, now=case.now)
    draft.flow("assigned", *(("assigned_in_time",) if in_time else ()))


def _answering_since(case: Case) -> dict[str, Any]:
    """Return who answers where boundaries have changed since the finding was filed, else nothing.

    A post whose zone has ended keeps what it has in hand; it gets nothing new.
    """
    around = case.facts.around
    if around.responsible_post is None:
        return {}
    return {
        "handler_post": around.responsible_post,
        "handler_unit": around.responsible_unit,
        "handler_level": around.responsible_level,
    }


def start_order(case: Case, draft: Draft, budget: timedelta) -> None:
    """Start the rectify clock of an order and fix the deadline that is printed on it."""
    facts, rules = case.facts, case.rules
    clock = started("rectify", case.now, budget, facts, rules)
    kind = rules.budgets[Stage.RECTIFY, Severity(facts.severity)].clock
    draft.set(**clock, clock=kind.value, order_from=case.now)
    draft.set(order_due_at=clock["rectify_due_at"], original_seconds=clock["rectify_seconds"])


def serve_order(case: Case, draft: Draft, why: str, to: dict[str, Any] | None = None) -> None:
    """Serve an order: receipt clock, document number, call list; a new order may be disputed."""
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.RECEIPT, facts.severity, rules, rural=facts.rural)
    draft.set(received_at=None, **started("receipt", case.now, budget, facts, rules))
    draft.set(dispute=Dispute.NONE.value, dispute_count=0, dispute_from=None, dispute_due_at=None)
    owner = to or {"handler_post": facts.handler_post, "handler_unit": facts.handler_unit}
    write_order(case, draft, why, owner)
    if facts.severity == Severity.S1:
        draft.record(RecordKind.CALL, to_post=owner["handler_post"], why="s1_assigned")


def write_order(case: Case, draft: Draft, why: str, to: dict[str, Any] | None = None) -> None:
    """Write the order's document with its number, addressee and both deadlines.

    A document that only changes times leaves the demand as it was written.
    """
    facts, changed = case.facts, draft.changes
    owner = to or {"handler_post": facts.handler_post, "handler_unit": facts.handler_unit}
    key = draft.record(
        RecordKind.ORDER,
        why=why,
        text=case.said("order_text"),
        reason=case.said("reason"),
        severity=changed.get("severity", facts.severity),
        reply_text=case.said("reply_text"),
        to_post=owner["handler_post"],
        to_unit=owner["handler_unit"],
        receipt_due_at=changed.get("receipt_due_at", facts.receipt_due_at),
        rectify_due_at=changed.get("rectify_due_at", facts.rectify_due_at),
    )
    draft.order_number(key)


def received(case: Case, draft: Draft) -> None:
    """Sign for the order: the receipt clock stops."""
    draft.set(received_at=case.now)
    in_time = not is_overdue(case.facts.receipt_due_at, now=case.now)
    draft.flow("received", *(("received_in_time",) if in_time else ()))


def return_requested(case: Case, draft: Draft) -> None:
    """Ask to hand the order back to its correct owner; the clock keeps running."""
    around = case.facts.around
    draft.set(
        return_count=case.facts.return_count + 1,
        return_to_post=around.proposed_post,
        return_to_unit=around.proposed_unit,
        return_to_level=around.proposed_level,
        **_ruling_clock(case),
    )
    draft.record(RecordKind.RETURN, stage="asked", reason=case.said("reason"))
    draft.flow("return_requested")


def return_accepted(case: Case, draft: Draft) -> None:
    """Give the order to its new owner; age and rectify clock stay as they are."""
    facts, around = case.facts, case.facts.around
    owner = {
        "handler_post": around.proposed_post or facts.return_to_post,
        "handler_unit": around.proposed_unit or facts.return_to_unit,
        "handler_level": around.proposed_level or facts.return_to_level,
    }
    draft.set(**owner, **NO_RULING)
    draft.record(RecordKind.RETURN, stage="accepted", reason=case.said("reason"))
    serve_order(case, draft, "return_accepted", owner)


def return_refused(case: Case, draft: Draft) -> None:
    """Leave the order with the unit, which has received it by now."""
    draft.set(received_at=case.facts.received_at or case.now, **NO_RULING)
    draft.record(RecordKind.RETURN, stage="refused", reason=case.said("reason"))


def started_work(case: Case, draft: Draft) -> None:
    """Start to put it right."""
    draft.set(started_at=case.facts.started_at or case.now)
    if case.said("plan"):
        draft.record(RecordKind.PLAN, text=case.said("plan"))


def extension_requested(case: Case, draft: Draft) -> None:
    """Ask once for more time."""
    seconds = case.number("seconds") or 0
    draft.set(extension_used=True, extension_asked_seconds=seconds, **_ruling_clock(case))
    draft.record(
        RecordKind.EXTENSION,
        stage="asked",
        seconds=seconds,
        reason=case.said("reason"),
        protection=case.said("protection"),
    )
    draft.flow("extension_requested")


def extension_granted(case: Case, draft: Draft) -> None:
    """Give more time; the escalation steps back and reminders start again."""
    facts = case.facts
    granted = case.number("seconds") or facts.extension_asked_seconds
    seconds = facts.rectify_seconds + granted
    total = facts.original_seconds + granted
    draft.set(
        extension_seconds=granted,
        rectify_seconds=seconds,
        rectify_due_at=_moved(case, facts.rectify_from, seconds),
        order_due_at=_moved(case, facts.order_from, total),
        rectify_issued=facts.rectify_issued & ~(HALF | MOST),
        level=0,
        **NO_RULING,
    )
    draft.record(RecordKind.EXTENSION, stage="granted", seconds=granted)
    draft.flow("extension_granted")


def extension_refused(case: Case, draft: Draft) -> None:
    """Refuse more time."""
    draft.set(**NO_RULING)
    draft.record(RecordKind.EXTENSION, stage="refused", reason=case.said("reason"))


def extension_retracted(case: Case, draft: Draft) -> None:
    """Take the request back; it was the one request all the same."""
    draft.set(**NO_RULING)
    draft.record(RecordKind.EXTENSION, stage="retracted", reason=case.said("reason"))


def blocked(case: Case, draft: Draft) -> None:
    """Register a blocker: it asks for help, and goes to the next nightly review by itself."""
    need = case.said("need")
    draft.set(blocked_at=case.now, blocker_accepted=False, help_asked=case.facts.help_asked + 1)
    draft.record(RecordKind.BLOCKER, stage="raised", need=need)
    draft.record(RecordKind.AGENDA_ITEM, why="blocked", need=need)
    draft.flow("blocked")


def blocker_accepted(case: Case, draft: Draft) -> None:
    """Accept a blocker: the clock runs on, visible, and is not held against the unit."""
    draft.set(blocker_accepted=True)
    draft.record(RecordKind.BLOCKER, stage="accepted", need=case.said("need"))


def unblocked(case: Case, draft: Draft) -> None:
    """Go on."""
    draft.set(blocked_at=None, blocker_accepted=False)
    draft.record(RecordKind.BLOCKER, stage="solved", reason=case.said("reason"))


def help_asked(case: Case, draft: Draft) -> None:
    """Ask for people, supplies or a decision."""
    draft.set(help_asked=case.facts.help_asked + 1)
    draft.record(RecordKind.HELP, stage="asked", need=case.said("need"))


def help_offered(case: Case, draft: Draft) -> None:
    """Offer help; every escalation shows it."""
    draft.set(help_offered=case.facts.help_offered + 1)
    draft.record(RecordKind.HELP, stage="offered", need=case.said("need"))


def rectified(case: Case, draft: Draft) -> None:
    """Report the rectification: the rectify clock stops, the verify clock starts."""
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.VERIFY, facts.severity, rules, rural=facts.rural)
    draft.set(rectified_at=case.now, handler_person=case.by.person, **NO_VERIFIER)
    draft.set(**started("verify", case.now, budget, facts, rules))
    draft.record(
        RecordKind.RECTIFICATION,
        on_site=False,
        evidence=case.said("evidence"),
        cause=case.said("cause"),
        prevention=case.said("prevention"),
    )
    in_time = not is_overdue(facts.order_due_at, now=case.now)
    draft.flow("rectified", *(("rectified_in_time",) if in_time else ()))


def _order_budget(case: Case) -> timedelta:
    days = case.number("plan_days")
    if days is not None:
        return timedelta(days=days)
    return budget_of(Stage.RECTIFY, case.facts.severity, case.rules, rural=case.facts.rural)


def _ruling_clock(case: Case) -> dict[str, Any]:
    facts, rules = case.facts, case.rules
    budget = budget_of(Stage.RULING, facts.severity, rules, rural=facts.rural)
    return started("ruling", case.now, budget, facts, rules)


def _moved(case: Case, start: Any, seconds: int) -> Any:
    kind = kind_of(case.facts, "rectify")
    budget = timedelta(seconds=seconds)
    return None if start is None else due(start, budget, kind, case.rules.calendar, case.pauses)
