"""Whoever is removed takes their planned changes along, as they take their jobs."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organizations", "0016_planned_jobs_rules")]
    operations = [
        migrations.RunSQL(
            "GRANT DELETE ON organizations_plannedjob TO app_rw",
            "REVOKE DELETE ON organizations_plannedjob FROM app_rw",
        )
    ]
