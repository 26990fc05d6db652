import bihuan.platform.db.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=24, primary_key=True, serialize=False)),
                ('pinyin', models.CharField(max_length=120)),
            ],
            options={
                'db_table': 'territory_reading',
            },
        ),
        migrations.CreateModel(
            name='ZoneShape',
            fields=[
                ('zone', models.BigIntegerField(primary_key=True, serialize=False)),
                ('parent', models.BigIntegerField(db_index=True)),
                ('rings', models.TextField()),
                ('schematic', models.BooleanField()),
            ],
            options={
                'db_table': 'territory_zone_shape',
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('code_hi', models.BigIntegerField()),
                ('level', models.PositiveSmallIntegerField()),
                ('name_zh', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=120)),
                ('official_name', models.CharField(max_length=120)),
                ('spelling', models.CharField(max_length=240)),
                ('initials', models.CharField(max_length=60)),
                ('fringe', models.BooleanField()),
                ('three_no', models.BooleanField()),
                ('courtyard', models.BooleanField()),
                ('rural', models.BooleanField()),
                ('residents', models.BigIntegerField(null=True)),
                ('households', models.BigIntegerField(null=True)),
                ('schematic', models.BooleanField()),
                ('valid_from', bihuan.platform.db.fields.InstantField(null=True)),
                ('valid_to', bihuan.platform.db.fields.InstantField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
            ],
            options={
                'db_table': 'territory_zone',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code_hi', django.db.models.expressions.CombinedExpression(models.F('id'), '+', models.Value(99999999999))), ('id', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(100000000000)))), ('level', 1), ('parent__isnull', True)), models.Q(('code_hi', django.db.models.expressions.CombinedExpression(models.F('id'), '+', models.Value(999999999))), ('id', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000000000)))), ('level', 2), ('id__gt', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(100000000000)))), ('parent', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(100000000000)))), ('parent__isnull', False)), models.Q(('code_hi', django.db.models.expressions.CombinedExpression(models.F('id'), '+', models.Value(999999))), ('id', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000000)))), ('level', 3), ('id__gt', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000000000)))), ('parent', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000000000)))), ('parent__isnull', False)), models.Q(('code_hi', django.db.models.expressions.CombinedExpression(models.F('id'), '+', models.Value(999))), ('id', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000)))), ('level', 4), ('id__gt', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000000)))), ('parent', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000000)))), ('parent__isnull', False)), models.Q(('code_hi', django.db.models.expressions.CombinedExpression(models.F('id'), '+', models.Value(0))), ('id', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1)))), ('level', 5), ('id__gt', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000)))), ('parent', django.db.models.expressions.CombinedExpression(models.F('id'), '-', django.db.models.expressions.CombinedExpression(models.F('id'), '%%', models.Value(1000)))), ('parent__isnull', False)), _connector='OR'), name='zone_code_level_range_parent'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='zone_dates_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('residents__isnull', True), ('residents__gte', 0), _connector='OR'), models.Q(('households__isnull', True), ('households__gte', 0), _connector='OR')), name='zone_counts_not_negative'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('parent', 'name_zh'), name='zone_name_once_under_a_parent'), models.UniqueConstraint(condition=models.Q(('level', 1)), fields=('level',), name='zone_one_city')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('name_zh', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=120)),
                ('schematic', models.BooleanField()),
                ('valid_from', bihuan.platform.db.fields.InstantField()),
                ('valid_to', bihuan.platform.db.fields.InstantField(null=True)),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
            ],
            options={
                'db_table': 'territory_place',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('compound', 'nursing_home', 'school', 'hospital', 'market', 'shop', 'facility', 'station', 'worksite', 'office', 'public', 'other'))), name='place_kind_known'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='place_dates_in_order'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('zone', 'name_zh'), name='place_name_once_in_a_zone')],
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('name_zh', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=120)),
                ('valid_to', bihuan.platform.db.fields.InstantField()),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
            ],
            options={
                'db_table': 'territory_former_name',
            },
        ),
        migrations.CreateModel(
            name='ZoneSuccession',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('at', bihuan.platform.db.fields.InstantField()),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
            ],
            options={
                'db_table': 'territory_succession',
                'constraints': [models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='succession_of_another_zone'), models.CheckConstraint(condition=models.Q(('kind__in', ('merge', 'split'))), name='succession_kind_known'), models.UniqueConstraint(fields=('old', 'new'), name='succession_once')],
            },
        ),
    ]
