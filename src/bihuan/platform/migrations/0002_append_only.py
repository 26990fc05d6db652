"""The database refuses to change or remove history."""

from django.db import migrations

from bihuan.platform.ledger.append_only import TRIGGERS


class Migration(migrations.Migration):
    """Adds the triggers of the ledger's tables."""

    dependencies = [("platform", "0001_initial")]

    operations = [
        migrations.RunSQL(statement, f"DROP TRIGGER {name}") for name, statement in TRIGGERS.items()
    ]
