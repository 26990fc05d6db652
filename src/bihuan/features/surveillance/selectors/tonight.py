"""The record's counts of one night, for the review: of the territory as a whole."""

from collections.abc import Sequence
from datetime import date, timedelta

from bihuan.domain.surveillance.cases import DayCounts
from bihuan.features.surveillance.selectors.series import series_of
from bihuan.features.territory.api import zone_of
from bihuan.platform.figures import NightlyContext

NIGHTS = 90


def _known(context: NightlyContext) -> dict[date, DayCounts | None]:
    """Return the last nights of the territory by day, asked once for all figures."""
    return context.once("surveillance.nights", lambda: _asked(context))


def _asked(context: NightlyContext) -> dict[date, DayCounts | None]:
    zone = zone_of(context.scope.lo)
    if zone is None:
        return {}
    series = series_of(
        incident=context.incident, zone=zone, until=context.window.day, longest=NIGHTS
    )
    return dict(zip(series.days, series.counts, strict=True))


def counts_tonight(context: NightlyContext) -> DayCounts | None:
    """Return the counts of the night's window, None when the territory did not report whole."""
    return _known(context).get(context.window.day)


def nights_before(context: NightlyContext, nights: int) -> list[DayCounts | None]:
    """Return the counts of the last nights (90 at most), the newest last; None for missing."""
    known, last = _known(context), context.window.day
    return [known.get(last - timedelta(days=back)) for back in reversed(range(nights))]


def new_by_night(counts: Sequence[DayCounts | None]) -> list[int | None]:
    """Return new infections by night."""
    return [None if one is None else one.new for one in counts]
