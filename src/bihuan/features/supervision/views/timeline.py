"""What happened to an order, in words: every entry of the ledger about it, newest first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.step import RecordKind
from bihuan.features.supervision.api import (
    FindingPage,
    RecordLine,
    TimelineEntry,
    clock_named,
    finding_types,
    standing_text,
    supervision_label,
)
from bihuan.features.supervision.labels import CALLS, EVENTS, RECORDS, TALKS
from bihuan.features.supervision.views.names import Names
from bihuan.platform.i18n.durations import spoken
from bihuan.platform.ui.parts import Happening, Tone

REPORTED, ITEM_DONE = "supervision.reported", "supervision.item_finished"
TEXTS = (
    "reason", "need", "plan", "evidence", "cause", "prevention", "protection", "notes",
    "root_cause", "resources", "mitigation",
)  # fmt: skip
ISSUED = frozenset(
    {
        RecordKind.REMINDER,
        RecordKind.SUPERVISION_ORDER,
        RecordKind.RAISED_SUPERVISION,
        RecordKind.SPECIAL_MEETING,
        RecordKind.TALK,
        RecordKind.CALL,
    }
)
_TONES: Mapping[str, Tone] = {
    "supervision.escalated": Tone.LATE,
    "supervision.failed": Tone.LATE,
    "supervision.reopened": Tone.LATE,
    "supervision.assigned": Tone.ACT,
    "supervision.rectified": Tone.ACT,
    "supervision.received": Tone.DONE,
    "supervision.passed": Tone.DONE,
    "supervision.closed": Tone.DONE,
}
# Events that stop a clock: which one, and in which column the instant stands.
_STOPS = {
    "supervision.assigned": ("triage", "assigned_at"),
    "supervision.received": ("receipt", "received_at"),
    "supervision.rectified": ("rectify", "rectified_at"),
    "supervision.passed": ("verify", "passed_at"),
}
# What an entry tells of the records of its instant: another act may have written at the same one.
_K = RecordKind
_TELLS: Mapping[str, frozenset[RecordKind]] = {
    f"supervision.{event}": frozenset({kind})
    for kind, events in {
        _K.REJECTION: ("rejection_proposed", "rejected"),
        _K.CORRECTION: ("filed",),
        _K.RETURN: ("return_requested", "return_accepted", "return_refused"),
        _K.PLAN: ("started",),
        _K.EXTENSION: (
            "extension_requested", "extension_granted", "extension_refused", "extension_retracted",
        ),
        _K.BLOCKER: ("blocked", "blocker_accepted", "unblocked"),
        _K.HELP: ("help_asked", "help_offered"),
        _K.RECTIFICATION: ("fixed_on_site", "rectified"),
        _K.VERIFICATION: ("passed", "failed"),
        _K.LOOK_BACK: ("look_back_confirmed", "reopened"),
        _K.DISPUTE: ("disputed", "order_upheld", "order_corrected", "sent_to_review"),
        _K.REVIEW: (
            "review_requested", "upheld_on_review", "amended_on_review", "cancelled_on_review",
        ),
        _K.SUSPENSION: ("suspended", "resumed"),
        _K.SPECIAL_MEETING: ("special_meeting_held",),
        _K.TALK: ("talk_decided",),
        _K.REFERRAL: (
            "reply_invited", "replied", "referral_drafted", "referral_confirmed",
            "referral_approved", "referral_declined",
        ),
        _K.AGENDA_ITEM: ("put_on_agenda",),
    }.items()
    for event in events
}  # fmt: skip
_STRIKES = frozenset({"supervision.order_corrected", "supervision.amended_on_review"})
_STRUCK = _STRIKES | {"supervision.assigned"}


def happenings(page: FindingPage, names: Names) -> list[Happening]:
    """Return the timeline; an order that was corrected stays readable, struck through."""
    beside = _beside(page.records)
    struck, done = _struck(page.timeline), _done(page)
    told = [
        _happening(page.facts, entry, beside[entry.at], names, corrected=number in struck)
        for number, entry in enumerate(page.timeline)
    ]
    named = [replace(one, note=done.get(number, one.note)) for number, one in enumerate(told)]
    return named[::-1]


def _done(page: FindingPage) -> dict[int, str]:
    """Return by place in the ledger which item was done; none for one rewritten since."""
    waiting: defaultdict[datetime | None, list[str]] = defaultdict(list)
    for item in page.items:
        waiting[item.done_at].append(standing_text(item.text))
    ticks = [(n, one) for n, one in enumerate(page.timeline) if one.event == ITEM_DONE]
    return {n: waiting[one.at].pop(0) for n, one in ticks if waiting[one.at]}


def _beside(records: Sequence[RecordLine]) -> defaultdict[datetime, list[RecordLine]]:
    found: defaultdict[datetime, list[RecordLine]] = defaultdict(list)
    for record in records:
        found[record.at].append(record)
    return found


def _struck(timeline: Sequence[TimelineEntry]) -> frozenset[int]:
    """Return the places of orders that a later one replaces."""
    last = max((n for n, entry in enumerate(timeline) if entry.event in _STRIKES), default=-1)
    return frozenset(
        n for n, entry in enumerate(timeline[: max(0, last)]) if entry.event in _STRUCK
    )


def _happening(
    facts: FindingFacts,
    entry: TimelineEntry,
    beside: Sequence[RecordLine],
    names: Names,
    *,
    corrected: bool,
) -> Happening:
    pace, late = _pace(facts, entry)
    notes = [pace, *_notes(facts, entry, beside, names)]
    only_reminded = entry.event == "supervision.escalated" and all(
        record.kind == RecordKind.REMINDER for record in beside if record.kind in ISSUED
    )
    return Happening(
        at=entry.at,
        text=str(RECORDS[RecordKind.REMINDER] if only_reminded else EVENTS.get(entry.event, "")),
        by=names.finder(facts) if entry.event == REPORTED else names.hand(entry),
        note=" · ".join(dict.fromkeys(note for note in notes if note)),
        tone=_tone(entry.event, late=late, plain=only_reminded),
        corrected=corrected,
    )


def _tone(event: str, *, late: bool, plain: bool) -> Tone:
    if late:
        return Tone.LATE
    return Tone.PLAIN if plain else _TONES.get(event, Tone.PLAIN)


def _notes(
    facts: FindingFacts, entry: TimelineEntry, beside: Sequence[RecordLine], names: Names
) -> Iterator[str]:
    yield entry.reason
    if entry.event == "supervision.escalated":
        for record in beside:
            if record.kind in ISSUED:
                yield _issued(facts, record, names)
        return
    told = _TELLS.get(entry.event, frozenset())
    for record in beside:
        if record.kind in told and _of_this(entry, record):
            yield from _told(record)


def _of_this(entry: TimelineEntry, record: RecordLine) -> bool:
    """Tell help asked from help offered where both were written at one instant."""
    stage = str(record.body.get("stage"))
    return record.kind != RecordKind.HELP or entry.event == f"supervision.help_{stage}"


def _told(record: RecordLine) -> Iterator[str]:
    body = record.body
    if record.kind == RecordKind.TALK and body.get("talk"):
        yield str(TALKS[body["talk"]])
    if record.kind == RecordKind.CORRECTION:
        yield f"{_type(body['from_type'])} → {_type(body['to_type'])}"
    yield from (str(body[name]) for name in TEXTS if body.get(name))
    if record.kind in (RecordKind.PLAN, RecordKind.REFERRAL):
        yield str(body.get("text", ""))


def _type(code: object) -> str:
    kind = finding_types().get(str(code))
    return f"{code} {kind.label}" if kind else str(code)


def _issued(facts: FindingFacts, record: RecordLine, names: Names) -> str:
    name = str(RECORDS[RecordKind(record.kind)])
    if record.kind == RecordKind.REMINDER:
        return _("%(name)s at %(percent)s percent") % {
            "name": name,
            "percent": record.body.get("percent", 0),
        }
    if record.kind == RecordKind.CALL:
        why = CALLS.get(str(record.body.get("why", "")))
        who = names.post(record.body["to_post"]) if record.body.get("to_post") else ""
        return f"{name}: {why or ''} {who}".strip()
    return f"{name} {supervision_label(facts, record)}".strip()


def _pace(facts: FindingFacts, entry: TimelineEntry) -> tuple[str, bool]:
    """Say how long it took and how long it may take, where this entry stopped a clock."""
    name, column = _STOPS.get(entry.event, ("", ""))
    if not name or getattr(facts, column) != entry.at:
        return "", False
    line = clock_named(facts, name, entry.at)
    if line is None or line.start > entry.at:  # a clock of a later round says nothing of this one
        return "", False
    budget: int = getattr(facts, f"{name}_seconds")
    said = {
        "span": spoken(timedelta(seconds=budget * line.used_permille // 1000)),
        "limit": spoken(timedelta(seconds=budget)),
    }
    if line.used_permille > 1000:  # noqa: PLR2004  (the whole budget)
        return pgettext("pace", "after %(span)s, limit %(limit)s: late") % said, True
    return pgettext("pace", "after %(span)s, limit %(limit)s") % said, False


_HELPS: Mapping[tuple[str, str], str] = {
    (RecordKind.HELP, "asked"): "supervision.help_asked",
    (RecordKind.BLOCKER, "raised"): "supervision.blocked",
    (RecordKind.HELP, "offered"): "supervision.help_offered",
    (RecordKind.SPECIAL_MEETING, "held"): "supervision.special_meeting_held",
}


def help_lines(page: FindingPage, names: Names) -> list[Happening]:
    """Return the help asked for and offered, the oldest first.

    A blocker asks for help too, and a special meeting gives some.
    """
    who = {(entry.event, entry.at): entry.post for entry in page.timeline}
    return [
        Happening(
            record.at,
            str(EVENTS[event]),
            names.post(who.get((event, record.at))),
            str(record.body.get("need") or record.body.get("resources") or ""),
        )
        for record in page.records
        if (event := _HELPS.get((record.kind, str(record.body.get("stage")))))
    ]
