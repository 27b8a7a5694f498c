import django.contrib.postgres.fields
import django.db.models.deletion
import mentoring.tenancy.constraints
import mentoring.tenancy.keys
import mentoring.tenancy.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0002_rules'),
        ('participants', '0003_logins'),
        ('programs', '0002_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=mentoring.tenancy.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('queued', 'Waiting to start'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('asked_by', models.UUIDField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('side', models.CharField(choices=[('mentee', 'Mentee'), ('mentor', 'Mentor')], max_length=6)),
                ('filename', models.CharField(max_length=200)),
                ('phase', models.CharField(choices=[('check', 'Check'), ('apply', 'Import')], default='check', max_length=8)),
                ('encoding', models.CharField(blank=True, max_length=20)),
                ('absent', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list)),
                ('created', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('faulty', models.PositiveIntegerField(default=0)),
                ('noted', models.PositiveIntegerField(default=0)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('leave_out', models.BooleanField(default=False)),
                ('organization', mentoring.tenancy.models.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('program', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='programs.program')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.UUIDField(default=mentoring.tenancy.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(blank=True, max_length=254)),
                ('is_new', models.BooleanField(default=False)),
                ('problems', models.JSONField(default=list)),
                ('changes', models.JSONField(default=list)),
                ('notes', models.JSONField(default=list)),
                ('organization', mentoring.tenancy.models.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('run', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='participants.importrun')),
            ],
            options={
                'ordering': ['number', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('id', models.UUIDField(default=mentoring.tenancy.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('content', models.BinaryField()),
                ('organization', mentoring.tenancy.models.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('run', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='participants.importrun')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='importrun',
            index=models.Index(fields=['organization', 'program', '-created_at'], name='importrun_newest'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('status__in', ('queued', 'running'))), models.Q(models.Q(('status__in', ('queued', 'running')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='importrun_finished_iff_over'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=mentoring.tenancy.constraints.TenantReference(field='program', name='importrun_program_fk'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=mentoring.tenancy.constraints.TenantKey(name='importrun_key'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=mentoring.tenancy.constraints.TenantWall(kind='organization', name='importrun_wall'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=models.UniqueConstraint(fields=('organization', 'run', 'number'), name='importline_row'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=mentoring.tenancy.constraints.TenantReference(field='run', name='importline_run_fk'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=mentoring.tenancy.constraints.TenantKey(name='importline_key'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=mentoring.tenancy.constraints.TenantWall(kind='organization', name='importline_wall'),
        ),
        migrations.AddConstraint(
            model_name='importfile',
            constraint=mentoring.tenancy.constraints.TenantReference(field='run', name='importfile_run_fk'),
        ),
        migrations.AddConstraint(
            model_name='importfile',
            constraint=mentoring.tenancy.constraints.TenantKey(name='importfile_key'),
        ),
        migrations.AddConstraint(
            model_name='importfile',
            constraint=mentoring.tenancy.constraints.TenantWall(kind='organization', name='importfile_wall'),
        ),
    ]
