"""The record's counts of one night, for the review: of the territory as a whole."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from bihuan.domain.surveillance.cases import DayCounts
from bihuan.domain.surveillance.regimes import comparable_from, touching
from bihuan.features.incidents.api import incident
from bihuan.features.surveillance.selectors.analysis import Kept, analyse, latest
from bihuan.features.surveillance.selectors.covers import Covers, Hidden, covers_of, hidden_days
from bihuan.features.surveillance.selectors.regimes import regimes
from bihuan.features.surveillance.selectors.series import series_of
from bihuan.features.territory.api import zone_of
from bihuan.platform.figures import NightlyContext, Verdict, Words

NIGHTS = 90
# The report goes to posts that do not see counts of one to four: the record's are not told in it.
FEW = Verdict("few", Words("不公布（含不足 5 例的数）", "not shown (a count below 5 is in it)"))
LATE = Verdict("late", Words("仍有迟报，暂不给出", "not given: reports are still coming in"))
BROKEN = Verdict(
    "regime_break",
    Words("检测或口径有变，不可比", "not comparable: testing or definition changed"),
)


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


def hides(context: NightlyContext, what: str, nights: int = 1) -> bool:
    """Tell whether a recorded count of the territory's last nights hides.

    The report is read by posts that do not see counts of one to four. ``what`` is ``new``, or
    ``found`` or ``origin`` for a split.
    """
    days: frozenset[date] = getattr(_hidden(context), what).get(context.scope.lo, frozenset())
    since = context.window.day - timedelta(days=nights - 1)
    return any(since <= day <= context.window.day for day in days)


def hidden_cells_on(context: NightlyContext, days: Collection[str]) -> Covers:
    """Return the cells of some days that hide, for lines that tell a single count."""
    root = zone_of(context.scope.lo)
    return {} if root is None else covers_of(incident=context.incident, root=root, days=list(days))


def _hidden(context: NightlyContext) -> Hidden:
    def asked() -> Hidden:
        root, day = zone_of(context.scope.lo), context.window.day
        if root is None:
            return Hidden({}, {}, {}, {})
        return hidden_days(incident=context.incident, root=root, until=day)

    return context.once("surveillance.hidden", asked)


def analysis_tonight(context: NightlyContext) -> Kept | None:
    """Return the night's analysis: made at the freeze, only looked up for a draft's page."""
    return context.once("surveillance.analysis", lambda: _analysis(context))


def _analysis(context: NightlyContext) -> Kept | None:
    day, number, code = context.window.day.isoformat(), context.incident, context.scope.lo
    if context.now != context.window.until:
        found = latest(incident=number, zone=code, until=day)
        return found if found is not None and found.day == day else None
    view, zone = incident(number), zone_of(code)
    made = None if view is None or zone is None else analyse(view, zone, context.window.day)
    return None if made is None else Kept(made[0], code, day, context.window.until, made[1])


def not_comparable(context: NightlyContext, nights: int, *, recorded: bool) -> Verdict | None:
    """Say why the last nights cannot be compared: a regime broke, or reports still come in.

    What was published comes late to nobody: ``recorded`` says that counts of the record are used.
    """
    kept = analysis_tonight(context) if recorded else None
    if kept is not None and kept.body.get("withheld"):
        return LATE
    listed = touching(regimes(incident=context.incident), context.scope.lo)
    start = comparable_from(listed, context.window.day)
    since = context.window.day - timedelta(days=nights - 1)
    return BROKEN if start is not None and start > since else None


def provisional(context: NightlyContext) -> bool:
    """Tell whether the last window of the record is too incomplete to call the community clear."""
    kept = analysis_tonight(context)
    return kept is not None and bool(kept.body["clear"].get("provisional"))


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
