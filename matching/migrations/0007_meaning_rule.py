"""What stories mean is for coordinators and workers, and nobody else reads or writes it."""

from django.db import migrations

STAFF = """organization_id = (SELECT app.organization())
  AND (SELECT app.actor()) IN ('coordinator', 'worker')"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0006_staff_rule")]
    operations = [
        migrations.RunSQL(
            f"CREATE POLICY staff ON matching_storymeaning AS RESTRICTIVE TO app_rw USING ({STAFF})",
            "DROP POLICY staff ON matching_storymeaning",
        )
    ]
