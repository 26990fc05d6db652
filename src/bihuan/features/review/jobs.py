"""The evening's timetable: draft at 19:00, freeze at 20:00, once a day.

A night that was missed, since no process ran at its time, is frozen as soon as one runs again:
its figures stand as of its own cut-off, and its report says when it was frozen.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta

from bihuan.domain.refusals import Refusal
from bihuan.features.incidents.api import incident
from bihuan.features.review.actions import draft_night, freeze
from bihuan.features.review.selectors.drafts import renew_draft
from bihuan.features.review.selectors.nights import freeze_time, night_of, snapshot_head
from bihuan.platform.auth import system_post
from bihuan.platform.commands import Outcome
from bihuan.platform.figures.windows import window_at, window_of_day
from bihuan.platform.jobs import Tick, daily, tick

DRAFT_AT = time(19, 0)
CAUGHT_UP = 4  # nights: what a long weekend without a server misses


@daily("review.draft", DRAFT_AT)
def draft_tonight(now: Tick) -> int:
    """Open tonight's draft, and keep its report worked out until the freeze."""
    day, number = _tonight(now), now.clock.incident
    if day is None or snapshot_head(incident=number, day=day) is not None:
        return 0
    done = 0
    if night_of(incident=number, day=day) is None:
        key = f"review.draft:{number}:{day}"
        done = _done(draft_night(by=system_post(), incident=number, day=day, key=key))
    return done + renew_draft(incident=number, day=date.fromisoformat(day))


@tick("review.freeze")
def freeze_due(now: Tick) -> int:
    """Freeze the report of every night whose time has come, the oldest first."""
    if now.leapt:
        return 0
    done, number = 0, now.clock.incident
    for day in sorted(_due(now)):
        if snapshot_head(incident=number, day=day) is None:
            key = f"review.freeze:{number}:{day}"
            done += _done(freeze(by=system_post(), incident=number, day=day, key=key))
    return done


def _due(now: Tick) -> Iterator[str]:
    """Yield the last nights whose freeze is due, as far as the incident was open in them."""
    view = incident(now.clock.incident)
    window = window_at(now.clock, now.now)
    for _ in range(CAUGHT_UP if view else 0):
        if view is None or window.day < view.day_zero or window.until <= view.opened_at:
            return
        if freeze_time(window.until) <= now.now:
            yield window.day.isoformat()
        window = window_of_day(now.clock, window.day - timedelta(days=1))


def _tonight(now: Tick) -> str | None:
    """Return the day of the window that ended last, None when it lies before the incident."""
    view = incident(now.clock.incident)
    window = window_at(now.clock, now.now)
    if view is None or window.day < view.day_zero or window.until <= view.opened_at:
        return None
    return window.day.isoformat()


def _done(answer: Outcome | Refusal) -> int:
    return 0 if isinstance(answer, Refusal) else 1
