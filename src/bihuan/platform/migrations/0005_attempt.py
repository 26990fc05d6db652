"""Failed sign-ins and used codes outlive a restart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the table of sign-in attempts."""

    dependencies = [("platform", "0004_drawing")]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.BigIntegerField(db_index=True)),
            ],
            options={"db_table": "sign_in_attempt"},
        )
    ]
