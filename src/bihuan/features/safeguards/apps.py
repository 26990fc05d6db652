"""The feature as a Django app."""

from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    """Appeals against measures."""

    name = "bihuan.features.safeguards"
    label = "safeguards"
