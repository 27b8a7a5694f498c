"""A copy is read by coordinators and the pair, and made and taken back by whoever shares it."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
THEMSELVES = "(SELECT app.actor()) IN ('participant', 'worker')"
PAIR = "partnership_id = ANY (ARRAY(SELECT app.my_partnerships()))"
MINE = "shared_by_id = ANY (ARRAY(SELECT app.myself()))"
# A mail to coordinators says that there is one; the worker who writes it looks whether it still is.
READ = f"""(SELECT app.actor()) = 'coordinator'
    OR ((SELECT app.actor()) = 'worker' AND (SELECT app.user_id()) IS NULL)
    OR ({THEMSELVES} AND ({MINE} OR ({PAIR} AND kind <> 'journal')))"""

POLICIES = f"""
CREATE POLICY readers ON partnerships_sharedcopy AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({READ})) WITH CHECK ({HERE} AND {THEMSELVES} AND {PAIR} AND {MINE});
CREATE POLICY sharer_removes ON partnerships_sharedcopy AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND {THEMSELVES} AND {MINE});
REVOKE UPDATE ON partnerships_sharedcopy FROM app_rw;
"""
REVERSE = """
GRANT UPDATE ON partnerships_sharedcopy TO app_rw;
DROP POLICY sharer_removes ON partnerships_sharedcopy;
DROP POLICY readers ON partnerships_sharedcopy;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0012_shared_copies")]
    operations = [migrations.RunSQL(POLICIES, REVERSE)]
