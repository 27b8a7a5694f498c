"""What HR learns of a nomination is the same whether that person is known elsewhere or not."""

from django.db import migrations

STAGES = """
DROP VIEW company_nominations;
DROP FUNCTION app.nomination_standings;
-- How far each nomination of the company is, in the words of its list of people. What it led to is
-- told of those who take part alone: of the others it would say who is known elsewhere.
CREATE FUNCTION app.nomination_stages()
RETURNS TABLE (nomination_id uuid, participant_id uuid, stage text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY SELECT n.id,
      CASE WHEN p.stage NOT IN ('nominated', 'not taking part') THEN p.id END,
      CASE WHEN p.stage = 'nominated' AND t.id IS NOT NULL THEN 'not taking part' ELSE p.stage END
    FROM app.company_people() p
    CROSS JOIN unnest(p.nominations) AS n (id)
    LEFT JOIN participants_takeback t
           ON t.organization_id = app.organization() AND t.nomination_id = n.id;
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.nomination_stages FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.nomination_stages TO app_rw, app_hr;
CREATE VIEW company_nominations WITH (security_invoker = true) AS
  SELECT n.id, n.program_id, n.side, n.email, n.given_name, n.family_name, n.title, n.created_at,
         s.participant_id, s.stage
    FROM participants_nomination n
    JOIN app.nomination_stages() s ON s.nomination_id = n.id
   WHERE n.company_id = (SELECT app.company());
GRANT SELECT ON company_nominations TO app_hr;
REVOKE INSERT, UPDATE, DELETE ON company_nominations FROM app_rw;
"""

REVERSE_STAGES = """
DROP VIEW company_nominations;
DROP FUNCTION app.nomination_stages;
CREATE FUNCTION app.nomination_standings()
RETURNS TABLE (nomination_id uuid, participant_id uuid, waits boolean, is_taken_back boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY SELECT n.id, p.id, r.id IS NULL OR r.outcome = 'to_settle', t.id IS NOT NULL
    FROM participants_nomination n
    LEFT JOIN participants_takeback t
           ON t.organization_id = n.organization_id AND t.nomination_id = n.id
    LEFT JOIN participants_nominationresult r
           ON r.organization_id = n.organization_id AND r.nomination_id = n.id
    LEFT JOIN participants_participant p
           ON p.organization_id = n.organization_id AND p.id = r.participant_id
          AND r.outcome IN ('placed', 'kept') AND p.company_id = n.company_id
   WHERE n.organization_id = app.organization() AND n.company_id = app.company();
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.nomination_standings FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.nomination_standings TO app_rw, app_hr;
CREATE VIEW company_nominations WITH (security_invoker = true) AS
  SELECT n.id, n.program_id, n.side, n.email, n.given_name, n.family_name, n.title, n.created_at,
         s.participant_id,
         CASE WHEN s.is_taken_back AND coalesce(r.stage, 'nominated') = 'nominated'
                THEN 'not taking part'
              WHEN r.stage IS NOT NULL THEN r.stage
              WHEN s.waits THEN 'nominated'
              ELSE 'not taking part' END AS stage
    FROM participants_nomination n
    JOIN app.nomination_standings() s ON s.nomination_id = n.id
    LEFT JOIN app.company_roster() r ON r.id = s.participant_id
   WHERE n.company_id = (SELECT app.company());
GRANT SELECT ON company_nominations TO app_hr;
REVOKE INSERT, UPDATE, DELETE ON company_nominations FROM app_rw;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0010_each_for_themselves"),
        ("partnerships", "0007_nominated_on_the_roster"),
    ]
    operations = [migrations.RunSQL(STAGES, REVERSE_STAGES)]
