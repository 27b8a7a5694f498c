from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0008_story_share'),
    ]

    operations = [
        migrations.AddField(
            model_name='program',
            name='closing_days',
            field=models.PositiveSmallIntegerField(default=21),
        ),
        migrations.AddField(
            model_name='program',
            name='extension_days',
            field=models.PositiveSmallIntegerField(default=183),
        ),
        migrations.AddField(
            model_name='program',
            name='pause_days',
            field=models.PositiveSmallIntegerField(default=92),
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.CheckConstraint(condition=models.Q(('extension_days__lte', 366), ('pause_days__lte', 366)), name='program_longest'),
        ),
        migrations.AddConstraint(
            model_name='program',
            constraint=models.CheckConstraint(condition=models.Q(('closing_days__range', (1, 90))), name='program_closing_days'),
        ),
    ]
