"""Addresses of appeals: public ones, and the desk that hears them."""

from django.urls import path

from bihuan.features.safeguards.views import desk, public

app_name = "safeguards"
urlpatterns = [
    path("p/appeal/<str:measure>", public.appeal, name="appeal"),
    path("p/appeals", public.look_up, name="look_up"),
    path("safeguards", desk.appeals, name="appeals"),
    path("safeguards/appeals/<str:identity>", desk.appeal, name="desk"),
    path("safeguards/appeals/<str:identity>/decide", desk.decide, name="decide"),
    path("safeguards/appeals/<str:identity>/suspend", desk.suspend, name="suspend"),
    path("safeguards/appeals/<str:identity>/resume", desk.go_on, name="resume"),
]
