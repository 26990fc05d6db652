"""The feature as a Django app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """The loop."""

    name = "bihuan.features.supervision"
    label = "supervision"
