"""The feature as a Django app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Tells the jobs which incidents are open."""

    name = "bihuan.features.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Register who knows the incidents, open ones and those that have ended."""
        from bihuan.features.incidents.api import incidents
        from bihuan.platform.jobs.ticks import provide_incidents

        provide_incidents(
            lambda: [one.clock for one in incidents()],
            lambda: [one.clock for one in incidents(closed=True)],
        )
