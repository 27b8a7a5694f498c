"""What a program is, when its doors open and who sponsors it: coordinators and workers write it."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
STAFF = f"{HERE} AND (SELECT app.actor()) IN ('coordinator', 'worker')"
TABLES = (
    "programs_program",
    "programs_programdate",
    "programs_sponsorship",
    "programs_sponsorcontact",
)

# Rules hold rows FOR SHARE on behalf of whoever is at work, and that asks for USING of an update.
ADD = f"""
CREATE POLICY staff_adds ON {{table}} AS RESTRICTIVE FOR INSERT TO app_rw WITH CHECK ({STAFF});
CREATE POLICY staff_changes ON {{table}} AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE}) WITH CHECK ({STAFF});
CREATE POLICY staff_removes ON {{table}} AS RESTRICTIVE FOR DELETE TO app_rw USING ({STAFF});
"""
REMOVE = """
DROP POLICY staff_removes ON {table};
DROP POLICY staff_changes ON {table};
DROP POLICY staff_adds ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0005_baseline_first")]
    operations = [
        migrations.RunSQL(ADD.format(table=table), REMOVE.format(table=table)) for table in TABLES
    ]
