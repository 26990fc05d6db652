"""The figures of a night counted a second time: slowly, from the ledger's entries alone.

Nothing of the product's rates, counters or state rows is used. Every entry up to the cut-off is
read forwards, and each finding keeps the plain list of what happened to it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

HOUR = 3_600_000_000
OPEN_CLOCK = {"ASSIGNED", "RECEIVED", "RETURN_REQ", "RECTIFYING", "EXT_REQ", "BLOCKED", "FAILED"}
ENDED = {"CLOSED", "LOOKBACK", "ARCHIVED", "REJECTED", "WITHDRAWN", "MERGED"}
Execute = Callable[[str], Iterable[Any]]


@dataclass
class Story:
    """One finding: what its row says at the cut-off, and each entry about it."""

    row: dict[str, Any] = field(default_factory=dict)
    acts: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)

    def times(self, *kinds: str) -> list[int]:
        return [at for at, kind, _ in self.acts if kind in kinds]

    def first(self, *kinds: str) -> int | None:
        return min(self.times(*kinds), default=None)


@dataclass
class Night:
    """Everything that the ledger knew at a cut-off."""

    since: int
    until: int
    findings: dict[str, Story]
    decisions: dict[str, dict[str, Any]]


def micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)


def read_night(execute: Execute, *, incident: int, until: datetime) -> Night:
    """Replay the entries of an incident up to a cut-off."""
    end = micros(until)
    night = Night(end - 24 * HOUR, end, {}, {})
    for at, kind, body in execute("SELECT incident_at, kind, body FROM ledger_event ORDER BY n"):
        said = json.loads(bytes(body))
        if at > end or said["incident"] != incident:
            continue
        for table, identity, how, values in said["rows"]:
            if table not in {"supervision_finding", "review_decision"}:
                continue
            new = values if how == "i" else {name: pair[1] for name, pair in values.items()}
            if table == "supervision_finding":
                story = night.findings.setdefault(identity, Story())
                story.row.update(new)
                story.row["id"] = identity
                story.acts.append((at, kind, dict(story.row)))
            else:
                night.decisions.setdefault(identity, {}).update(new)
    night.findings = {k: s for k, s in night.findings.items() if s.row.get("reported_at")}
    return night


def share(n: int, of: int) -> dict[str, Any] | None:
    return {"kind": "share", "n": n, "of": of} if of else None


def count(n: int) -> dict[str, Any]:
    return {"kind": "count", "n": n}


def counted(night: Night) -> dict[str, Any]:
    """Return the figures of sections 9, 11 and 14 by code, as a snapshot stores them."""
    return {**_found(night), **_rates(night), **_over_control(night), **_decisions(night)}


def tables(night: Night) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return the tables of sections 9 and 14: rows that are not all zero."""
    new = [s.row for s in night.findings.values() if _new(s, night)]
    excess = [s.row for s in night.findings.values() if s.row["type_code"].startswith("X")]
    by_type: dict[str, list[int]] = {}
    for row in excess:
        pair = by_type.setdefault(row["type_code"], [0, 0])
        pair[0] += night.since < row["reported_at"] <= night.until
        pair[1] += row["state"] not in ENDED
    return {
        "supervision.by_severity": _single(f"S{row['severity']}" for row in new),
        "supervision.by_type": _single(row["type_code"] for row in new),
        "supervision.by_level": _single(_level(row["zone"]) for row in new),
        "supervision.over_control_by_type": {
            code: tuple(pair) for code, pair in by_type.items() if any(pair)
        },
    }


def _single(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    return {key: (n,) for key, n in Counter(keys).items()}


def _level(zone: int) -> str:
    """Read the level off the digits of a code: 4 + 2 + 3 + 3 + 3."""
    digits = f"{zone:015d}"
    for start, end, name in ((12, 15, "grid"), (9, 12, "community"), (6, 9, "township")):
        if int(digits[start:end]):
            return name
    return "county" if int(digits[4:6]) else "city"


def _new(story: Story, night: Night) -> bool:
    return night.since < story.row["reported_at"] <= night.until


def _found(night: Night) -> dict[str, Any]:
    new = [story for story in night.findings.values() if _new(story, night)]
    on_site = [story for story in new if story.times("supervision.fixed_on_site")]
    return {
        "supervision.found": count(len(new)),
        "supervision.on_site": share(len(on_site), len(new)),
    }


def _rates(night: Night) -> dict[str, Any]:
    stories = list(night.findings.values())
    filed = [s for s in stories if s.row["filed_at"]]
    ordered = [s for s in filed if s.times("supervision.assigned")]
    standing = [s for s in ordered if s.row["state"] != "WITHDRAWN"]
    due = [s for s in standing if s.row["order_due_at"] <= night.until]
    closed = [s for s in due if s.times("supervision.closed")]
    on_time = [s for s in closed if _passed_feedback(s) <= s.row["order_due_at"]]
    checks = [one for s in stories for one in s.acts if one[1] in _CHECKS]
    failed = [one for one in checks if one[1] == "supervision.failed"]
    apart = [one for one in checks if one[2]["verifier_unit"] != one[2]["handler_unit"]]
    late = [
        s
        for s in standing
        if s.row["state"] in OPEN_CLOCK and s.row["rectify_due_at"] < night.until
    ]
    return {
        "supervision.assigned_in_time": share(sum(map(_in_time, ordered)), len(filed)),
        "supervision.closure": share(len(closed), len(due)),
        "supervision.on_time_closure": share(len(on_time), len(due)),
        "supervision.rework": share(len(failed), len(checks)),
        "supervision.independent": share(len(apart), len(checks)),
        "supervision.overdue": count(len(late)),
        "supervision.overdue_blocked": count(sum(s.row["state"] == "BLOCKED" for s in late)),
        "supervision.oldest": _oldest(late, night),
        "supervision.minutes_to_close": _spread(closed),
        **_looked_at_again(stories, ordered),
    }


_CHECKS = ("supervision.passed", "supervision.failed")


def _passed_feedback(story: Story) -> int:
    """Return when the feedback came that the last passed check was about."""
    passed = max(story.times("supervision.passed"))
    return max(at for at in story.times("supervision.rectified") if at <= passed)


def _in_time(story: Story) -> bool:
    issued = story.first("supervision.assigned")
    before = [row for at, _, row in story.acts if row["triage_due_at"] and at <= (issued or 0)]
    return issued is not None and bool(before) and issued <= before[-1]["triage_due_at"]


def _oldest(late: list[Story], night: Night) -> dict[str, Any] | None:
    hours = [(night.until - story.row["rectify_due_at"]) // HOUR for story in late]
    return count(max(hours)) if hours else None


def _spread(closed: list[Story]) -> dict[str, Any] | None:
    """Minutes from the first order to the close-out: median and ninth decile, interpolated."""
    taken = sorted(
        Fraction(max(s.times("supervision.closed")) - (s.first("supervision.assigned") or 0), HOUR)
        for s in closed
    )
    if not taken:
        return None
    middle, high = (
        round(_quantile(taken, share) * 60) for share in (Fraction(1, 2), Fraction(9, 10))
    )
    return {"kind": "spread", "n": len(taken), "median": middle, "p90": high}


def _quantile(values: list[Fraction], q: Fraction) -> Fraction:
    place = q * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def _looked_at_again(stories: list[Story], ordered: list[Story]) -> dict[str, Any]:
    confirmed = sum(len(s.times("supervision.look_back_confirmed")) for s in stories)
    reopened = sum(len(s.times("supervision.reopened")) for s in stories)
    disputed = [s for s in ordered if s.times("supervision.disputed")]
    corrected = sum(len(s.times("supervision.order_corrected")) for s in stories)
    corrected += _reviewed(stories, "amended", "cancelled")
    upheld = sum(len(s.times("supervision.order_upheld")) for s in stories)
    upheld += _reviewed(stories, "upheld")
    gone = sum(
        bool(s.times("supervision.withdrawn")) and s.row["dispute"] == "withdrawn" for s in stories
    )
    return {
        "supervision.recurrence": share(reopened, confirmed + reopened),
        "supervision.dispute": share(len(disputed), len(ordered)),
        "supervision.dispute_changed": share(corrected + gone, corrected + gone + upheld),
    }


def _reviewed(stories: list[Story], *outcomes: str) -> int:
    """Count the objections that the head of the office left to the review, by its outcome."""
    kinds = {f"supervision.{outcome}_on_review" for outcome in outcomes}
    acts = [act for story in stories for act in story.acts]
    return sum(kind in kinds and row["dispute"] == "sent_to_review" for _, kind, row in acts)


def _over_control(night: Night) -> dict[str, Any]:
    excess = [s for s in night.findings.values() if s.row["type_code"].startswith("X")]
    still = [s for s in excess if s.row["state"] not in ENDED]

    def open_of(code: str) -> dict[str, Any]:
        return count(sum(s.row["type_code"] == code for s in still))

    return {
        "supervision.over_control_new": count(sum(_new(s, night) for s in excess)),
        "supervision.over_control_open": count(len(still)),
        "supervision.egress_open": open_of("X02"),
        "supervision.expired_enforced": open_of("X01"),
    }


def _decisions(night: Night) -> dict[str, Any]:
    taken = list(night.decisions.values())
    if not taken:
        names = ("decisions_done", "decisions_late", "stronger_chosen")
        return {f"review.{name}": None for name in names}
    due = [one for one in taken if one["state"] != "cancelled" and one["due_at"] <= night.until]
    done = [one for one in due if one["state"] == "done"]
    late = [
        one
        for one in taken
        if one["state"] not in {"done", "cancelled"} and one["due_at"] < night.until
    ]
    tonight = [one for one in taken if night.since < one["ordered_at"] <= night.until]
    strong = [
        one for one in tonight if json.loads(one["options"])[one["choice"]]["kind"] == "measure"
    ]
    return {
        "review.decisions_done": {"kind": "share", "n": len(done), "of": len(due)},
        "review.decisions_late": count(len(late)),
        "review.stronger_chosen": share(len(strong), len(tonight)),
    }
