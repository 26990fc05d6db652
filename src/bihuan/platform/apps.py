"""The platform as one Django app; its rooms keep their models, models.py gathers them."""

from django.apps import AppConfig
from django.db import connection
from django.db.backends.signals import connection_created


class PlatformConfig(AppConfig):
    """Installs the guard around every database connection."""

    name = "bihuan.platform"
    label = "platform"

    def ready(self) -> None:
        """Let no statement past the guard, on this and on every later connection."""
        from bihuan.platform.commands.protected import guard_connection

        connection_created.connect(guard_connection, dispatch_uid="bihuan.guard")
        if connection.connection is not None:
            guard_connection(connection=connection)
