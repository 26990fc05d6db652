"""When passing checks were signed: the first one after a report is what ended it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('premises', '0006_dropped_real'),
    ]

    operations = [
        migrations.AddField(
            model_name='compound',
            name='checks',
            field=models.TextField(default=''),
        ),
    ]
