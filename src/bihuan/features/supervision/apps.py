"""The feature as a Django app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """The loop."""

    name = "bihuan.features.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Add the layers of open findings to the map."""
        from bihuan.features.supervision.api import LAYERS
        from bihuan.features.territory.api import provide_layer

        for layer in LAYERS:
            provide_layer(layer)
