"""Instants and dates as people read them: Asia/Shanghai, 24 h, four-digit years."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bihuan.platform.i18n.language import chinese

LOCAL = ZoneInfo("Asia/Shanghai")
WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
ABSENT = "—"
_paper: ContextVar[bool] = ContextVar("dates_for_paper", default=False)


@contextmanager
def for_paper() -> Iterator[None]:
    """Write every instant in full: what is printed is read on another day."""
    token = _paper.set(True)
    try:
        yield
    finally:
        _paper.reset(token)


def local(instant: datetime) -> datetime:
    """Return an aware instant in local time."""
    return instant.astimezone(LOCAL)


def time_text(instant: datetime | None) -> str:
    """Write the time of day: 20:41."""
    return ABSENT if instant is None else f"{local(instant):%H:%M}"


def date_text(day: date | datetime | None) -> str:
    """Write a date in running text: 2026年8月2日, or 2 August 2026."""
    if day is None:
        return ABSENT
    civil = local(day).date() if isinstance(day, datetime) else day
    if chinese():
        return f"{civil.year}年{civil.month}月{civil.day}日"
    return f"{civil.day} {MONTHS_EN[civil.month - 1]} {civil.year}"


def weekday_text(day: date | datetime) -> str:
    """Write the day of the week: 周日, or Sunday."""
    civil = local(day).date() if isinstance(day, datetime) else day
    number = civil.weekday()
    return f"周{WEEKDAYS_ZH[number]}" if chinese() else WEEKDAYS_EN[number]


def long_date(day: date | datetime) -> str:
    """Write a date with its weekday: 2026年8月2日 周日, or Sunday 2 August 2026."""
    if chinese():
        return f"{date_text(day)} {weekday_text(day)}"
    return f"{weekday_text(day)} {date_text(day)}"


def stamp(instant: datetime | None) -> str:
    """Write an instant for tables and files: 2026-08-02 20:41."""
    return ABSENT if instant is None else f"{local(instant):%Y-%m-%d %H:%M}"


def in_prose(instant: datetime) -> str:
    """Write an instant as official papers do, always Chinese: 2022年11月28日20时2分, 20时."""
    there = local(instant)
    minute = f"{there.minute}分" if there.minute else ""
    return f"{there.year}年{there.month}月{there.day}日{there.hour}时{minute}"


def near(instant: datetime | None, now: datetime) -> str:
    """Write an instant as seen from ``now``: 20:41, tomorrow 05:53, 8月4日 18:00.

    Another year is written out.
    """
    if instant is None:
        return ABSENT
    if _paper.get():
        return stamp(instant)
    there, here = local(instant), local(now)
    days = (there.date() - here.date()).days
    return f"{_day_seen(there, here, days)} {there:%H:%M}".strip()


def _day_seen(there: datetime, here: datetime, days: int) -> str:
    if days == 0:
        return ""
    if abs(days) == 1:
        words = ("明日", "昨日") if chinese() else ("tomorrow", "yesterday")
        return words[days < 0]
    if there.year != here.year:
        return date_text(there)
    if chinese():
        return f"{there.month}月{there.day}日"
    return f"{there.day} {MONTHS_EN[there.month - 1][:3]}"
