"""``{% load charts %}``: a chart's words, its size and its table, in the page's language."""

from typing import Any
from urllib.parse import urlencode

from django.template import Library
from django.utils.translation import get_language

from bihuan.platform.charts import Chart, Said
from bihuan.platform.charts.options import NARROW, WIDTH, height_of
from bihuan.platform.charts.tables import table_of

register = Library()
DEFAULT = "zh-hans"


@register.filter
def chart_words(said: Said) -> str:
    """Return a chart's text in the language of the page."""
    return said.said(get_language() or DEFAULT)


@register.inclusion_tag("components/chart_image.html")
def chart_image(chart: Chart, address: str, **asked: Any) -> dict[str, Any]:
    """Show a chart's drawing; a phone asks the same address for one of its own width."""
    wide = f"{address}?{urlencode(asked)}" if asked else address
    narrow = f"{address}?{urlencode(asked | {'narrow': 1})}"
    return {
        "chart": chart,
        "wide": (wide, WIDTH, height_of(chart)),
        "narrow": (narrow, NARROW, height_of(chart, NARROW)),
    }


@register.inclusion_tag("components/chart_table.html")
def chart_table(chart: Chart) -> dict[str, Any]:
    """Draw the table of a chart and how it is computed, both folded."""
    head, rows = table_of(chart, get_language() or DEFAULT)
    return {"chart": chart, "head": head[1:], "rows": rows[::-1]}
