"""What surveillance adds to the nightly review: sections 2, 7 and 8, late counts, charts."""

from collections.abc import Iterator
from datetime import date

from bihuan.domain.figures import cell
from bihuan.features.surveillance.nightly import capacity, epidemic, hidden
from bihuan.features.surveillance.selectors.analysis import day_before
from bihuan.features.surveillance.selectors.cases import changes_received
from bihuan.features.surveillance.selectors.charts import charts_of
from bihuan.features.surveillance.selectors.night import names_below
from bihuan.features.surveillance.selectors.suppressed import COVERED
from bihuan.features.surveillance.selectors.tonight import analysis_tonight, hidden_cells_on
from bihuan.features.territory.api import names
from bihuan.platform.charts import Chart
from bihuan.platform.figures import ChartSource, LateSource, NightlyContext, Words
from bihuan.platform.figures.registry import LateInput
from bihuan.platform.figures.windows import window_of_day


def charts_tonight(context: NightlyContext) -> Iterator[Chart]:
    """Yield the charts of the territory's analysis of the night, without small counts."""
    kept = analysis_tonight(context)
    if kept is None:
        return
    small = int(kept.body["small_cell"])
    before = day_before(kept, incident=context.incident)
    for chart in charts_of(kept, names_below(kept), before):
        yield chart.suppressed(small)


def _told(count: int | None, *, hides: bool) -> str:
    """Return a count of a line; what hides today has one mark, whether small or a cover."""
    return COVERED if hides and count is not None else cell(count, sees_small_cells=False)


def late_counts(context: NightlyContext) -> Iterator[LateInput]:
    """Yield the counts of earlier windows that came or changed in this one."""
    lines = changes_received(
        incident=context.incident, since=context.window.since, until=context.window.until
    )
    lines = [one for one in lines if one.day < context.window.day.isoformat()]
    called = names({one.zone for one in lines})
    covers = hidden_cells_on(context, {one.day for one in lines})
    shut = {(day, zone) for day, cells in covers.items() for zone, _ in cells}
    for one in lines:
        name = called.get(one.zone)
        zh, en = (name.zh, name.en) if name else (str(one.zone), str(one.zone))
        hides = (one.day, one.zone) in shut
        was, now = (_told(n, hides=hides) for n in (one.old_count, one.new_count))
        words = Words(
            f"{zh} {one.day} 病例数 {was} → {now}（{one.reason or '补报'}）",
            f"{en} {one.day}: count {was} → {now} ({one.reason or 'reported late'})",
        )
        closed = window_of_day(context.clock, date.fromisoformat(one.day)).until
        yield LateInput(f"case:{one.zone}:{one.day}", words, closed, one.entered_at)


FIGURES = (*epidemic.FIGURES, *hidden.FIGURES, *capacity.FIGURES)
CHARTS = (ChartSource("surveillance.charts", 2, charts_tonight),)
LATE = (LateSource("surveillance.late_counts", late_counts),)
