"""Drawings of charts: drawn once, found again by what they show."""

from bihuan.platform.charts.models import Drawing
from bihuan.platform.charts.options import WIDTH, height_of, option
from bihuan.platform.charts.svg import fingerprint, svg_of
from bihuan.platform.charts.values import Chart


def drawing(chart: Chart, language: str) -> str:
    """Return the chart as SVG in one language; what was drawn before is not drawn again."""
    said, size = option(chart, language), {"width": WIDTH, "height": height_of(chart)}
    name = fingerprint(said, **size)
    kept = Drawing.objects.filter(id=name).values_list("svg", flat=True).first()
    if kept is not None:
        return kept
    made = svg_of(said, **size)
    Drawing.objects.get_or_create(id=name, defaults={"svg": made})
    return made
