"""Addresses of the loop."""

from django.urls import path

from bihuan.features.supervision.views import field, ledger

urlpatterns = [
    path("ledger", ledger.ledger, name="ledger"),
    path("ledger/bulk", ledger.bulk, name="ledger_bulk"),
    path("ledger/export.xlsx", ledger.export, name="ledger_export"),
    path("ledger/print", ledger.print_ledger, name="ledger_print"),
    path("f/report", field.report_finding, name="report_finding"),
    path("f/reported/<str:finding>", field.reported, name="reported"),
    path("f/sync", field.sync, name="field_sync"),
]
