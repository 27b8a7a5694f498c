"""Coordinators may take away a photo that is none to show; nobody but the owner puts one in place."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
MYSELF = """person_id = ANY (ARRAY(
    SELECT x.id FROM organizations_person x WHERE x.organization_id = (SELECT app.organization())
       AND x.user_id = (SELECT app.user_id())))"""
OWNER = f"""(SELECT app.actor()) = 'worker'
    OR ((SELECT app.actor()) = 'participant' AND {MYSELF})"""

POLICY = f"""
DROP POLICY owner_removes ON participants_photo;
CREATE POLICY removes ON participants_photo AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND ((SELECT app.actor()) = 'coordinator' OR {OWNER}));
"""
REVERSE = f"""
DROP POLICY removes ON participants_photo;
CREATE POLICY owner_removes ON participants_photo AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND ({OWNER}));
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0016_seats_are_held")]
    operations = [migrations.RunSQL(POLICY, REVERSE)]
