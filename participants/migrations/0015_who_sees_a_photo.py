"""Who sees a photo: its owner, coordinators, and a partner once both have accepted."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
PARTICIPANT = "(SELECT app.actor()) = 'participant'"
MYSELF = """person_id = ANY (ARRAY(
    SELECT x.id FROM organizations_person x WHERE x.organization_id = (SELECT app.organization())
       AND x.user_id = (SELECT app.user_id())))"""
# The name is told by the same rule: from the second yes on, and also when it is over.
PARTNER = """person_id = ANY (ARRAY(
    SELECT CASE x.id WHEN p.mentor_person_id THEN p.mentee_person_id ELSE p.mentor_person_id END
      FROM organizations_person x
      JOIN partnerships_partnership p ON p.organization_id = x.organization_id
       AND (p.mentor_person_id = x.id OR p.mentee_person_id = x.id)
     WHERE x.organization_id = (SELECT app.organization()) AND x.user_id = (SELECT app.user_id())
       AND p.mentor_accepted_at IS NOT NULL AND p.mentee_accepted_at IS NOT NULL))"""
READ = f"""(SELECT app.actor()) IN ('coordinator', 'worker')
    OR ({PARTICIPANT} AND ({MYSELF} OR {PARTNER}))"""
WRITE = f"(SELECT app.actor()) = 'worker' OR ({PARTICIPANT} AND {MYSELF})"

POLICIES = f"""
CREATE POLICY readers ON participants_photo AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({READ})) WITH CHECK ({HERE} AND ({WRITE}));
CREATE POLICY owner_removes ON participants_photo AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND ({WRITE}));
"""
REVERSE = """
DROP POLICY owner_removes ON participants_photo;
DROP POLICY readers ON participants_photo;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0014_photos"),
        ("partnerships", "0007_nominated_on_the_roster"),
    ]
    operations = [migrations.RunSQL(POLICIES, REVERSE)]
