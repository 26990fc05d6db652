"""The feature as a Django app."""

from django.apps import AppConfig


class SurveillanceConfig(AppConfig):
    """What is known about the epidemic, what is still coming in, where it may hide."""

    name = "bihuan.features.surveillance"
    label = "surveillance"

    def ready(self) -> None:
        """Add the layers of blind spots to the map."""
        from bihuan.features.surveillance.api import LAYERS
        from bihuan.features.territory.api import provide_layer

        for layer in LAYERS:
            provide_layer(layer)
