"""Promises 1 to 4 of a partnership, refused by the database whoever asks and by whatever path."""

from django.db import migrations

REFERENCES = """
ALTER TABLE partnerships_partnership
  ADD CONSTRAINT partnership_mentor_frozen FOREIGN KEY (organization_id, mentor_id, program_id, mentor_person_id)
    REFERENCES participants_participant (organization_id, id, program_id, person_id),
  ADD CONSTRAINT partnership_mentee_frozen FOREIGN KEY (organization_id, mentee_id, program_id, mentee_person_id)
    REFERENCES participants_participant (organization_id, id, program_id, person_id),
  ADD CONSTRAINT partnership_mentor_job FOREIGN KEY (organization_id, mentor_employment_id, mentor_person_id, mentor_company_id)
    REFERENCES organizations_employment (organization_id, id, person_id, company_id),
  ADD CONSTRAINT partnership_mentee_job FOREIGN KEY (organization_id, mentee_employment_id, mentee_person_id, mentee_company_id)
    REFERENCES organizations_employment (organization_id, id, person_id, company_id),
  ADD CONSTRAINT partnership_place_exists FOREIGN KEY (organization_id, mentor_id, place)
    REFERENCES participants_mentorplace (organization_id, participant_id, number);
"""

TRANSITIONS = """
CREATE TABLE app.partnership_transition (source text, target text, PRIMARY KEY (source, target));
INSERT INTO app.partnership_transition VALUES
  ('proposed', 'preparing'), ('proposed', 'declined'), ('proposed', 'expired'), ('proposed', 'withdrawn'),
  ('preparing', 'active'), ('active', 'paused'), ('paused', 'active'),
  ('preparing', 'closing'), ('active', 'closing'), ('paused', 'closing'), ('closing', 'completed'),
  ('preparing', 'ended'), ('active', 'ended'), ('paused', 'ended'), ('closing', 'ended');
GRANT SELECT ON app.partnership_transition TO app_rw;
"""

GUARD = """
CREATE FUNCTION app.refuse_partnership(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

-- Everything that must hold at the moment of an announcement, an acceptance, a preparation.
CREATE FUNCTION app.check_pair(p partnerships_partnership) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ready int;
BEGIN
  -- An older snapshot would not see what was committed while we waited for a lock.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM app.refuse_partnership('partnership_read_committed', 'announce and answer in read committed'); END IF;
  SELECT count(*) INTO ready FROM (
    SELECT FROM participants_participant
     WHERE organization_id = p.organization_id AND standing = 'in'
       AND ((id = p.mentor_id AND side = 'mentor') OR (id = p.mentee_id AND side = 'mentee'))
     ORDER BY id FOR SHARE) AS locked;
  IF ready <> 2 THEN
    PERFORM app.refuse_partnership('partnership_both_take_part', 'mentor and mentee must both take part'); END IF;
  SELECT count(*) INTO ready FROM (
    SELECT FROM organizations_employment
     WHERE organization_id = p.organization_id AND id IN (p.mentor_employment_id, p.mentee_employment_id)
       AND started_on <= current_date AND (ended_on IS NULL OR ended_on > current_date)
     ORDER BY id FOR SHARE) AS locked;
  IF ready <> 2 OR 2 <> (SELECT count(*) FROM participants_participant
       WHERE organization_id = p.organization_id
         AND (id, company_id) IN ((p.mentor_id, p.mentor_company_id), (p.mentee_id, p.mentee_company_id))) THEN
    PERFORM app.refuse_partnership('partnership_current_jobs', 'one of the two has left the company'); END IF;
  -- Waits for whoever is changing a fact of the two companies, then reads what was committed.
  PERFORM FROM organizations_company
    WHERE organization_id = p.organization_id AND id IN (p.mentor_company_id, p.mentee_company_id)
    ORDER BY id FOR SHARE;
  IF EXISTS (SELECT FROM organizations_companyconflict c
      WHERE c.organization_id = p.organization_id
        AND c.low_id = least(p.mentor_company_id, p.mentee_company_id)
        AND c.high_id = greatest(p.mentor_company_id, p.mentee_company_id)) THEN
    PERFORM app.refuse_partnership('partnership_noncompeting', 'the companies compete or belong together');
  END IF;
END $$;

CREATE FUNCTION app.check_acceptance(p partnerships_partnership, person uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF p.answer_by <= now() THEN
    PERFORM app.refuse_partnership('partnership_answered_in_time', 'the time to answer has passed'); END IF;
  IF NOT EXISTS (SELECT FROM organizations_person x WHERE x.organization_id = p.organization_id
      AND x.id = person AND x.user_id = app.user_id()) THEN
    PERFORM app.refuse_partnership('partnership_accepted_by_oneself', 'each accepts for themselves'); END IF;
END $$;

CREATE FUNCTION app.guard_partnership() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE accepts boolean := false;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'proposed' OR NEW.mentor_accepted_at IS NOT NULL OR NEW.mentee_accepted_at IS NOT NULL THEN
      PERFORM app.refuse_partnership('partnership_legal_step', 'a partnership starts as proposed, accepted by nobody');
    END IF;
    PERFORM app.check_pair(NEW);
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.program_id, NEW.mentor_id, NEW.mentee_id, NEW.mentor_person_id,
      NEW.mentee_person_id, NEW.mentor_employment_id, NEW.mentee_employment_id, NEW.mentor_company_id,
      NEW.mentee_company_id, NEW.announced_at)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.program_id, OLD.mentor_id, OLD.mentee_id, OLD.mentor_person_id,
      OLD.mentee_person_id, OLD.mentor_employment_id, OLD.mentee_employment_id, OLD.mentor_company_id,
      OLD.mentee_company_id, OLD.announced_at) THEN
    PERFORM app.refuse_partnership('partnership_parties_frozen', 'the parties of a partnership never change');
  END IF;
  IF NEW.answer_by > OLD.answer_by THEN
    PERFORM app.refuse_partnership('partnership_deadline_kept', 'the time to answer is never extended'); END IF;
  IF NEW.status <> OLD.status AND NOT EXISTS (SELECT FROM app.partnership_transition
       WHERE source = OLD.status AND target = NEW.status) THEN
    PERFORM app.refuse_partnership('partnership_legal_step', OLD.status || ' to ' || NEW.status || ' is no step');
  END IF;
  IF NEW.mentor_accepted_at IS DISTINCT FROM OLD.mentor_accepted_at THEN
    IF OLD.mentor_accepted_at IS NOT NULL OR OLD.status <> 'proposed' THEN
      PERFORM app.refuse_partnership('partnership_acceptance_final', 'an answer is given once'); END IF;
    PERFORM app.check_acceptance(NEW, NEW.mentor_person_id);
    accepts := true;
  END IF;
  IF NEW.mentee_accepted_at IS DISTINCT FROM OLD.mentee_accepted_at THEN
    IF OLD.mentee_accepted_at IS NOT NULL OR OLD.status <> 'proposed' THEN
      PERFORM app.refuse_partnership('partnership_acceptance_final', 'an answer is given once'); END IF;
    PERFORM app.check_acceptance(NEW, NEW.mentee_person_id);
    accepts := true;
  END IF;
  IF accepts OR (NEW.status = 'preparing' AND OLD.status = 'proposed') THEN
    PERFORM app.check_pair(NEW);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_partnership
  FOR EACH ROW EXECUTE FUNCTION app.guard_partnership();
REVOKE DELETE ON partnerships_partnership FROM app_rw;

CREATE TRIGGER sign BEFORE INSERT ON partnerships_partnershipevent
  FOR EACH ROW EXECUTE FUNCTION app.sign_event();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_partnershipevent
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON partnerships_partnershipevent FROM app_rw;
"""

# Runs as the owner with its own predicates; HR's role may call it and has no table behind it.
ROSTER = """
CREATE FUNCTION app.company_roster()
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
REVOKE ALL ON FUNCTION app.company_roster FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.company_roster TO app_rw, app_hr;
CREATE VIEW company_roster WITH (security_invoker = true) AS SELECT * FROM app.company_roster();
GRANT SELECT ON company_roster TO app_hr;
REVOKE INSERT, UPDATE, DELETE ON company_roster FROM app_rw;
"""

REVERSE = """
DROP VIEW company_roster;
DROP FUNCTION app.company_roster;
DROP TRIGGER append_only ON partnerships_partnershipevent;
DROP TRIGGER sign ON partnerships_partnershipevent;
DROP TRIGGER guard ON partnerships_partnership;
DROP FUNCTION app.guard_partnership, app.check_acceptance, app.check_pair, app.refuse_partnership;
DROP TABLE app.partnership_transition;
ALTER TABLE partnerships_partnership
  DROP CONSTRAINT partnership_mentor_frozen, DROP CONSTRAINT partnership_mentee_frozen,
  DROP CONSTRAINT partnership_mentor_job, DROP CONSTRAINT partnership_mentee_job,
  DROP CONSTRAINT partnership_place_exists;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0001_initial"),
        ("participants", "0002_rules"),
        ("organizations", "0002_rules"),
    ]
    operations = [migrations.RunSQL(REFERENCES + TRANSITIONS + GUARD + ROSTER, REVERSE)]
