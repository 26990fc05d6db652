"""Addresses of the territory."""

from django.urls import path

from bihuan.features.territory.views import change, register, sketch, zone

app_name = "territory"
urlpatterns = [
    path("zones", zone.own_zone, name="own_zone"),
    path("zones/<int:code>", zone.zone, name="zone"),
    path("zones/<int:code>/rename", change.rename, name="rename"),
    path("zones/<int:code>/end", change.retire, name="retire"),
    path("zones/<int:code>/new", change.create, name="create"),
    path("zones/<int:code>/merge", change.merge, name="merge"),
    path("zones/<int:code>/split", change.split, name="split"),
    path("zones/<int:code>/places/new", change.new_place, name="new_place"),
    path("map", sketch.sketch, name="map"),
    path("setup/zones", register.register, name="register"),
    path("setup/zones/<str:fingerprint>.xlsx", register.faults, name="faults"),
    path("setup/zones.xlsx", register.workbook, name="workbook"),
]
