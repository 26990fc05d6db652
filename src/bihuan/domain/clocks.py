"""Three clocks: how long something has run, and when a budget is used up.

``ELAPSED`` runs day and night (S1–S2). ``SERVICE`` runs from 07:00 to 22:00 every day (S3).
``WORKING`` runs in working hours (S4); a budget of one day on it is one working day, whatever
its hours, so n days from a time on a working day end at the same time of day n working days
later. A start on a day off counts from the next opening. Only pauses (暂停) stop a clock.
All results are UTC instants.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bihuan.domain.calendars import DAY_MICROS, Window, WorkingCalendar, micros_of
from bihuan.domain.chain.canonical import MICROSECOND, instant_of

Pause = tuple[datetime, datetime]

_FOREVER = 1 << 62


class Clock(StrEnum):
    """The kinds of clock."""

    ELAPSED = "elapsed"
    SERVICE = "service"
    WORKING = "working"


def due(
    start: datetime,
    budget: timedelta,
    clock: Clock,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
) -> datetime:
    """Return the instant at which ``budget`` is used up.

    Raises
    ------
    ValueError
        "Expected a budget of zero or more." A negative budget, or an instant without zone.
    """
    if budget < timedelta(0):
        raise ValueError("Expected a budget of zero or more.")
    if clock is Clock.ELAPSED and not pauses:
        if start.tzinfo is None:
            raise ValueError("Expected an instant with a time zone.")
        return start.astimezone(UTC) + budget
    begin = micros_of(start)
    need = budget // MICROSECOND
    if clock is Clock.WORKING:
        need = -(-need * calendar.day_micros // DAY_MICROS)
    if need == 0:
        return instant_of(begin)
    end, closed = _advance(begin, need, _windows(begin, clock, calendar), _spans(pauses))
    if clock is Clock.WORKING and closed:
        return _same_time_of_day(start, end, calendar)
    return instant_of(end)


def used(
    start: datetime,
    now: datetime,
    clock: Clock,
    calendar: WorkingCalendar,
    pauses: Sequence[Pause] = (),
) -> timedelta:
    """Return the part of a budget used between two instants; zero before the start."""
    begin, end = micros_of(start), micros_of(now)
    if end <= begin:
        return timedelta(0)
    if clock is Clock.ELAPSED and not pauses:
        return timedelta(microseconds=end - begin)
    spans = _spans(pauses)
    total = 0
    for window in _windows(begin, clock, calendar):
        if window[0] >= end:
            break
        low, high = max(window[0], begin), min(window[1], end)
        total += sum(b - a for a, b in _running(low, high, spans))
    if clock is Clock.WORKING:
        total = total * DAY_MICROS // calendar.day_micros
    return timedelta(microseconds=total)


def remaining(budget: timedelta, spent: timedelta) -> timedelta:
    """Return what is left of a budget; negative when overdue."""
    return budget - spent


def share(budget: timedelta, spent: timedelta) -> float | None:
    """Return the used share of a budget (1.0 is due); None when there is no budget."""
    return spent / budget if budget else None


def is_overdue(due_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether a deadline has passed; the due instant itself is still in time."""
    return due_at is not None and now > due_at


def write_pauses(pauses: Sequence[Pause]) -> str:
    """Write pauses as one short text column: microseconds ``from-until``, comma between."""
    return ",".join(f"{micros_of(a)}-{micros_of(b)}" for a, b in pauses)


def read_pauses(text: str) -> tuple[Pause, ...]:
    """Read what ``write_pauses`` wrote."""
    if not text:
        return ()
    pairs = (part.split("-") for part in text.split(","))
    return tuple((instant_of(int(a)), instant_of(int(b))) for a, b in pairs)


def _windows(begin: int, clock: Clock, calendar: WorkingCalendar) -> Iterator[Window]:
    if clock is Clock.ELAPSED:
        return iter(((begin, _FOREVER),))
    return calendar.windows(begin, working=clock is Clock.WORKING)


def _spans(pauses: Sequence[Pause]) -> list[Window]:
    """Return pauses sorted, without overlaps and without empty ones."""
    merged: list[Window] = []
    for low, high in sorted((micros_of(a), micros_of(b)) for a, b in pauses):
        if high <= low:
            continue
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _running(low: int, high: int, spans: Sequence[Window]) -> Iterator[Window]:
    """Yield the parts of one window in which the clock is not paused."""
    for pause_low, pause_high in spans:
        if pause_high <= low:
            continue
        if pause_low >= high:
            break
        if pause_low > low:
            yield low, pause_low
        low = max(low, pause_high)
    if low < high:
        yield low, high


def _advance(
    begin: int, need: int, windows: Iterator[Window], spans: Sequence[Window]
) -> tuple[int, bool]:
    """Walk ``need`` microseconds of running time; tell whether it ends on a closing time."""
    for opens, closes in windows:
        for low, high in _running(max(opens, begin), closes, spans):
            if high - low >= need:
                return low + need, low + need == closes
            need -= high - low
    raise AssertionError("A calendar always has a next window.")


def _same_time_of_day(start: datetime, closing: int, calendar: WorkingCalendar) -> datetime:
    """Move a closing time to the start's time of day, if offices stay closed until then."""
    local = start.astimezone(calendar.tz)
    closed_at = instant_of(closing)
    tonight = calendar.at(calendar.date_of(closed_at), local.time())
    if tonight >= closed_at:
        return tonight
    opens, _ = next(calendar.windows(closing, working=True))
    opens_at = instant_of(opens)
    morning = calendar.at(calendar.date_of(opens_at), local.time())
    return morning if morning <= opens_at else closed_at


def in_utc(now: datetime) -> datetime:
    """Return an instant in UTC.

    Raises
    ------
    ValueError
        It has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("Expected an instant with a time zone.")
    return now.astimezone(UTC)
