"""The feature as a Django app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Tells the jobs which incidents are open."""

    name = "bihuan.features.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Register the provider of open incidents."""
        from bihuan.features.incidents.api import incidents
        from bihuan.platform.jobs.ticks import provide_incidents

        provide_incidents(lambda: [one.clock for one in incidents()])
