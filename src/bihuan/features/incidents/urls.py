"""Addresses of incidents, drills and the working-day calendar."""

from django.urls import path

from bihuan.features.incidents.views import calendar, incidents

urlpatterns = [
    path("setup/incidents", incidents.incidents, name="incidents"),
    path("setup/incidents/new", incidents.new, name="incident_new"),
    path("setup/incidents/choose", incidents.choose, name="choose_incident"),
    path("setup/incidents/<int:number>/<str:how>", incidents.change, name="incident_change"),
    path("setup/calendar", calendar.calendar, name="calendar"),
]
