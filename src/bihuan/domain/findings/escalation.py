"""Escalation (升级): what has fallen due on a finding's clocks, and when to look again.

Pure and repeatable: the answer depends on immutable instants and on what was already issued
in this round, never on when anybody looked. E5 is no level of a clock: people refer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bihuan.domain.chain.canonical import MICROSECOND
from bihuan.domain.clocks import due, is_overdue, read_pauses
from bihuan.domain.findings.facts import FindingFacts
from bihuan.domain.findings.rules import LoopRules
from bihuan.domain.findings.states import (
    RECTIFY_RUNNING,
    RULING_RUNNING,
    TRIAGE_RUNNING,
    VERIFY_RUNNING,
    Dispute,
    Review,
    State,
)
from bihuan.domain.findings.timing import after, kind_of, mark
from bihuan.domain.severity import Severity

HALF, MOST, E1, E2, E3, E4 = 1, 2, 4, 8, 16, 32
"""Bits of ``…_issued``: the two reminders of E0, then the levels."""

_LEVEL_BITS = ((1, E1), (2, E2), (3, E3), (4, E4))
_SECOND, _THIRD = 2, 3
FULL = 100


class Trigger(StrEnum):
    """Why an order is escalated: its time is over, or a rule that does not wait for that."""

    OVERDUE = "overdue"
    URGENT = "urgent"  # S1, and its first hour is over
    REWORK = "rework"
    RECURRING = "recurring"


OFFICE_CLOCKS = ("triage", "ruling", "dispute", "verify")


@dataclass(frozen=True, slots=True)
class ClockDue:
    """What fell due on one clock.

    Parameters
    ----------
    clock
        Its name: rectify, receipt, or one of the office's own.
    level
        The highest level that holds now (0 is a reminder).
    bits
        Everything issued or passed over after this, for the ``…_issued`` column.
    reminder
        The reminder to send (percent), 0 for none.
    documents
        Levels whose documents are issued now, skipped ones included.
    """

    clock: str
    level: int
    bits: int
    reminder: int = 0
    documents: tuple[int, ...] = ()


def levels_due(facts: FindingFacts, now: datetime, rules: LoopRules) -> tuple[ClockDue, ...]:
    """Return what has fallen due on every running clock and is not issued yet.

    ``facts.state`` is read as it stands; a suspended finding has nothing due.
    """
    found = []
    if facts.state in RECTIFY_RUNNING:
        found.append(_rectify_due(facts, now, rules))
    found += [_office_due(facts, name, now, rules) for name in _running_office_clocks(facts)]
    if facts.state == State.ASSIGNED:
        found.append(_receipt_due(facts, now))
    return tuple(item for item in found if item is not None)


def triggers_of(facts: FindingFacts, now: datetime, rules: LoopRules) -> tuple[Trigger, ...]:
    """Return why the order stands escalated now, all that hold, what is overdue first."""
    urgent_at = _s1_raised_at(facts, rules)
    holds = {
        Trigger.OVERDUE: is_overdue(facts.rectify_due_at, now=now),
        Trigger.URGENT: urgent_at is not None and urgent_at <= now,
        Trigger.REWORK: facts.rework_count >= _SECOND,
        Trigger.RECURRING: facts.recent_same_type >= rules.recurring,
    }
    return tuple(trigger for trigger, held in holds.items() if held)


def complete_by(facts: FindingFacts, now: datetime, rules: LoopRules) -> datetime | None:
    """Return until when a supervision order (督办单) wants the work done.

    What is not overdue keeps its deadline: nobody is given less time than he was promised. What
    is overdue is to be done before the next level takes over.
    """
    if not is_overdue(facts.rectify_due_at, now=now):
        return facts.rectify_due_at
    for percent in (rules.raised_percent, rules.meeting_percent):
        at = mark(facts, "rectify", percent, rules)
        if at is not None and at > now:
            return at
    half = timedelta(seconds=facts.rectify_seconds * (rules.raised_percent - FULL) / FULL)
    return due(now, half, kind_of(facts, "rectify"), rules.calendar, read_pauses(facts.pauses))


def anything_due(facts: FindingFacts, now: datetime, rules: LoopRules) -> bool:
    """Tell whether ``levels_due`` has anything."""
    return bool(levels_due(facts, now, rules))


def next_tick_at(facts: FindingFacts, rules: LoopRules) -> datetime | None:
    """Return the next instant at which anything can fall due by itself; None for never.

    The minute job asks only for rows whose stored value lies in the past, so its cost follows
    what is due and not what exists.
    """
    if facts.state == State.SUSPENDED:
        return facts.suspended_until
    if facts.state == State.CLOSED:
        return _archive_at(facts, rules)
    instants = [at for at in _instants(facts, rules) if at is not None]
    return min(instants) if instants else None


def _instants(facts: FindingFacts, rules: LoopRules) -> Iterator[datetime | None]:
    if facts.state in RECTIFY_RUNNING:
        yield from _rectify_instants(facts, rules)
    for name in _running_office_clocks(facts):
        yield _next_share(facts, name, rules, last=E2)
    if facts.state == State.ASSIGNED and not facts.receipt_issued:
        yield _falls_at(facts, "receipt", rules.overdue_percent, rules)


def _archive_at(facts: FindingFacts, rules: LoopRules) -> datetime | None:
    if facts.review == Review.OPEN or facts.look_back_due_at or facts.closed_at is None:
        return None
    return facts.closed_at + rules.archive_after


def office_delays(facts: FindingFacts) -> tuple[tuple[str, int], ...]:
    """Return the office's running clocks that have passed their limit, with the level issued."""
    issued = ((name, getattr(facts, f"{name}_issued")) for name in _running_office_clocks(facts))
    return tuple((name, _highest(bits)) for name, bits in issued if bits >= E1)


def _running_office_clocks(facts: FindingFacts) -> Iterator[str]:
    if facts.state in TRIAGE_RUNNING:
        yield "triage"
    elif facts.state in RULING_RUNNING:
        yield "ruling"
    elif facts.state in VERIFY_RUNNING:
        yield "verify"
    if facts.dispute == Dispute.OPEN:
        yield "dispute"


def _shares(rules: LoopRules) -> tuple[tuple[int, int], ...]:
    half, most = rules.reminder_percents
    return (
        (HALF, half),
        (MOST, most),
        (E1, rules.overdue_percent),
        (E2, rules.raised_percent),
        (E3, rules.meeting_percent),
    )


def _reached(
    facts: FindingFacts, name: str, now: datetime, rules: LoopRules, last: int
) -> tuple[int, int]:
    """Return the bits of the shares used up, and the last reminder's percentage."""
    bits = reminder = 0
    for bit, percent in _shares(rules):
        if bit > last:
            break
        at = _falls_at(facts, name, percent, rules)
        if at is None or at > now:
            break
        bits |= bit
        if bit <= MOST:
            reminder = percent
    return bits, reminder


def _falls_at(facts: FindingFacts, name: str, percent: int, rules: LoopRules) -> datetime | None:
    """Return when a share falls due; the last instant of a deadline is still in time."""
    at = mark(facts, name, percent, rules)
    return at + MICROSECOND if at is not None and percent >= rules.overdue_percent else at


def _highest(bits: int) -> int:
    return max((level for level, bit in _LEVEL_BITS if bits & bit), default=0)


def _fill(bits: int) -> int:
    """Return the bits with every lower one set: documents of skipped levels go out too."""
    return (1 << bits.bit_length()) - 1 if bits >= E1 else bits


def _rectify_due(facts: FindingFacts, now: datetime, rules: LoopRules) -> ClockDue | None:
    bits, reminder = _reached(facts, "rectify", now, rules, E3)
    if not facts.rectify_issued & E2 and _raised(facts, now, rules):
        bits |= E2
    if not facts.rectify_issued & E3 and _meeting(facts, rules):
        bits |= E3
    if _talk(facts, bits | facts.rectify_issued, now, rules):
        bits |= E4
    return _outcome("rectify", _fill(bits), facts.rectify_issued, facts.level, reminder)


def _raised(facts: FindingFacts, now: datetime, rules: LoopRules) -> bool:
    if facts.rework_count >= _SECOND:
        return True
    at = _s1_raised_at(facts, rules)
    return at is not None and at <= now


def _meeting(facts: FindingFacts, rules: LoopRules) -> bool:
    return facts.rework_count >= _THIRD or facts.recent_same_type >= rules.recurring


def _talk(facts: FindingFacts, bits: int, now: datetime, rules: LoopRules) -> bool:
    """E4: E3 holds, and it is S1 four hours after the order, or E3 for the second round."""
    if not bits & E3:
        return False
    earlier_rounds = facts.e3_rounds - (1 if facts.rectify_issued & E3 else 0)
    if earlier_rounds >= 1:
        return True
    if facts.severity != Severity.S1:
        return False
    at = after(facts, facts.order_from, rules.s1_talk_after, rules)
    return at is not None and at <= now


def _s1_raised_at(facts: FindingFacts, rules: LoopRules) -> datetime | None:
    if facts.severity != Severity.S1:
        return None
    return after(facts, facts.rectify_from, rules.s1_raised_after, rules)


def _office_due(facts: FindingFacts, name: str, now: datetime, rules: LoopRules) -> ClockDue | None:
    bits, reminder = _reached(facts, name, now, rules, E2)
    issued: int = getattr(facts, f"{name}_issued")
    return _outcome(name, _fill(bits), issued, _highest(issued), reminder)


def _receipt_due(facts: FindingFacts, now: datetime) -> ClockDue | None:
    due_at = facts.receipt_due_at
    if facts.receipt_issued or due_at is None or now <= due_at:
        return None
    return ClockDue("receipt", 0, HALF, 100)


def _outcome(name: str, bits: int, issued: int, level_now: int, reminder: int) -> ClockDue | None:
    fresh = bits & ~issued
    level = max(_highest(bits), level_now)
    if not fresh and level <= level_now:
        return None
    documents = tuple(number for number, bit in _LEVEL_BITS if fresh & bit)
    # A reminder that comes together with a document would only repeat it.
    wanted = reminder if fresh & (HALF | MOST) and not documents else 0
    return ClockDue(name, level, issued | bits, wanted, documents)


def _rectify_instants(facts: FindingFacts, rules: LoopRules) -> Iterator[datetime | None]:
    issued = facts.rectify_issued
    yield _next_share(facts, "rectify", rules, last=E3)
    if not issued & E2:
        yield facts.rectify_from if facts.rework_count >= _SECOND else _s1_raised_at(facts, rules)
    if not issued & E3 and _meeting(facts, rules):
        yield facts.rectify_from
    if issued & E3 and not issued & E4 and facts.severity == Severity.S1:
        yield after(facts, facts.order_from, rules.s1_talk_after, rules)


def _next_share(facts: FindingFacts, name: str, rules: LoopRules, *, last: int) -> datetime | None:
    """Return when the lowest share falls due that is not issued, or lifts the level again."""
    issued: int = getattr(facts, f"{name}_issued")
    level = facts.level if name == "rectify" else _highest(issued)
    for bit, percent in _shares(rules):
        if bit > last:
            break
        if not issued & bit or _highest(bit) > level:
            return _falls_at(facts, name, percent, rules)
    return None
