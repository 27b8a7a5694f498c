"""Who may nominate whom, who agrees for whom, and what HR may know of it, whoever asks."""

from django.db import migrations

# Runs as the owner: HR's role sees neither participants nor what became of earlier nominations.
NOMINATIONS = """
CREATE FUNCTION app.refuse_nomination(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

CREATE FUNCTION app.guard_nomination() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE today date; seats int; taken int; is_known boolean;
BEGIN
  IF TG_RELID <> 'public.participants_nomination'::regclass THEN
    RAISE EXCEPTION 'not a trigger of this table' USING ERRCODE = '42501';
  END IF;
  -- One nomination at a time of a company in a program: nobody counts seats that are being taken.
  PERFORM pg_advisory_xact_lock(hashtextextended(
    'nominations:' || NEW.program_id || ':' || NEW.company_id, 0));
  NEW.created_at := clock_timestamp();
  NEW.by_user_id := coalesce(app.user_id(), NEW.by_user_id);
  PERFORM set_config('app.migrating', 'on', true);
  SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
    FROM organizations_organization o WHERE o.id = NEW.organization_id;
  SELECT bool_or(NOT EXISTS (SELECT FROM participants_takeback t
             WHERE t.organization_id = n.organization_id AND t.nomination_id = n.id)), count(*)
    INTO is_known, NEW.round
    FROM participants_nomination n
   WHERE n.organization_id = NEW.organization_id AND n.program_id = NEW.program_id
     AND n.company_id = NEW.company_id AND lower(n.email) = lower(NEW.email);
  SELECT CASE NEW.side WHEN 'mentee' THEN s.mentee_seats ELSE greatest(s.mentors_owed, 500) END
    INTO seats FROM programs_sponsorship s
   WHERE s.organization_id = NEW.organization_id AND s.program_id = NEW.program_id
     AND s.company_id = NEW.company_id;
  SELECT (SELECT count(*) FROM participants_participant p
           WHERE p.organization_id = NEW.organization_id AND p.program_id = NEW.program_id
             AND p.company_id = NEW.company_id AND p.side = NEW.side
             AND p.standing IN ('nominated', 'in'))
       + (SELECT count(*) FROM participants_nomination n
           WHERE n.organization_id = NEW.organization_id AND n.program_id = NEW.program_id
             AND n.company_id = NEW.company_id AND n.side = NEW.side
             AND NOT EXISTS (SELECT FROM participants_takeback t
                  WHERE t.organization_id = n.organization_id AND t.nomination_id = n.id)
             AND NOT EXISTS (SELECT FROM participants_nominationresult r
                  WHERE r.organization_id = n.organization_id AND r.nomination_id = n.id
                    AND r.outcome <> 'to_settle'))
    INTO taken;
  PERFORM set_config('app.migrating', '', true);
  IF seats IS NULL THEN
    PERFORM app.refuse_nomination('nomination_by_sponsor', 'the company sponsors no such program');
  END IF;
  IF is_known THEN
    RETURN NULL;  -- twice is once
  END IF;
  IF NOT app.nominations_are_open(NEW.program_id, today) THEN
    PERFORM app.refuse_nomination('nomination_while_open', 'nominations are not open'); END IF;
  IF taken >= seats THEN
    PERFORM app.refuse_nomination('nomination_seats', 'the company has no seat left'); END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.guard_nomination FROM PUBLIC;
CREATE TRIGGER guard BEFORE INSERT ON participants_nomination
  FOR EACH ROW EXECUTE FUNCTION app.guard_nomination();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON participants_nomination
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();

CREATE FUNCTION app.guard_takeback() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.created_at := clock_timestamp();
  NEW.by_user_id := coalesce(app.user_id(), NEW.by_user_id);
  IF NOT EXISTS (SELECT FROM participants_nomination n WHERE n.organization_id = NEW.organization_id
      AND n.id = NEW.nomination_id AND n.company_id = NEW.company_id) THEN
    PERFORM app.refuse_nomination('takeback_by_nominator', 'a company takes back its own alone');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON participants_takeback
  FOR EACH ROW EXECUTE FUNCTION app.guard_takeback();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON participants_takeback
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON participants_nomination, participants_takeback FROM app_rw;
"""

HR = """
GRANT SELECT, INSERT ON participants_nomination, participants_takeback TO app_hr;
CREATE POLICY hr_reads ON participants_nomination FOR SELECT TO app_hr
  USING (organization_id = (SELECT app.organization()) AND company_id = (SELECT app.company()));
CREATE POLICY hr_adds ON participants_nomination FOR INSERT TO app_hr WITH CHECK (
  organization_id = (SELECT app.organization()) AND company_id = (SELECT app.company()));
CREATE POLICY hr_reads ON participants_takeback FOR SELECT TO app_hr
  USING (organization_id = (SELECT app.organization()) AND company_id = (SELECT app.company()));
CREATE POLICY hr_adds ON participants_takeback FOR INSERT TO app_hr WITH CHECK (
  organization_id = (SELECT app.organization()) AND company_id = (SELECT app.company()));

-- Which participant of the company's own a nomination led to, and whether it still waits. It knows
-- why, and does not say.
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

CONSENT = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON participants_consenttext
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON participants_consent
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON participants_consent, participants_consenttext FROM app_rw;

-- Each agrees for themselves; a worker may note what an import says that people have agreed to.
CREATE FUNCTION app.guard_consent() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.at := clock_timestamp();
  NEW.by_user_id := app.user_id();
  IF NOT EXISTS (SELECT FROM participants_participant p
       JOIN organizations_person x ON x.organization_id = p.organization_id AND x.id = p.person_id
       JOIN participants_consenttext t ON t.organization_id = p.organization_id
            AND t.id = NEW.text_id AND t.program_id = p.program_id
      WHERE p.organization_id = NEW.organization_id AND p.id = NEW.participant_id
        AND (x.user_id = app.user_id() OR (app.actor() = 'worker' AND app.user_id() IS NULL))) THEN
    RAISE EXCEPTION 'each agrees for themselves, to the text of their program'
      USING ERRCODE = '23514', CONSTRAINT = 'consent_by_oneself';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON participants_consent
  FOR EACH ROW EXECUTE FUNCTION app.guard_consent();

CREATE FUNCTION app.guard_own_standing() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.standing = OLD.standing OR app.actor() <> 'participant' THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM organizations_person x WHERE x.organization_id = NEW.organization_id
      AND x.id = NEW.person_id AND x.user_id = app.user_id()) THEN
    RAISE EXCEPTION 'each answers for themselves'
      USING ERRCODE = '23514', CONSTRAINT = 'participant_answers_alone';
  END IF;
  IF NEW.standing = 'in' AND (OLD.standing <> 'nominated'
      OR (NEW.side = 'mentor' AND NEW.capacity = 0)
      OR NOT EXISTS (SELECT FROM participants_consent c
           WHERE c.organization_id = NEW.organization_id AND c.participant_id = NEW.id)) THEN
    RAISE EXCEPTION 'nobody takes part without having agreed'
      USING ERRCODE = '23514', CONSTRAINT = 'participant_consented';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_own_standing BEFORE UPDATE OF standing ON participants_participant
  FOR EACH ROW EXECUTE FUNCTION app.guard_own_standing();
"""

# Asked outside any organization, and tells its caller nothing but identifiers.
LINKS = """
CREATE FUNCTION app.application_link_of(hash text, OUT organization uuid, OUT program uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  SELECT l.organization_id, l.program_id INTO organization, program
    FROM participants_applicationlink l
    JOIN organizations_organization o ON o.id = l.organization_id AND o.ended_at IS NULL
   WHERE l.token_hash = hash AND l.is_open;
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.application_link_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.application_link_of TO app_rw;
"""

REVERSE = """
DROP FUNCTION app.application_link_of;
DROP TRIGGER guard_own_standing ON participants_participant;
DROP FUNCTION app.guard_own_standing;
DROP TRIGGER guard ON participants_consent;
DROP FUNCTION app.guard_consent;
GRANT UPDATE, DELETE ON participants_consent, participants_consenttext TO app_rw;
DROP TRIGGER append_only ON participants_consent;
DROP TRIGGER append_only ON participants_consenttext;
DROP VIEW company_nominations;
DROP FUNCTION app.nomination_standings;
DROP POLICY hr_adds ON participants_takeback;
DROP POLICY hr_reads ON participants_takeback;
DROP POLICY hr_adds ON participants_nomination;
DROP POLICY hr_reads ON participants_nomination;
REVOKE ALL ON participants_nomination, participants_takeback FROM app_hr;
GRANT UPDATE, DELETE ON participants_nomination, participants_takeback TO app_rw;
DROP TRIGGER append_only ON participants_takeback;
DROP TRIGGER guard ON participants_takeback;
DROP TRIGGER append_only ON participants_nomination;
DROP TRIGGER guard ON participants_nomination;
DROP FUNCTION app.guard_takeback, app.guard_nomination, app.refuse_nomination;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0006_nominations"),
        ("partnerships", "0002_rules"),  # the roster
        ("programs", "0004_gates"),
        ("organizations", "0005_invitations"),
    ]
    operations = [migrations.RunSQL(NOMINATIONS + HR + CONSENT + LINKS, REVERSE)]
