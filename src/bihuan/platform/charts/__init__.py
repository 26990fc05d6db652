"""Charts: one value, one ECharts option; drawn as SVG on the server, or by the browser."""

from bihuan.platform.charts.values import Chart, Drawn, Mark, Said, Series

__all__ = ["Chart", "Drawn", "Mark", "Said", "Series"]
