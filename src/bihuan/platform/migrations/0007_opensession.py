"""Whose a session is, so that somebody can see and end the own ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("platform", "0006_incidentclockrow_earlier_cut_offs"),)

    operations = (
        migrations.CreateModel(
            name="OpenSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("account", models.BigIntegerField(db_index=True)),
            ],
            options={"db_table": "account_session"},
        ),
    )
