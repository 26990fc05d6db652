"""The figures of the loop as one value: budgets, calendar, shares, windows. All are data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bihuan.domain.calendars import WorkingCalendar
from bihuan.domain.deadlines import (
    DEFAULT_BUDGETS,
    DEFAULT_LOOK_BACKS,
    Budget,
    LookBackRule,
    Stage,
)
from bihuan.domain.severity import Severity


@dataclass(frozen=True, slots=True)
class LoopRules:
    """Everything a city may change about the loop.

    Parameters
    ----------
    budgets, look_backs
        The deadline table and the look-back samples, by severity.
    calendar
        Service hours, working hours, holidays.
    on_site_percent
        How many in a hundred fixes on the spot are verified by somebody else.
    history_percent
        How much one earlier failure raises a look-back sample, in hundredths of the sample.
    return_percent, rework_percent, extension_percent
        Share of the rectify time within which a return is possible; time after a failed
        verification; most that an extension adds, both of the order's original time.
    plan_days
        Working days an S4 order may allow instead of the table's.
    reminder_percents, overdue_percent, raised_percent, meeting_percent
        E0, E1, E2 and E3 on the rectify clock.
    s1_raised_after, s1_talk_after
        S1: E2 after this time, E4 after this time since the order.
    recurring
        Findings of one type in one zone in 7 days that call for a special meeting.
    suspension_most
        Longest time that suspensions take from one finding, all together (unconfirmed).
    draft_kept, review_window, review_time, archive_after, reply_time
        Deleting a draft; asking for a review after the close-out, deciding it; archiving;
        time to reply before a referral (unconfirmed).
    """

    budgets: Mapping[tuple[Stage, Severity], Budget] = field(
        default_factory=lambda: DEFAULT_BUDGETS
    )
    look_backs: Mapping[Severity, tuple[LookBackRule, ...]] = field(
        default_factory=lambda: DEFAULT_LOOK_BACKS
    )
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    on_site_percent: int = 10
    history_percent: int = 50
    return_percent: int = 30
    rework_percent: int = 50
    extension_percent: int = 100
    plan_days: int = 15
    reminder_percents: tuple[int, int] = (50, 80)
    overdue_percent: int = 100
    raised_percent: int = 150
    meeting_percent: int = 200
    s1_raised_after: timedelta = timedelta(minutes=60)
    s1_talk_after: timedelta = timedelta(hours=4)
    recurring: int = 3
    suspension_most: timedelta = timedelta(days=30)
    draft_kept: timedelta = timedelta(hours=24)
    review_window: timedelta = timedelta(days=30)
    review_time: timedelta = timedelta(days=30)
    archive_after: timedelta = timedelta(days=90)
    reply_time: timedelta = timedelta(days=3)


DEFAULT_RULES = LoopRules()
