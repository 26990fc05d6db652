"""Addresses of the review."""

from django.urls import path

from bihuan.features.review.views import bulletin, meeting, outcome, pack

app_name = "review"
urlpatterns = [
    path("review", pack.nights, name="nights"),
    path("review/decisions/<int:number>", outcome.decision, name="decision"),
    path("review/decisions/<int:number>/follow", outcome.follow, name="follow"),
    path("review/<str:day>", pack.night, name="night"),
    path("review/<str:day>/freeze", pack.freeze, name="freeze"),
    path("review/<str:day>/submit", pack.submit, name="submit"),
    path("review/<str:day>/call", pack.call, name="call"),
    path("review/<str:day>/item", meeting.turn, name="turn"),
    path("review/<str:day>/pulse", meeting.pulse, name="pulse"),
    path("review/<str:day>/note", meeting.note, name="note"),
    path("review/<str:day>/note/drop", meeting.drop, name="drop_note"),
    path("review/<str:day>/remind", pack.remind, name="remind"),
    path("review/<str:day>/decide", meeting.decide, name="decide"),
    path("review/<str:day>/minutes", outcome.minutes, name="minutes"),
    path("review/<str:day>/minutes/issue", outcome.issue, name="issue"),
    path("review/<str:day>/minutes/correct", outcome.correct, name="correct"),
    path("review/<str:day>/minutes.pdf", outcome.minutes_pdf, name="minutes_pdf"),
    path("review/<str:day>/plan", outcome.plan, name="plan"),
    path("review/<str:day>/plan/acknowledge", pack.acknowledge, name="acknowledge"),
    path("review/<str:day>/figures", bulletin.figures, name="figures"),
    path("review/<str:day>/figures/file", bulletin.bulletin_file, name="bulletin_file"),
    path("review/<str:day>/charts/<slug:slug>.svg", pack.chart, name="chart"),
    path("review/<str:day>/review.json", pack.snapshot_json, name="snapshot"),
    path("review/<str:day>/review.pdf", pack.pack_pdf, name="pack_pdf"),
]
