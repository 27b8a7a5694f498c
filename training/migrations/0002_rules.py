"""What was agreed to stays as it was, and HR reaches its own invitations alone."""

from django.db import migrations

KEPT = """
CREATE TRIGGER append_only BEFORE UPDATE ON training_briefingtext
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE ON training_briefingagreement
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON training_briefingtext FROM app_rw;
REVOKE UPDATE ON training_briefingagreement FROM app_rw;
"""

# Run as the owner with their own predicates; HR's role may call them and has no table behind them.
HR = """
CREATE FUNCTION app.company_briefings()
RETURNS TABLE (id uuid, session_id uuid, program varchar, title varchar, description text,
  starts_at timestamptz, ends_at timestamptz, time_zone varchar, place varchar, link varchar,
  status varchar, sequence int, changed_at timestamptz, answer varchar, is_full boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  -- Somebody whose role ended and began again is invited twice: the newer invitation counts.
  RETURN QUERY SELECT DISTINCT ON (s.id) i.id, s.id, p.name, s.title, s.description, s.starts_at,
    s.ends_at, s.time_zone, s.place, s.link, s.status, s.sequence + i.turns, s.changed_at, i.answer,
    s.capacity IS NOT NULL AND i.answer <> 'coming' AND s.capacity <= (
      SELECT count(*) FROM training_sessioninvitation o
       WHERE o.organization_id = s.organization_id AND o.session_id = s.id
         AND o.answer = 'coming' AND NOT o.is_withdrawn)
    FROM training_sessioninvitation i
    JOIN organizations_membership m ON m.organization_id = i.organization_id AND m.id = i.contact_id
    JOIN training_livesession s ON s.organization_id = i.organization_id AND s.id = i.session_id
    JOIN programs_program p ON p.organization_id = s.organization_id AND p.id = s.program_id
    JOIN programs_sponsorship h ON h.organization_id = s.organization_id
     AND h.program_id = s.program_id AND h.company_id = m.company_id
   WHERE i.organization_id = app.organization() AND m.role = 'hr'
     AND m.user_id = app.user_id() AND m.company_id = app.company() AND NOT i.is_withdrawn
   ORDER BY s.id, i.id DESC;
  PERFORM set_config('app.migrating', '', true);
END $$;

-- 'ok', or why not: 'unknown', 'over', 'full'.
CREATE FUNCTION app.answer_briefing(invitation uuid, given text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE mine record; outcome text := 'ok';
BEGIN
  IF given NOT IN ('coming', 'cannot') THEN RETURN 'unknown'; END IF;
  SELECT * INTO mine FROM app.company_briefings() b WHERE b.id = invitation;
  IF NOT FOUND THEN RETURN 'unknown'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  -- Everybody who answers waits for everybody else: the last place is given once.
  PERFORM FROM training_livesession
    WHERE organization_id = app.organization() AND id = mine.session_id FOR NO KEY UPDATE;
  SELECT * INTO mine FROM app.company_briefings() b WHERE b.id = invitation;
  PERFORM set_config('app.migrating', 'on', true);
  IF mine.status <> 'planned' OR mine.ends_at <= now() THEN
    outcome := 'over';
  ELSIF given = 'coming' AND mine.is_full THEN
    outcome := 'full';
  ELSIF given <> mine.answer THEN
    UPDATE training_sessioninvitation SET answer = given, answered_at = now()
     WHERE organization_id = app.organization() AND id = invitation;
    INSERT INTO organizations_auditevent (organization_id, id, verb, role, by_user_id, object_type, object_id, facts)
    VALUES (app.organization(), gen_random_uuid(), 'session.answered', 'hr', app.user_id(),
            'sessioninvitation', invitation, jsonb_build_object('answer', given));
  END IF;
  PERFORM set_config('app.migrating', '', true);
  RETURN outcome;
END $$;

CREATE FUNCTION app.company_briefing_text()
RETURNS TABLE (id uuid, number int, body text, agreed_at timestamptz, agreed_earlier int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY SELECT t.id, t.number, t.body,
    (SELECT min(a.agreed_at) FROM training_briefingagreement a
       JOIN organizations_membership m ON m.organization_id = a.organization_id AND m.id = a.contact_id
      WHERE a.organization_id = t.organization_id AND a.text_id = t.id
        AND m.user_id = app.user_id() AND m.company_id = app.company()),
    (SELECT max(o.number) FROM training_briefingagreement a
       JOIN training_briefingtext o ON o.organization_id = a.organization_id AND o.id = a.text_id
       JOIN organizations_membership m ON m.organization_id = a.organization_id AND m.id = a.contact_id
      WHERE a.organization_id = t.organization_id AND o.number < t.number
        AND m.user_id = app.user_id() AND m.company_id = app.company())
    FROM training_briefingtext t
   WHERE t.organization_id = app.organization() AND t.audience = 'contacts'
   ORDER BY t.number DESC LIMIT 1;
  PERFORM set_config('app.migrating', '', true);
END $$;

-- 'ok', or 'changed' when the text that was read is not the newest any more.
CREATE FUNCTION app.agree_briefing(version uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE own record; agreement uuid := gen_random_uuid();
BEGIN
  IF version IS DISTINCT FROM (SELECT b.id FROM app.company_briefing_text() b) THEN RETURN 'changed'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  SELECT m.id, m.name, u.email INTO own FROM organizations_membership m
    JOIN organizations_user u ON u.id = m.user_id
   WHERE m.organization_id = app.organization() AND m.role = 'hr'
     AND m.user_id = app.user_id() AND m.company_id = app.company()
   ORDER BY m.id DESC LIMIT 1;
  IF NOT FOUND THEN
    PERFORM set_config('app.migrating', '', true);
    RETURN 'changed';
  END IF;
  INSERT INTO training_briefingagreement (organization_id, id, text_id, contact_id, name, address, agreed_at)
  VALUES (app.organization(), agreement, version, own.id, own.name, own.email, now())
  ON CONFLICT DO NOTHING;
  IF FOUND THEN
    INSERT INTO organizations_auditevent (organization_id, id, verb, role, by_user_id, object_type, object_id, facts)
    VALUES (app.organization(), gen_random_uuid(), 'briefing.agreed', 'hr', app.user_id(),
            'briefingagreement', agreement, '{}'::jsonb);
  END IF;
  PERFORM set_config('app.migrating', '', true);
  RETURN 'ok';
END $$;

REVOKE ALL ON FUNCTION app.company_briefings, app.answer_briefing, app.company_briefing_text,
  app.agree_briefing FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.company_briefings, app.answer_briefing, app.company_briefing_text,
  app.agree_briefing TO app_hr;
CREATE VIEW company_briefing WITH (security_invoker = true) AS SELECT * FROM app.company_briefings();
CREATE VIEW company_briefing_text WITH (security_invoker = true) AS SELECT * FROM app.company_briefing_text();
GRANT SELECT ON company_briefing, company_briefing_text TO app_hr;
REVOKE ALL ON company_briefing, company_briefing_text FROM app_rw;
"""

REVERSE = """
DROP VIEW company_briefing, company_briefing_text;
DROP FUNCTION app.agree_briefing, app.answer_briefing, app.company_briefing_text, app.company_briefings;
DROP TRIGGER append_only ON training_briefingtext;
DROP TRIGGER append_only ON training_briefingagreement;
GRANT UPDATE, DELETE ON training_briefingtext TO app_rw;
GRANT UPDATE ON training_briefingagreement TO app_rw;
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]
    operations = [migrations.RunSQL(KEPT + HR, REVERSE)]
