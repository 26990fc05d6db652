"""The feature as a Django app."""

from django.apps import AppConfig


class PremisesConfig(AppConfig):
    """Compounds, gates and ways out."""

    name = "bihuan.features.premises"
    label = "premises"

    def ready(self) -> None:
        """Add the compounds to the map and to the page of their zone."""
        from bihuan.features.posts.api import provide_weak_spot
        from bihuan.features.premises.api import GATES, gates_panel, without_gates
        from bihuan.features.territory.api import provide_layer, provide_panel

        provide_layer(GATES)
        provide_panel("gates", gates_panel)
        provide_weak_spot("gates", without_gates)
