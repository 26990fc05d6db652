"""The feature as a Django app."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Measures: their catalogue, law, life and notices."""

    name = "bihuan.features.measures"
    label = "measures"

    def ready(self) -> None:
        """Add the measures in force to map and zone pages; say what ends with their incident."""
        from bihuan.features.incidents.api import provide_consequence, provide_open_work
        from bihuan.features.measures.api import (
            IN_FORCE,
            ended_by,
            measures_not_over,
            measures_panel,
        )
        from bihuan.features.measures.selectors.boundaries import (
            held_boundaries,
            measures_in_zones,
        )
        from bihuan.features.territory.api import (
            provide_layer,
            provide_objection,
            provide_panel,
            provide_zone_use,
        )

        provide_layer(IN_FORCE)
        provide_panel("measures", measures_panel)
        provide_open_work("measures", measures_not_over)
        provide_consequence("measures", ended_by)
        provide_objection(held_boundaries)
        provide_zone_use(measures_in_zones)
