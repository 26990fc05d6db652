"""Addresses of the gates."""

from django.urls import path

from bihuan.features.premises.views import gates

app_name = "premises"
urlpatterns = [
    path("gates", gates.gates, name="gates"),
    path("gates/<str:identity>", gates.compound, name="compound"),
    path("gates/<str:identity>/gate", gates.set_gate, name="set_gate"),
    path("gates/<str:identity>/check", gates.sign, name="sign"),
    path("gates/<str:identity>/plan", gates.plan, name="plan"),
]
