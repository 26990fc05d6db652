"""The feature as a Django app."""

from django.apps import AppConfig


class PremisesConfig(AppConfig):
    """Compounds, gates and ways out."""

    name = "bihuan.features.premises"
    label = "premises"
