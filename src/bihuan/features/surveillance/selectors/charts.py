"""The charts of an analysis: what is drawn, what it says, how it is computed."""

from collections.abc import Iterator, Mapping

from bihuan.features.surveillance.selectors.analysis.kept import Kept
from bihuan.features.surveillance.selectors.chart_words import REASONS
from bihuan.features.surveillance.selectors.counted_charts import (
    detection_chart,
    parts_chart,
    series_chart,
)
from bihuan.features.surveillance.selectors.modelled_charts import ahead_chart, late_chart, rt_chart
from bihuan.platform.charts import Chart, Said


def charts_of(
    kept: Kept, names: Mapping[int, tuple[str, str]], before: Kept | None = None
) -> list[Chart]:
    """Return the charts that an analysis can draw; one without values is left out.

    ``before`` is the analysis of an earlier day, whose nowcast stays beside this one's.
    """
    found = (
        series_chart(kept),
        detection_chart(kept),
        rt_chart(kept),
        late_chart(kept, before),
        ahead_chart(kept),
        parts_chart(kept, names),
    )
    return [one for one in found if one is not None]


def missing_of(kept: Kept) -> Iterator[tuple[Said, Said]]:
    """Yield the models that give nothing tonight, each with the reason."""
    listed = (
        ("rt", Said("有效再生数 Rt", "Reproduction number Rt")),
        ("nowcast", Said("迟报估计", "Nowcast of late reports")),
        ("forecast", Said("短期预测", "Short forecast")),
    )
    for name, words in listed:
        said = kept.body[name]
        # Rt gives a reason for each window: the last one's says why tonight has none.
        reason = said.get("reason") or next(iter(said.get("why", [])[-1:]), "")
        if reason:
            yield words, REASONS[reason]
