"""The feature as a Django app."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Measures: their catalogue, law, life and notices."""

    name = "bihuan.features.measures"
    label = "measures"
