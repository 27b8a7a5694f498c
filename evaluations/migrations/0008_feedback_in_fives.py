"""Means for mentors count in whole fives who answered a question, not who was asked it.

Of ten of whom one question was answered by six, the mean of six beside the earlier one of five
would tell what the sixth has said.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("evaluations.migrations.0002_results_rules").FEEDBACK
START, END = (
    BEFORE.index("    others AS ("),
    BEFORE.index("  PERFORM set_config('app.migrating', '',"),
)

FIVES = """    others AS (
      SELECT DISTINCT ON (o.mentee_person_id) o.* FROM mine o
       WHERE NOT EXISTS (SELECT FROM mine x WHERE x.mentee_person_id = o.mentee_person_id
               AND x.consent IS NOT NULL)
       ORDER BY o.mentee_person_id, o.submitted_at, o.response),
    said AS (
      SELECT i.key, a.number, count(*) OVER (PARTITION BY i.key) AS people,
             row_number() OVER (PARTITION BY i.key ORDER BY o.submitted_at, o.response) AS place
        FROM others o JOIN instruments_answer a ON a.organization_id = app.organization()
             AND a.response_id = o.response AND a.number IS NOT NULL
        JOIN instruments_item i ON i.organization_id = a.organization_id AND i.id = a.item_id
       WHERE o.submitted_at < now() - interval '30 days'
         AND i.dimension IN ('mentoring', 'guidance'))
    SELECT m.id, i.key::text, a.number::numeric, 1::bigint
      FROM mine m JOIN instruments_answer a ON a.organization_id = app.organization()
           AND a.response_id = m.response
      JOIN instruments_item i ON i.organization_id = a.organization_id AND i.id = a.item_id
     WHERE m.consent IS NOT NULL AND m.revoked_at IS NULL AND i.dimension IN ('mentoring', 'guidance')
    UNION ALL
    SELECT NULL::uuid, s.key::text, round(avg(s.number), 1), count(*)
      FROM said s WHERE s.place <= 5 * (s.people / 5) GROUP BY s.key;
"""
AFTER = BEFORE[:START] + FIVES + BEFORE[END:]


def replacing(text):
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0007_seen")]
    operations = [migrations.RunSQL(replacing(AFTER), replacing(BEFORE))]
