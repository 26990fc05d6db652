"""When the people of a measure were unknown, or its companion plan fell short."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0011_legal_hash'),
    ]

    operations = [
        migrations.AddField(
            model_name='measure',
            name='shortfalls',
            field=models.TextField(default=''),
        ),
    ]
