"""What participants and guests may read and write on the way into a program: their own alone."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
STAFF = "(SELECT app.actor()) IN ('coordinator', 'worker')"
PARTICIPANT = "(SELECT app.actor()) = 'participant'"
OWN_ROW = f"{PARTICIPANT} AND participant_id = ANY (ARRAY(SELECT app.my_participants()))"
MYSELF = f"""{PARTICIPANT} AND person_id = ANY (ARRAY(
    SELECT x.id FROM organizations_person x WHERE x.organization_id = (SELECT app.organization())
       AND x.user_id = (SELECT app.user_id())))"""

STAFF_ALONE = (
    "participants_applicationlink",
    "participants_bulkact",
    "participants_bulkstep",
    "participants_importfile",
    "participants_importline",
    "participants_importrun",
    "participants_nomination",
    "participants_nominationresult",
    "participants_takeback",
)

# A rule may hold the row of the other of a pair FOR SHARE, which asks for USING of an update.
ROWS = f"""
CREATE POLICY each ON participants_consent AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({STAFF} OR ({OWN_ROW})));
CREATE POLICY each ON participants_asking AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({STAFF} OR ({OWN_ROW})));
CREATE POLICY staff_asks ON participants_asking AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY staff_removes ON participants_asking AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND {STAFF});

-- Anybody applies; what was applied for is read by who decides.
CREATE POLICY staff ON participants_application AS RESTRICTIVE TO app_rw
  USING ({HERE} AND {STAFF}) WITH CHECK ({HERE});

CREATE POLICY staff_adds ON participants_participant AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY each ON participants_participant AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE}) WITH CHECK ({HERE} AND ({STAFF} OR ({MYSELF})));
CREATE POLICY staff_removes ON participants_participant AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND {STAFF});
"""
NO_ROWS = """
DROP POLICY staff_removes ON participants_participant;
DROP POLICY each ON participants_participant;
DROP POLICY staff_adds ON participants_participant;
DROP POLICY staff ON participants_application;
DROP POLICY staff_removes ON participants_asking;
DROP POLICY staff_asks ON participants_asking;
DROP POLICY each ON participants_asking;
DROP POLICY each ON participants_consent;
"""

ANSWER = """
CREATE FUNCTION app.refuse_standing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'whoever is asked answers, and nothing else is theirs to decide'
    USING ERRCODE = '23514', CONSTRAINT = 'participant_answers_question';
END $$;
CREATE TRIGGER guard_answer BEFORE UPDATE OF standing ON participants_participant
  FOR EACH ROW WHEN (NEW.standing <> OLD.standing AND app.actor() NOT IN ('coordinator', 'worker')
    AND NOT (OLD.standing = 'nominated' AND NEW.standing IN ('in', 'declined')))
  EXECUTE FUNCTION app.refuse_standing();
"""
NO_ANSWER = """
DROP TRIGGER guard_answer ON participants_participant;
DROP FUNCTION app.refuse_standing;
"""


def _staff_alone(table):
    return migrations.RunSQL(
        f"CREATE POLICY staff ON {table} AS RESTRICTIVE TO app_rw USING ({HERE} AND {STAFF})",
        f"DROP POLICY staff ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0009_profile_in_the_portal"),
        ("instruments", "0002_rules"),
    ]
    operations = [
        *[_staff_alone(table) for table in STAFF_ALONE],
        migrations.RunSQL(ROWS + ANSWER, NO_ANSWER + NO_ROWS),
    ]
