"""Who reads and writes answers is named, and nobody else does."""

from django.db import migrations

# Coordinators read; the persons themselves, and workers, read as well and open, answer and send.
STAFF = "(SELECT app.actor()) IN ('coordinator', 'worker')"
HERE = "organization_id = (SELECT app.organization())"
OWN = {
    "instruments_response": "participant_id = ANY (ARRAY(SELECT app.my_participants()))",
    "instruments_answer": "response_id = ANY (ARRAY(SELECT app.my_responses()))",
}


def _policies(table, own):
    read = f"{HERE} AND ({STAFF} OR ((SELECT app.actor()) = 'participant' AND {own}))"
    written = (
        f"{HERE} AND ((SELECT app.actor()) = 'worker'"
        f" OR ((SELECT app.actor()) = 'participant' AND {own}))"
    )
    return f"""
DROP POLICY author ON {table};
CREATE POLICY author ON {table} AS RESTRICTIVE TO app_rw USING ({read}) WITH CHECK ({written});
CREATE POLICY author_removes ON {table} AS RESTRICTIVE FOR DELETE TO app_rw USING ({written});
"""


def _back(table, own):
    return f"""
DROP POLICY author_removes ON {table};
DROP POLICY author ON {table};
CREATE POLICY author ON {table} AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ((SELECT app.actor()) <> 'participant' OR {own}));
"""


class Migration(migrations.Migration):
    dependencies = [("instruments", "0003_stages_are_rules")]
    operations = [
        migrations.RunSQL(_policies(table, own), _back(table, own)) for table, own in OWN.items()
    ]
