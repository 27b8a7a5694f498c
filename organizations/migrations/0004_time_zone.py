from django.db import migrations, models

import organizations.models.organizations


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_login_tables")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="time_zone",
            field=models.CharField(
                default="UTC",
                help_text="Where the organization works: its pages show times of this zone.",
                max_length=64,
                validators=[organizations.models.organizations.validate_time_zone],
            ),
        ),
    ]
