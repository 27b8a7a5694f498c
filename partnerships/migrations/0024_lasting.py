import django.db.models.deletion
import mentoring.clock
import mentoring.tenancy.constraints
import mentoring.tenancy.keys
import mentoring.tenancy.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0018_the_clock_says_when'),
        ('partnerships', '0023_checks_and_concerns_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.UUIDField(default=mentoring.tenancy.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('from_ends_on', models.DateField()),
                ('to_ends_on', models.DateField()),
                ('proposed_by', models.CharField(choices=[('mentee', 'Mentee'), ('mentor', 'Mentor')], max_length=6)),
                ('proposed_at', models.DateTimeField(default=mentoring.clock.now, editable=False)),
                ('answer_by', models.DateTimeField()),
                ('mentor_agreed_at', models.DateTimeField(null=True)),
                ('mentee_agreed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('agreed', 'Agreed'), ('declined', 'Declined'), ('taken_back', 'Taken back'), ('expired', 'Not answered in time'), ('lapsed', 'The end has moved since')], default='', max_length=10)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['proposed_at', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.RemoveConstraint(
            model_name='partnershipevent',
            name='partnershipevent_reason_fits',
        ),
        migrations.AddField(
            model_name='partnership',
            name='ask_again_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='partnership',
            name='closing_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='partnership',
            name='days_extended',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='partnership',
            name='days_paused',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='partnership',
            name='ends_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='partnership',
            name='paused_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='partnershipevent',
            name='ends_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='partnershipevent',
            name='reason',
            field=models.CharField(blank=True, choices=[('other_goals', 'I am looking for something else'), ('not_now', 'It is not the right time for me'), ('too_close', 'We may know each other, or our companies are too close'), ('logistics', 'Languages, hours or distance do not fit'), ('reached', 'What we wanted is reached'), ('time', 'There is not enough time for it any more'), ('changed', 'Something has changed at work or in life'), ('fit', 'It does not fit as we had hoped'), ('other', 'Another reason'), ('away', 'One of us is away for a while'), ('busy', 'Work leaves no room for it at the moment'), ('life', 'Something in life comes first now'), ('unsaid', 'Another reason')], default='', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='partnershipevent',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), models.Q(('action', 'decline'), ('reason__in', ['other_goals', 'not_now', 'too_close', 'logistics'])), models.Q(('action', 'end'), ('reason__in', ['reached', 'time', 'changed', 'fit', 'other'])), models.Q(('action', 'pause'), ('reason__in', ['away', 'busy', 'life', 'unsaid'])), _connector='OR'), name='partnershipevent_reason_fits'),
        ),
        migrations.AddField(
            model_name='extension',
            name='organization',
            field=mentoring.tenancy.models.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization'),
        ),
        migrations.AddField(
            model_name='extension',
            name='partnership',
            field=mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='partnerships.partnership'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('organization', 'partnership'), name='extension_one_open'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('to_ends_on__gt', models.F('from_ends_on'))), name='extension_later'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at__isnull', True)), models.Q(models.Q(('outcome', ''), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='extension_settled_iff_outcome'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mentee_agreed_at__isnull', False), ('mentor_agreed_at__isnull', False), ('outcome', 'agreed')), models.Q(models.Q(('outcome', 'agreed'), _negated=True), models.Q(('mentor_agreed_at__isnull', True), ('mentee_agreed_at__isnull', True), _connector='OR')), _connector='OR'), name='extension_agreed_by_both'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=mentoring.tenancy.constraints.TenantReference(field='partnership', name='extension_partnership_fk'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=mentoring.tenancy.constraints.TenantKey(name='extension_key'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=mentoring.tenancy.constraints.TenantWall(kind='organization', name='extension_wall'),
        ),
    ]
