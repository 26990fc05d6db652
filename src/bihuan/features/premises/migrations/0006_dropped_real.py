"""When a report lost its finding, by real time: checks are signed by it."""

from django.db import migrations

import bihuan.platform.db.fields


class Migration(migrations.Migration):

    dependencies = [
        ('premises', '0005_hands'),
    ]

    operations = [
        migrations.AddField(
            model_name='seal',
            name='dropped_real',
            field=bihuan.platform.db.fields.InstantField(null=True),
        ),
    ]
