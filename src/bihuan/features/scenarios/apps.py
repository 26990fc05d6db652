"""The feature as a Django app."""

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    """Plans tried side by side on a synthetic city; nothing is recommended."""

    name = "bihuan.features.scenarios"
    label = "scenarios"
