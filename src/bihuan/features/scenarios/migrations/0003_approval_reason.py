from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scenarios', '0002_fits'),
    ]

    operations = [
        migrations.AddField(
            model_name='scenariorun',
            name='approval_reason',
            field=models.TextField(default=''),
        ),
    ]
