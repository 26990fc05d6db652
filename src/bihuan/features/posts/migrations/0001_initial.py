import bihuan.platform.db.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('work_phone', models.CharField(max_length=32)),
            ],
            options={
                'db_table': 'posts_person',
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('starts_at', bihuan.platform.db.fields.InstantField()),
                ('ends_at', bihuan.platform.db.fields.InstantField(null=True)),
                ('acknowledged_at', bihuan.platform.db.fields.InstantField(null=True)),
                ('requested_by', models.BigIntegerField()),
                ('requested_at', bihuan.platform.db.fields.InstantField()),
                ('confirmed_by', models.BigIntegerField(null=True)),
                ('confirmed_at', bihuan.platform.db.fields.InstantField(null=True)),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.person')),
            ],
            options={
                'db_table': 'posts_appointment',
            },
        ),
        migrations.CreateModel(
            name='CallOut',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('reason', models.CharField(max_length=200)),
                ('called_by', models.BigIntegerField()),
                ('called_at', bihuan.platform.db.fields.InstantField()),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
            ],
            options={
                'db_table': 'posts_call_out',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('name_zh', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=24)),
                ('level', models.PositiveSmallIntegerField()),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.organisation')),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
            ],
            options={
                'db_table': 'posts_organisation',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('committee', 'government', 'command', 'department', 'supervision_office', 'disease_control', 'township', 'community', 'facility', 'other'))), name='organisation_kind_known'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='organisation_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('title_zh', models.CharField(max_length=80)),
                ('title_en', models.CharField(max_length=120)),
                ('role', models.CharField(max_length=24)),
                ('level', models.PositiveSmallIntegerField()),
                ('work_phone', models.CharField(max_length=32)),
                ('valid_from', bihuan.platform.db.fields.InstantField(null=True)),
                ('valid_to', bihuan.platform.db.fields.InstantField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.organisation')),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
            ],
            options={
                'db_table': 'posts_post',
                'indexes': [models.Index(fields=['role', 'zone'], name='post_by_role')],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ('city_leader', 'county_principal', 'township_secretary', 'community_leader', 'grid_worker', 'liaison_cadre', 'duty_officer', 'group_lead', 'epidemiologist', 'legal_reviewer', 'clerk', 'unit_duty', 'office_head', 'coordinator', 'government_office', 'supervisor', 'verifier', 'facility_manager', 'testing_lead', 'hotline_operator', 'press_officer', 'safeguards_officer', 'auditor', 'administrator'))), name='post_role_known'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='post_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('note', models.CharField(max_length=1000)),
                ('signed_out_at', bihuan.platform.db.fields.InstantField()),
                ('signed_in_at', bihuan.platform.db.fields.InstantField(null=True)),
                ('incoming', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.appointment')),
                ('outgoing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.appointment')),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post')),
            ],
            options={
                'db_table': 'posts_handover',
                'constraints': [models.CheckConstraint(condition=models.Q(('outgoing', models.F('incoming')), _negated=True), name='handover_between_two'), models.CheckConstraint(condition=models.Q(('signed_in_at__isnull', True), ('signed_in_at__gte', models.F('signed_out_at')), _connector='OR'), name='handover_signed_in_order'), models.UniqueConstraint(condition=models.Q(('signed_in_at__isnull', True)), fields=('post',), name='handover_one_open')],
            },
        ),
        migrations.CreateModel(
            name='CallLine',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('called_at', bihuan.platform.db.fields.InstantField()),
                ('reached_at', bihuan.platform.db.fields.InstantField(null=True)),
                ('call_out', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.callout')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post')),
            ],
            options={
                'db_table': 'posts_call_line',
                'constraints': [models.CheckConstraint(condition=models.Q(('reached_at__isnull', True), ('reached_at__gte', models.F('called_at')), _connector='OR'), name='call_reached_after_it_was_made'), models.UniqueConstraint(fields=('call_out', 'post'), name='call_each_post_once')],
            },
        ),
        migrations.AddField(
            model_name='appointment',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post'),
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('function', models.CharField(max_length=24)),
                ('starts_at', bihuan.platform.db.fields.InstantField()),
                ('ends_at', bihuan.platform.db.fields.InstantField(null=True)),
                ('deputy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post')),
                ('escalation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='posts.post')),
                ('zone', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.zone')),
            ],
            options={
                'db_table': 'posts_responsibility',
                'indexes': [models.Index(fields=['zone', 'function', 'starts_at'], name='responsibility_here')],
                'constraints': [models.CheckConstraint(condition=models.Q(('function__in', ('community_control', 'fire_egress', 'traffic', 'medical', 'supplies', 'information', 'safeguards', 'workforce', 'protection', 'patrols', 'publicity', 'markets', 'facilities', 'testing', 'vector_control', 'surveillance'))), name='responsibility_function_known'), models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='responsibility_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('deputy__isnull', True), models.Q(('deputy', models.F('post')), _negated=True), _connector='OR'), name='responsibility_deputy_is_another'), models.UniqueConstraint(condition=models.Q(('ends_at__isnull', True)), fields=('function', 'zone'), name='responsibility_one_open')],
            },
        ),
        migrations.CreateModel(
            name='ResponsibilityRule',
            fields=[
                ('version', models.PositiveIntegerField(default=1)),
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('function', models.CharField(max_length=24)),
                ('level', models.PositiveSmallIntegerField()),
                ('role', models.CharField(max_length=24)),
                ('deputy_role', models.CharField(max_length=24)),
                ('escalation_role', models.CharField(max_length=24)),
            ],
            options={
                'db_table': 'posts_responsibility_rule',
                'constraints': [models.CheckConstraint(condition=models.Q(('function__in', ('community_control', 'fire_egress', 'traffic', 'medical', 'supplies', 'information', 'safeguards', 'workforce', 'protection', 'patrols', 'publicity', 'markets', 'facilities', 'testing', 'vector_control', 'surveillance')), ('level__gte', 1), ('level__lte', 5), ('role__in', ('city_leader', 'county_principal', 'township_secretary', 'community_leader', 'grid_worker', 'liaison_cadre', 'duty_officer', 'group_lead', 'epidemiologist', 'legal_reviewer', 'clerk', 'unit_duty', 'office_head', 'coordinator', 'government_office', 'supervisor', 'verifier', 'facility_manager', 'testing_lead', 'hotline_operator', 'press_officer', 'safeguards_officer', 'auditor', 'administrator')), ('deputy_role__in', ('', 'city_leader', 'county_principal', 'township_secretary', 'community_leader', 'grid_worker', 'liaison_cadre', 'duty_officer', 'group_lead', 'epidemiologist', 'legal_reviewer', 'clerk', 'unit_duty', 'office_head', 'coordinator', 'government_office', 'supervisor', 'verifier', 'facility_manager', 'testing_lead', 'hotline_operator', 'press_officer', 'safeguards_officer', 'auditor', 'administrator')), ('escalation_role__in', ('', 'city_leader', 'county_principal', 'township_secretary', 'community_leader', 'grid_worker', 'liaison_cadre', 'duty_officer', 'group_lead', 'epidemiologist', 'legal_reviewer', 'clerk', 'unit_duty', 'office_head', 'coordinator', 'government_office', 'supervisor', 'verifier', 'facility_manager', 'testing_lead', 'hotline_operator', 'press_officer', 'safeguards_officer', 'auditor', 'administrator'))), name='rule_words_known'), models.UniqueConstraint(fields=('function', 'level'), name='rule_once')],
            },
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['person', 'ends_at'], name='appointment_of_person'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('confirmed_at__isnull', True), ('ends_at__isnull', True)), fields=['zone'], name='appointment_waiting'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('primary', 'deputy', 'acting'))), name='appointment_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='appointment_confirmed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('requested_by')), _negated=True), ('requested_by', 0), _connector='OR'), name='appointment_takes_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('requested_by', models.F('person')), _negated=True), models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('person')), _negated=True), _connector='OR')), name='appointment_not_to_oneself'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('confirmed_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='appointment_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('acknowledged_at__isnull', True), ('confirmed_at__isnull', False), _connector='OR'), name='appointment_acknowledged_when_confirmed'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False), ('ends_at__isnull', True), ('kind', 'primary')), fields=('post',), name='appointment_one_holder'),
        ),
    ]
