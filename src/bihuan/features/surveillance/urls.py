"""Addresses of surveillance."""

from django.urls import path

from bihuan.features.surveillance.views import (
    blind,
    capacity,
    exchange,
    overview,
    record,
    regimes,
    signals,
    timeline,
)

app_name = "surveillance"
urlpatterns = [
    path("surveillance", overview.overview, name="overview"),
    path("surveillance/charts/<slug:slug>.svg", overview.chart_svg, name="chart_svg"),
    path("surveillance/charts/<slug:slug>.json", overview.chart_option, name="chart_option"),
    path("surveillance/signals", signals.signals, name="signals"),
    path("surveillance/signals/file", signals.signal_file, name="signal_file"),
    path("surveillance/blind-spots", blind.blind_spots, name="blind_spots"),
    path("surveillance/scores", blind.scores, name="scores"),
    path("surveillance/timeline", timeline.timeline, name="timeline"),
    path("capacity", capacity.capacity, name="capacity"),
    path("surveillance/record", record.days, name="record"),
    path("surveillance/record/<str:day>", record.day, name="day"),
    path("surveillance/record/<str:day>/file", record.case_file, name="case_file"),
    path("surveillance/regimes", regimes.regimes, name="regimes"),
    path("surveillance/cases.csv", exchange.cases_csv, name="cases_csv"),
    path("surveillance/template.xlsx", exchange.template, name="template"),
    path("surveillance/api/cases", exchange.cases_json, name="cases_json"),
]
