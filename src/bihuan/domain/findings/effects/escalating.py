"""What an escalation issues: reminders, documents, agenda items, call-list lines."""

from collections.abc import Callable

from bihuan.domain.findings.case import Case
from bihuan.domain.findings.effects.draft import Draft
from bihuan.domain.findings.escalation import (
    ClockDue,
    Trigger,
    complete_by,
    levels_due,
    triggers_of,
)
from bihuan.domain.findings.step import RecordKind, SeriesCode
from bihuan.domain.severity import Severity
from bihuan.domain.zones import Level

_MEETING_LEVEL = 3
_REMINDED = {
    "rectify": "handler",
    "receipt": "handler",
    "verify": "verifier",
}


def escalated(case: Case, draft: Draft) -> None:
    """Issue everything that has fallen due, each once per round."""
    for found in levels_due(case.facts, case.now, case.rules):
        draft.changes[f"{found.clock}_issued"] = found.bits
        if found.clock == "rectify":
            _rectify(case, draft, found)
        else:
            _office(case, draft, found)
        if found.reminder:
            _remind(case, draft, found)


def special_meeting_held(case: Case, draft: Draft) -> None:
    """Record the special meeting: root cause and resources."""
    draft.record(
        RecordKind.SPECIAL_MEETING,
        stage="held",
        root_cause=case.said("root_cause"),
        resources=case.said("resources"),
    )


def talk_decided(case: Case, draft: Draft) -> None:
    """Record what the leader decided on a proposed talk."""
    talk, reason = case.said("talk"), case.said("reason")
    draft.record(RecordKind.TALK, stage="decided", talk=talk, reason=reason)


def _remind(case: Case, draft: Draft, found: ClockDue) -> None:
    facts = case.facts
    to = _REMINDED.get(found.clock, "office")
    post = {"handler": facts.handler_post, "verifier": facts.verifier_post}.get(to)
    key = f"remind:{facts.id}:{found.clock}:{found.reminder}:{facts.version}"
    draft.record(
        RecordKind.REMINDER, key, to=to, to_post=post, clock=found.clock, percent=found.reminder
    )
    if found.clock == "receipt" and facts.severity <= Severity.S2:
        draft.record(RecordKind.CALL, to_post=facts.handler_post, why="not_received")


def _rectify(case: Case, draft: Draft, found: ClockDue) -> None:
    facts = case.facts
    draft.set(level=found.level, highest_level=max(facts.highest_level, found.level))
    if _MEETING_LEVEL in found.documents:
        draft.set(e3_rounds=facts.e3_rounds + 1)
    for level in found.documents:
        key = f"escalate:{facts.id}:E{level}:{facts.round}"
        _ISSUE[level](case, draft, key)
        draft.flow(f"escalated_E{level}")


def _supervision_order(case: Case, draft: Draft, key: str) -> None:
    """E1: 督办单 to the unit's head and the county group, with two numbers.

    It says why, in what was known when it was issued: much of it comes before the deadline.
    """
    facts = case.facts
    triggers = triggers_of(facts, case.now, case.rules)
    year = draft.record_number(SeriesCode.SUPERVISION, "supervision_number", key)
    draft.record_number(SeriesCode.DOCUMENT, "document_number", key)
    draft.record(
        RecordKind.SUPERVISION_ORDER,
        key,
        year=year,
        to_unit=facts.handler_unit,
        copy_level=int(Level.COUNTY),
        round=facts.round,
        triggers=",".join(triggers),
        level=draft.changes["level"],
        due_at=facts.rectify_due_at,
        complete_by=complete_by(facts, case.now, case.rules),
        failures=facts.rework_count,
        same_type=facts.recent_same_type,
        **_help(case),
    )
    if facts.severity <= Severity.S2:
        draft.record(RecordKind.CALL, to_post=facts.handler_post, why=_why_called(triggers))


def _why_called(triggers: tuple[Trigger, ...]) -> str:
    first = triggers[0] if triggers else Trigger.OVERDUE
    return first.value if first is Trigger.OVERDUE else f"raised_{first.value}"


def _raised_supervision(case: Case, draft: Draft, key: str) -> None:
    """E2: the next territorial level takes it up, and tonight's agenda."""
    facts = case.facts
    up = max((facts.handler_level or Level.COUNTY) - 1, Level.CITY)
    draft.record(RecordKind.RAISED_SUPERVISION, key, to_level=int(up), **_help(case))
    draft.record(RecordKind.AGENDA_ITEM, f"agenda:{key}", why="raised", **_help(case))


def _special_meeting(case: Case, draft: Draft, key: str) -> None:
    """E3: a special meeting on cause and resources; a leader chairs."""
    draft.record(RecordKind.SPECIAL_MEETING, key, stage="called", **_help(case))


def _talk(case: Case, draft: Draft, key: str) -> None:
    """E4: a talk is proposed; a leader decides."""
    draft.record(RecordKind.TALK, key, stage="proposed", **_help(case))


_ISSUE: dict[int, Callable[[Case, Draft, str], None]] = {
    1: _supervision_order,
    2: _raised_supervision,
    3: _special_meeting,
    4: _talk,
}


def _help(case: Case) -> dict[str, int]:
    return {"help_asked": case.facts.help_asked, "help_offered": case.facts.help_offered}


def _office(case: Case, draft: Draft, found: ClockDue) -> None:
    """Escalate the office's own delay: to its head, then the duty lead and the agenda."""
    for level in found.documents:
        key = f"escalate:{case.facts.id}:{found.clock}:E{level}:{case.facts.version}"
        to = "office_head" if level == 1 else "duty_lead"
        draft.record(RecordKind.CALL, key, to=to, why=f"{found.clock}_late", level=level)
        if level > 1:
            draft.record(RecordKind.AGENDA_ITEM, f"agenda:{key}", why=f"{found.clock}_late")
        draft.flow(f"office_late_E{level}")
