"""The feature as a Django app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Zones, places and the sketch of the city."""

    name = "bihuan.features.territory"
    label = "territory"

    def ready(self) -> None:
        """Register the map's own layer: how many people live in each zone."""
        from django.utils.translation import gettext_lazy

        from bihuan.features.territory.api import Layer, provide_layer

        label = gettext_lazy("Residents")
        provide_layer(
            Layer("residents", label, lambda zones, _: {z.code: z.residents for z in zones})
        )
