"""Whom a company nominated stands on its list at once, whether they are known elsewhere or not."""

from django.db import migrations

# Asked by the functions below alone. A line is a participation of the company or a nomination by
# it that led to none; a participation that was nominated keeps the nomination's id, so nothing
# of a line changes while a worker or a coordinator finds out who that is.
PEOPLE = """
CREATE FUNCTION app.company_people()
RETURNS TABLE (id uuid, name text, title varchar, side varchar, program_id uuid, stage text,
               nominations uuid[], is_first boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  WITH named AS (
    SELECT n.program_id, n.side, lower(n.email) AS address, array_agg(n.id ORDER BY n.round) AS ids,
           (array_agg(trim(n.given_name || ' ' || n.family_name) ORDER BY n.round DESC))[1] AS name,
           (array_agg(n.title ORDER BY n.round DESC))[1] AS title,
           array_agg(r.participant_id) AS participants,
           (array_agg(t.id IS NULL AND coalesce(r.outcome, 'to_settle') = 'to_settle'
                      ORDER BY n.round DESC))[1] AS waits,
           (array_agg(t.id IS NOT NULL AND r.outcome = 'placed' ORDER BY n.round DESC))[1] AS leaves,
           (array_agg(r.outcome ORDER BY n.round DESC)
              FILTER (WHERE r.participant_id IS NOT NULL))[1] = 'taken_back' AS returns
      FROM participants_nomination n
      LEFT JOIN participants_takeback t
             ON t.organization_id = n.organization_id AND t.nomination_id = n.id
      LEFT JOIN participants_nominationresult r
             ON r.organization_id = n.organization_id AND r.nomination_id = n.id
     WHERE n.organization_id = app.organization() AND n.company_id = app.company()
     GROUP BY n.program_id, n.side, lower(n.email)
  ), taking AS (
    SELECT p.id, trim(x.given_name || ' ' || x.family_name) AS name, p.title, p.side, p.program_id,
           p.standing, lower(x.email) AS address, lower(u.email) AS login,
           array_agg(s.status) AS steps
      FROM participants_participant p
      JOIN organizations_person x ON x.organization_id = p.organization_id AND x.id = p.person_id
      LEFT JOIN organizations_user u ON u.id = x.user_id
      LEFT JOIN partnerships_partnership s ON s.organization_id = p.organization_id
            AND p.id IN (s.mentor_id, s.mentee_id)
     WHERE p.organization_id = app.organization() AND p.company_id = app.company()
     GROUP BY p.id, x.given_name, x.family_name, x.email, u.email, p.title, p.side, p.program_id,
              p.standing
  ), tied AS (
    SELECT DISTINCT ON (n.ids[1]) n.ids, p.id AS participant_id
      FROM named n
      JOIN taking p ON p.program_id = n.program_id AND p.side = n.side
           AND (p.id = ANY (n.participants) OR n.address IN (p.address, p.login))
     ORDER BY n.ids[1], coalesce(p.id = ANY (n.participants), false) DESC, p.id
  )
  SELECT coalesce(n.ids[1], p.id), coalesce(p.name, n.name), coalesce(p.title, n.title),
         coalesce(p.side, n.side), coalesce(p.program_id, n.program_id),
         CASE WHEN p.id IS NULL AND n.waits THEN 'nominated'
              WHEN p.id IS NULL THEN 'not taking part'
              WHEN p.standing = 'nominated' AND n.leaves THEN 'not taking part'
              WHEN p.standing = 'nominated' THEN 'nominated'
              WHEN p.standing = 'removed' AND n.waits AND n.returns THEN 'nominated'
              WHEN p.standing <> 'in' THEN 'not taking part'
              WHEN p.steps && ARRAY['active', 'paused', 'closing']::varchar[] THEN 'under way'
              WHEN 'preparing' = ANY (p.steps) THEN 'matched'
              WHEN 'completed' = ANY (p.steps) THEN 'finished'
              WHEN 'ended' = ANY (p.steps) THEN 'ended'
              ELSE 'in' END,
         n.ids,
         1 = row_number() OVER (PARTITION BY coalesce(p.id, n.ids[1]) ORDER BY n.ids[1])
    FROM named n
    LEFT JOIN tied ON tied.ids = n.ids
    FULL JOIN taking p ON p.id = tied.participant_id
$$;
REVOKE ALL ON FUNCTION app.company_people FROM PUBLIC;

CREATE OR REPLACE FUNCTION app.company_roster()
RETURNS TABLE (id uuid, name text, title varchar, side varchar, program_id uuid, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY SELECT p.id, p.name, p.title, p.side, p.program_id, p.stage
                 FROM app.company_people() p WHERE p.is_first;
  PERFORM set_config('app.migrating', '', true);
END $$;
"""

REVERSE = """
CREATE OR REPLACE FUNCTION app.company_roster()
RETURNS TABLE (id uuid, name text, title varchar, side varchar, program_id uuid, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY SELECT p.id, trim(x.given_name || ' ' || x.family_name), p.title, p.side, p.program_id,
    CASE WHEN p.standing = 'nominated' THEN 'nominated'
         WHEN p.standing <> 'in' THEN 'not taking part'
         WHEN bool_or(s.status IN ('active', 'paused', 'closing')) THEN 'under way'
         WHEN bool_or(s.status = 'preparing') THEN 'matched'
         WHEN bool_or(s.status = 'completed') THEN 'finished'
         WHEN bool_or(s.status = 'ended') THEN 'ended'
         ELSE 'in' END
    FROM participants_participant p
    JOIN organizations_person x ON x.organization_id = p.organization_id AND x.id = p.person_id
    LEFT JOIN partnerships_partnership s ON s.organization_id = p.organization_id
          AND p.id IN (s.mentor_id, s.mentee_id)
   WHERE p.organization_id = app.organization() AND p.company_id = app.company()
   GROUP BY p.id, x.given_name, x.family_name, p.title, p.side, p.program_id, p.standing;
  PERFORM set_config('app.migrating', '', true);
END $$;
DROP FUNCTION app.company_people;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0006_steps_are_rules"),
        ("participants", "0007_nomination_rules"),
    ]
    operations = [migrations.RunSQL(PEOPLE, REVERSE)]
