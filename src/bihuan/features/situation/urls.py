"""Addresses of the first screen."""

from django.urls import path

from bihuan.features.situation.views import now, search

urlpatterns = [
    path("now", now.now_view, name="now"),
    path("now/measures", now.measures_now, name="now_measures"),
    path("search", search.search, name="search"),
]
