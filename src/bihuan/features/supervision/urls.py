"""Addresses of the loop."""

from django.urls import path

from bihuan.features.supervision.views import (
    act,
    bulk,
    calls,
    drafts,
    evidence,
    field,
    items,
    ledger,
    ledger_files,
    order,
    papers,
    public,
)

urlpatterns = [
    path("ledger", ledger.ledger, name="ledger"),
    path("ledger/bulk", bulk.bulk, name="ledger_bulk"),
    path("ledger/views", ledger.keep, name="ledger_keep"),
    path("ledger/views/drop", ledger.drop, name="ledger_drop"),
    path("ledger/export.xlsx", ledger_files.export, name="ledger_export"),
    path("ledger/print", ledger_files.print_ledger, name="ledger_print"),
    path("f/report", field.report_finding, name="report_finding"),
    path("f/reported/<str:finding>", field.reported, name="reported"),
    path("p/report", public.report, name="public_report"),
    path("p/report/<str:finding>", public.reported, name="public_reported"),
    path("f/drafts/<str:finding>", drafts.settle, name="settle_draft"),
    path("f/sync", field.sync, name="field_sync"),
    path("orders/print", papers.batch, name="orders_print"),
    path("orders/print.pdf", papers.batch_pdf, name="orders_print_pdf"),
    path("orders/<str:label>", order.order, name="order"),
    path("orders/<str:label>/print", order.order_on_paper, name="order_print"),
    path("orders/<str:label>/order.pdf", papers.order_pdf, name="order_pdf"),
    path("orders/<str:label>/feedback.pdf", papers.feedback_pdf, name="feedback_pdf"),
    path("orders/<str:label>/<str:number>.pdf", papers.supervision_pdf, name="supervision_pdf"),
    path("orders/<str:label>/evidence", evidence.add, name="add_evidence"),
    path("orders/<str:label>/items", items.finish, name="finish_item"),
    path("orders/<str:label>/<slug:slug>", act.act, name="act"),
    path("evidence/<str:identity>.jpg", evidence.show, name="evidence"),
    path("calls", calls.calls, name="calls"),
    path("calls/tick", calls.tick, name="tick_call"),
    path("pulse", calls.pulse, name="pulse"),
]
