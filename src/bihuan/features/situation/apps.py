"""The feature as a Django app."""

from django.apps import AppConfig


class SituationConfig(AppConfig):
    """What needs me now."""

    name = "bihuan.features.situation"
    label = "situation"
