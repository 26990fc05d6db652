"""The feature as a Django app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """The loop."""

    name = "bihuan.features.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Add open findings to the map and to the page of their zone, and before an end."""
        from bihuan.features.incidents.api import provide_open_work
        from bihuan.features.supervision.api import LAYERS, open_work, orders_panel
        from bihuan.features.territory.api import provide_layer, provide_panel

        for layer in LAYERS:
            provide_layer(layer)
        provide_panel("orders", orders_panel)
        provide_open_work(open_work)
