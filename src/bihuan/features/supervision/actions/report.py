"""Report a finding (上报): what, where, what was seen. Severity follows from the type."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.sources import source_of
from bihuan.domain.policy.loop_acts import LoopAct
from bihuan.domain.refusals import Refusal
from bihuan.domain.zones import range_of
from bihuan.features.incidents import api as incidents
from bihuan.features.supervision.actions.suspend_exits import EGRESS, suspend_exits
from bihuan.features.supervision.actions.transit import Begin
from bihuan.features.supervision.selectors.finding_types import (
    FindingType,
    finding_types,
    words_of,
)
from bihuan.features.territory import api as territory
from bihuan.platform.auth import ActingPost, system_post
from bihuan.platform.commands import Outcome, execute, execute_all

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """What somebody saw.

    Parameters
    ----------
    type_code, zone, text
        The type, where, and the facts in words; without words the type's name stands.
    place
        Identity of the place, if it is a registered one; it lies in the zone.
    observed_at, by_device
        When it was seen; by a device's clock, which a drill shifts to its own. Duties run from the
        receipt by the server.
    source, source_key
        Where it comes from, "" for what the reporter's role says; a rule names the event that
        caused it.
    severity, parent, parent_kind
        Only by rule: another severity than the type's, and the finding it follows from; what
        follows from a closed order belongs to its incident, also when that has ended.
    """

    type_code: str
    zone: int
    text: str = ""
    place: str | None = None
    observed_at: datetime | None = None
    source: str = ""
    source_key: str = ""
    severity: int | None = None
    parent: str | None = None
    parent_kind: str = ""
    by_device: bool = False


def report(*, by: ActingPost, incident: int, draft: FindingDraft, key: str) -> Outcome | Refusal:
    """Report a finding; the triage clock starts."""
    return _begin(by, LoopAct.REPORT, incident, draft, key)


def save_draft(
    *, by: ActingPost, incident: int, draft: FindingDraft, key: str
) -> Outcome | Refusal:
    """Write a finding down without reporting it yet."""
    return _begin(by, LoopAct.DRAFT, incident, draft, key)


def file_by_rule(
    *, by: ActingPost, incident: int, draft: FindingDraft, key: str
) -> Outcome | Refusal:
    """File what a rule found; ``draft.source_key`` is the event that caused it."""
    return _begin(by, LoopAct.FILE_BY_RULE, incident, draft, key)


def report_many(
    *, by: ActingPost, incident: int, drafts: list[tuple[FindingDraft, str]], key: str
) -> list[Outcome | Refusal]:
    """Report several findings in one commit; ``key`` names the sync, each draft has its own."""
    prepared = [(_facts(by, LoopAct.REPORT, incident, draft), own) for draft, own in drafts]
    good = [
        (Begin(LoopAct.REPORT, facts, by_device=draft.by_device), own)
        for (facts, own), (draft, _) in zip(prepared, drafts, strict=True)
        if isinstance(facts, FindingFacts)
    ]
    answers = iter(execute_all(good, by=by) if good else [])
    del key
    told = [next(answers) if isinstance(f, FindingFacts) else f for f, _ in prepared]
    _at_once(zip((draft for draft, _ in drafts), told, strict=True))
    return told


def _at_once(answered: Iterable[tuple[FindingDraft, Outcome | Refusal]]) -> None:
    """Suspend the gate plans of the places in the very request that reports locked exits."""
    locked = [
        str(answer.result["finding"])
        for draft, answer in answered
        if draft.type_code == EGRESS and isinstance(answer, Outcome)
    ]
    if locked:
        suspend_exits(by=system_post(), findings=locked)


def _begin(
    by: ActingPost, act: LoopAct, incident: int, draft: FindingDraft, key: str
) -> Outcome | Refusal:
    facts = _facts(by, act, incident, draft)
    if isinstance(facts, Refusal):
        return facts
    answer = execute(Begin(act, facts, by_device=draft.by_device), by=by, key=key)
    if act is not LoopAct.DRAFT:
        _at_once([(draft, answer)])
    return answer


def _facts(
    by: ActingPost, act: LoopAct, incident: int, draft: FindingDraft
) -> FindingFacts | Refusal:
    """Return the new row's columns that say what was found, or why nothing can be said."""
    kind = _kind(act, draft.type_code)
    if isinstance(kind, Refusal):
        return kind
    where = territory.zone_of(draft.zone)
    if where is None:
        return Refusal("finding_zone_unknown", {"zone": draft.zone})
    event = incidents.incident(incident)
    if event is None or (event.closed_at is not None and not draft.parent):
        return Refusal("incident_not_open", {"incident": incident})
    fault = _fault(draft)
    if fault is not None:
        return fault
    said: dict[str, Any] = {
        "place": draft.place,
        "observed_at": draft.observed_at,
        "source": draft.source or source_of(by.actor.role),
        "source_key": draft.source_key,
        "parent": draft.parent,
        "parent_kind": draft.parent_kind,
        "text": words_of(kind.code, draft.text),
    }
    return FindingFacts(
        id=uuid4().hex,
        version=0,
        incident=incident,
        zone=draft.zone,
        type_code=kind.code,
        severity=draft.severity or int(kind.severity),
        default_severity=int(kind.severity),
        drill=event.drill,
        rural="rural" in where.attributes,
        over_control=kind.over_control,
        clause=kind.clause,
        **said,
    )


def _fault(draft: FindingDraft) -> Refusal | None:
    if len(draft.text) > LONGEST_TEXT:
        return Refusal("text_too_long", {"most": LONGEST_TEXT, "length": len(draft.text)})
    if draft.place is not None and not _lies_in(draft.place, draft.zone):
        return Refusal("finding_place_elsewhere")
    return None


def _lies_in(place: str, zone: int) -> bool:
    """Tell whether a place lies in a zone; either may have ended since."""
    known = territory.place_of(place)
    return known is not None and known.zone in range_of(territory.today(zone))


def _kind(act: LoopAct, code: str) -> FindingType | Refusal:
    """Return the type; one that a rule files, with the event that caused it, only to the rule."""
    kind = finding_types().get(code)
    if kind is None:
        return Refusal("finding_type_unknown", {"type": code})
    if kind.by_rule and act is not LoopAct.FILE_BY_RULE:
        return Refusal("finding_type_by_rule", {"type": code})
    return kind
