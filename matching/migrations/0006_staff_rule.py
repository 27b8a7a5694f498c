"""Changes and rulings are for coordinators and workers, and nobody else reads or writes them."""

from django.db import migrations

STAFF = """organization_id = (SELECT app.organization())
  AND (SELECT app.actor()) IN ('coordinator', 'worker')"""
TABLES = ("matching_change", "matching_ruling")


class Migration(migrations.Migration):
    dependencies = [("matching", "0005_story_meanings")]
    operations = [
        migrations.RunSQL(
            f"CREATE POLICY staff ON {table} AS RESTRICTIVE TO app_rw USING ({STAFF})",
            f"DROP POLICY staff ON {table}",
        )
        for table in TABLES
    ]
