"""The feature as a Django app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Zones, places and the sketch of the city."""

    name = "bihuan.features.territory"
    label = "territory"
