"""Who reads results; feedback for mentors and levels of goals come counted, by two functions."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
STAFF = "(SELECT app.actor()) IN ('coordinator', 'worker')"
OWN = """partnership_id = ANY (ARRAY(SELECT p.id FROM partnerships_partnership p
         WHERE p.organization_id = (SELECT app.organization())
           AND p.mentee_id = ANY (ARRAY(SELECT app.my_participants()))))"""

WALLS = f"""
CREATE POLICY staff ON evaluations_resultsrun AS RESTRICTIVE TO app_rw
  USING ({HERE} AND {STAFF});
-- A mentor learns from app.mentor_feedback what is consented to, and nothing of who did not.
CREATE POLICY mentee ON evaluations_feedbackconsent AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ((SELECT app.actor()) = 'worker'
         OR ((SELECT app.actor()) = 'participant' AND {OWN})));
REVOKE DELETE ON evaluations_feedbackconsent FROM app_rw;

CREATE FUNCTION app.guard_feedback_consent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.partnership_id)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.partnership_id) THEN
    RAISE EXCEPTION 'a consent stays with its partnership'
      USING ERRCODE = '23514', CONSTRAINT = 'feedbackconsent_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON evaluations_feedbackconsent
  FOR EACH ROW EXECUTE FUNCTION app.guard_feedback_consent();
"""

# Levels are what a pair writes: of fewer than five people nothing is told, under ten only whether
# what was aimed for is reached.
GOALS = """
CREATE FUNCTION app.goal_levels(wanted uuid)
RETURNS TABLE (side text, level smallint, goals bigint, people bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF app.organization() IS NULL OR app.actor() NOT IN ('coordinator', 'worker') THEN
    RAISE EXCEPTION 'coordinators alone read the results of a program' USING ERRCODE = '42501'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY
    WITH pairs AS MATERIALIZED (
      SELECT p.id, p.mentee_person_id, p.mentor_person_id FROM partnerships_partnership p
       WHERE p.organization_id = app.organization() AND p.program_id = wanted),
    last AS (
      SELECT DISTINCT ON (g.goal_id, g.author_id) g.level, p.mentee_person_id AS person,
             CASE g.author_id WHEN p.mentee_person_id THEN 'mentee' ELSE 'mentor' END AS side
        FROM partnerships_goalprogress g JOIN pairs p ON p.id = g.partnership_id
       WHERE g.organization_id = app.organization()
       ORDER BY g.goal_id, g.author_id, g.written_at DESC, g.id DESC),
    known AS (
      SELECT l.side, count(DISTINCT l.person) AS people FROM last l GROUP BY l.side)
    SELECT 'set'::text, NULL::smallint, count(*), count(DISTINCT p.mentee_person_id)
      FROM partnerships_goalfact f JOIN pairs p ON p.id = f.partnership_id
     WHERE f.organization_id = app.organization()
    UNION ALL
    SELECT l.side, (CASE WHEN k.people >= 10 THEN l.level WHEN l.level < 0 THEN -1 ELSE 0 END)::smallint,
           count(*), max(k.people)
      FROM last l JOIN known k ON k.side = l.side
     WHERE k.people >= 5
     GROUP BY 1, 2;
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.goal_levels FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.goal_levels TO app_rw;
"""

# What mentees answered about their mentor at the end. Who consents is told by the partnership. The
# others are a mean, once nobody among them can consent any more: 30 days after they sent it. They
# come in whole groups of five, in the order in which they sent it, so that no two means that a
# mentor may have seen differ by fewer than five.
FEEDBACK = """
CREATE FUNCTION app.mentor_feedback()
RETURNS TABLE (partnership uuid, item text, value numeric, people bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF app.organization() IS NULL OR app.actor() <> 'participant' THEN
    RAISE EXCEPTION 'mentors read what their mentees let them read' USING ERRCODE = '42501'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY
    WITH mine AS MATERIALIZED (
      SELECT p.id, p.mentee_person_id, r.id AS response, r.submitted_at, c.revoked_at,
             c.id AS consent
        FROM partnerships_partnership p
        JOIN instruments_response r ON r.organization_id = p.organization_id
             AND r.participant_id = p.mentee_id AND r.occasion = 'final' AND r.submitted_at IS NOT NULL
        LEFT JOIN evaluations_feedbackconsent c ON c.organization_id = p.organization_id
             AND c.partnership_id = p.id
       WHERE p.organization_id = app.organization() AND p.introduced_at IS NOT NULL
         AND p.mentor_id = ANY (ARRAY(SELECT app.my_participants()))
         AND NOT EXISTS (SELECT FROM partnerships_partnership later
              WHERE later.organization_id = p.organization_id AND later.mentee_id = p.mentee_id
                AND later.introduced_at > p.introduced_at)),
    others AS (
      SELECT m.response, row_number() OVER (ORDER BY m.submitted_at, m.response) AS place
        FROM (SELECT DISTINCT ON (o.mentee_person_id) o.* FROM mine o
               WHERE NOT EXISTS (SELECT FROM mine x WHERE x.mentee_person_id = o.mentee_person_id
                       AND x.consent IS NOT NULL)
               ORDER BY o.mentee_person_id, o.submitted_at, o.response) m
       WHERE m.submitted_at < now() - interval '30 days'),
    shown AS (
      SELECT o.response FROM others o WHERE o.place <= 5 * (SELECT count(*) / 5 FROM others))
    SELECT m.id, i.key::text, a.number::numeric, 1::bigint
      FROM mine m JOIN instruments_answer a ON a.organization_id = app.organization()
           AND a.response_id = m.response
      JOIN instruments_item i ON i.organization_id = a.organization_id AND i.id = a.item_id
     WHERE m.consent IS NOT NULL AND m.revoked_at IS NULL AND i.dimension IN ('mentoring', 'guidance')
    UNION ALL
    SELECT NULL::uuid, i.key::text, round(avg(a.number), 1), count(a.number)
      FROM shown s JOIN instruments_answer a ON a.organization_id = app.organization()
           AND a.response_id = s.response
      JOIN instruments_item i ON i.organization_id = a.organization_id AND i.id = a.item_id
     WHERE i.dimension IN ('mentoring', 'guidance')
     GROUP BY i.key HAVING count(a.number) >= 5;
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.mentor_feedback FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.mentor_feedback TO app_rw;
"""

REVERSE = """
DROP FUNCTION app.mentor_feedback;
DROP FUNCTION app.goal_levels;
DROP TRIGGER guard ON evaluations_feedbackconsent;
DROP FUNCTION app.guard_feedback_consent;
GRANT DELETE ON evaluations_feedbackconsent TO app_rw;
DROP POLICY mentee ON evaluations_feedbackconsent;
DROP POLICY staff ON evaluations_resultsrun;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0001_results"),
        ("instruments", "0005_the_clock_says_when"),
    ]
    operations = [migrations.RunSQL(WALLS + GOALS + FEEDBACK, REVERSE)]
