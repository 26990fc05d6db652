"""Addresses of scenarios."""

from django.urls import path

from bihuan.features.scenarios.views import ask, days, result

app_name = "scenarios"
urlpatterns = [
    path("scenarios", ask.runs, name="runs"),
    path("scenarios/new", ask.new, name="new"),
    path("scenarios/fit", ask.fit, name="fit"),
    path("scenarios/<int:number>", result.run, name="run"),
    path("scenarios/<int:number>/days", days.by_day, name="days"),
    path("scenarios/<int:number>/stop", result.stop, name="stop"),
    path("scenarios/<int:number>/approve", result.approve, name="approve"),
    path("scenarios/<int:number>/record.json", result.record, name="record"),
    path("scenarios/<int:number>/charts/<slug:slug>.svg", result.chart_svg, name="chart_svg"),
    path("scenarios/<int:number>/charts/<slug:slug>.json", result.chart_option,
         name="chart_option"),
]  # fmt: skip
