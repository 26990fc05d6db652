"""Addresses of surveillance."""

from django.urls import path

from bihuan.features.surveillance.views import exchange, record, regimes

app_name = "surveillance"
urlpatterns = [
    path("surveillance/record", record.days, name="record"),
    path("surveillance/record/<str:day>", record.day, name="day"),
    path("surveillance/record/<str:day>/file", record.case_file, name="case_file"),
    path("surveillance/regimes", regimes.regimes, name="regimes"),
    path("surveillance/cases.csv", exchange.cases_csv, name="cases_csv"),
    path("surveillance/template.xlsx", exchange.template, name="template"),
    path("surveillance/api/cases", exchange.cases_json, name="cases_json"),
]
