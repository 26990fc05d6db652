"""A place is a registered one: named by its identity, not by a number."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("supervision", "0001_initial")]

    operations = [
        migrations.AlterField("finding", "place", models.CharField(max_length=120, null=True)),
    ]
