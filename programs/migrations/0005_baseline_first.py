"""New programs ask for a baseline before any match; those that exist are left as they were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_gates")]
    operations = [
        migrations.AddField(
            model_name="program",
            name="needs_baseline",
            field=models.BooleanField(default=False, verbose_name="baseline before any match"),
        ),
        migrations.AlterField(
            model_name="program",
            name="needs_baseline",
            field=models.BooleanField(default=True, verbose_name="baseline before any match"),
        ),
    ]
