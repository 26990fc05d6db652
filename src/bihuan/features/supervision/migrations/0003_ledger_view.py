"""Saved views of the ledger."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("supervision", "0002_place_by_its_identity")]

    operations = [
        migrations.CreateModel(
            name="LedgerView",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("person", models.BigIntegerField(null=True)),
                ("post", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=20)),
                ("query", models.CharField(max_length=400)),
            ],
            options={
                "db_table": "supervision_ledger_view",
                "constraints": [
                    models.CheckConstraint(
                        name="view_of_a_person_or_a_post",
                        condition=Q(Q(("person__isnull", False), ("post__isnull", True)), Q(("person__isnull", True), ("post__isnull", False)), _connector="OR"),
                    ),
                    models.UniqueConstraint(
                        fields=["person", "name"], condition=Q(("person__isnull", False)), name="one_view_name_a_person"
                    ),
                    models.UniqueConstraint(
                        fields=["post", "name"], condition=Q(("post__isnull", False)), name="one_view_name_a_post"
                    ),
                ],
            },
        ),
    ]
