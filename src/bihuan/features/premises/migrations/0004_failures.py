"""When a plan did not pass."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('premises', '0003_closed_since'),
    ]

    operations = [
        migrations.AddField(
            model_name='compound',
            name='failures',
            field=models.TextField(default=''),
        ),
    ]
