"""Creates and upgrades the tables."""

from django.core.management import call_command

from bihuan.platform.db import guard


def migrate() -> None:
    """Apply every migration; the guard stands aside for schema changes."""
    with guard.lifted():
        call_command("migrate", verbosity=0, interactive=False)
