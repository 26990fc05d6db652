"""``{% load charts %}``: a chart's words, its size and its table, in the page's language."""

from typing import Any

from django.template import Library
from django.utils.translation import get_language

from bihuan.platform.charts import Chart, Said
from bihuan.platform.charts.options import height_of
from bihuan.platform.charts.tables import table_of

register = Library()
DEFAULT = "zh-hans"


@register.filter
def chart_words(said: Said) -> str:
    """Return a chart's text in the language of the page."""
    return said.said(get_language() or DEFAULT)


@register.filter
def chart_height(chart: Chart) -> int:
    """Return the height of a chart's drawing."""
    return height_of(chart)


@register.inclusion_tag("components/chart_table.html")
def chart_table(chart: Chart) -> dict[str, Any]:
    """Draw the table of a chart and how it is computed, both folded."""
    head, rows = table_of(chart, get_language() or DEFAULT)
    return {"chart": chart, "head": head[1:], "rows": rows[::-1]}
