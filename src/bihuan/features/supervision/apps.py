"""The feature as a Django app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """The loop."""

    name = "bihuan.features.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Add open findings to the map and to the page of their zone, and before an end."""
        from bihuan.features.incidents.api import provide_open_work
        from bihuan.features.posts.api import provide_post_use
        from bihuan.features.supervision.api import LAYERS, open_work, orders_panel
        from bihuan.features.supervision.selectors.named import (
            findings_in_zones,
            findings_of_posts,
        )
        from bihuan.features.territory.api import (
            provide_layer,
            provide_panel,
            provide_zone_use,
        )

        for layer in LAYERS:
            provide_layer(layer)
        provide_panel("orders", orders_panel)
        provide_open_work("orders", open_work)
        provide_zone_use(findings_in_zones)
        provide_post_use(findings_of_posts)
