"""Drawings of charts: drawn once, found again by what they show."""

from collections.abc import Mapping

from bihuan.platform.charts.models import Drawing
from bihuan.platform.charts.options import NARROW, WIDTH, height_of, option
from bihuan.platform.charts.svg import fingerprint, svg_of
from bihuan.platform.charts.values import Chart


def width_asked(asked: Mapping[str, str]) -> int:
    """Return the width of the drawing that an address asks for: a phone's, or the usual one."""
    return NARROW if "narrow" in asked else WIDTH


def drawing(chart: Chart, language: str, width: int = WIDTH) -> str:
    """Return the chart as SVG in one language; what was drawn before is not drawn again."""
    said = option(chart, language, width)
    size = {"width": width, "height": height_of(chart, width)}
    name = fingerprint(said, **size)
    kept = Drawing.objects.filter(id=name).values_list("svg", flat=True).first()
    if kept is not None:
        return kept
    made = svg_of(said, **size)
    Drawing.objects.get_or_create(id=name, defaults={"svg": made})
    return made
