"""A seat that a company took back is not taken by an answer that comes at the same moment."""

from django.db import migrations

# Asked by the triggers below alone, which see the rows of everybody.
WORDS = """
CREATE FUNCTION app.read_committed() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'take seats in read committed'
      USING ERRCODE = '23514', CONSTRAINT = 'seat_read_committed';
  END IF;
END $$;

-- Whether the sponsor put the last question to somebody; a coordinator's outlives a nomination.
CREATE FUNCTION app.asked_by_sponsor(organization uuid, participant uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce((SELECT a.source = 'sponsor' FROM participants_asking a
    WHERE a.organization_id = organization AND a.participant_id = participant
    ORDER BY a.asked_at DESC, a.id DESC LIMIT 1), false)
$$;
REVOKE ALL ON FUNCTION app.read_committed, app.asked_by_sponsor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.read_committed TO app_rw, app_hr;
"""

TAKE_BACK = """
CREATE OR REPLACE FUNCTION app.guard_takeback() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE program uuid;
BEGIN
  PERFORM app.read_committed();
  NEW.created_at := clock_timestamp();
  NEW.by_user_id := coalesce(app.user_id(), NEW.by_user_id);
  SELECT n.program_id INTO program FROM participants_nomination n
   WHERE n.organization_id = NEW.organization_id AND n.id = NEW.nomination_id
     AND n.company_id = NEW.company_id;
  IF NOT FOUND THEN
    PERFORM app.refuse_nomination('takeback_by_nominator', 'a company takes back its own alone');
  END IF;
  -- Whoever answers at this moment has the seat, or reads that it was taken back.
  PERFORM pg_advisory_xact_lock(hashtextextended(
    'nominations:' || program || ':' || NEW.company_id, 0));
  RETURN NEW;
END $$;
"""

# Coordinators and workers go beyond the seats where they decide to.
SEAT = """
CREATE FUNCTION app.guard_seat() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE rule text; seats int; taken int;
BEGIN
  IF TG_RELID <> 'public.participants_participant'::regclass THEN
    RAISE EXCEPTION 'not a trigger of this table' USING ERRCODE = '42501';
  END IF;
  PERFORM app.read_committed();
  PERFORM pg_advisory_xact_lock(hashtextextended(
    'nominations:' || NEW.program_id || ':' || NEW.company_id, 0));
  PERFORM set_config('app.migrating', 'on', true);
  IF app.asked_by_sponsor(NEW.organization_id, NEW.id) THEN
    SELECT CASE NEW.side WHEN 'mentee' THEN s.mentee_seats ELSE greatest(s.mentors_owed, 500) END
      INTO seats FROM programs_sponsorship s
     WHERE s.organization_id = NEW.organization_id AND s.program_id = NEW.program_id
       AND s.company_id = NEW.company_id;
    SELECT count(*) INTO taken FROM participants_participant p
     WHERE p.organization_id = NEW.organization_id AND p.program_id = NEW.program_id
       AND p.company_id = NEW.company_id AND p.side = NEW.side AND p.standing = 'in';
    IF EXISTS (SELECT FROM participants_nominationresult r
         JOIN participants_takeback t ON t.organization_id = r.organization_id
              AND t.nomination_id = r.nomination_id AND t.company_id = NEW.company_id
        WHERE r.organization_id = NEW.organization_id AND r.participant_id = NEW.id
          AND r.outcome = 'placed') THEN
      rule := 'participant_taken_back';
    ELSIF taken >= seats THEN
      rule := 'participant_seats';
    END IF;
  END IF;
  PERFORM set_config('app.migrating', '', true);
  IF rule IS NOT NULL THEN
    RAISE EXCEPTION 'there is no seat for this answer' USING ERRCODE = '23514', CONSTRAINT = rule;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.guard_seat FROM PUBLIC;
CREATE TRIGGER guard_seat BEFORE UPDATE OF standing ON participants_participant
  FOR EACH ROW WHEN (OLD.standing = 'nominated' AND NEW.standing = 'in'
    AND app.actor() NOT IN ('coordinator', 'worker'))
  EXECUTE FUNCTION app.guard_seat();

CREATE FUNCTION app.keep_question() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'whoever is asked answers, and changes nothing of the question'
    USING ERRCODE = '23514', CONSTRAINT = 'asking_is_kept';
END $$;
CREATE TRIGGER keep_question BEFORE UPDATE ON participants_asking
  FOR EACH ROW WHEN (app.actor() NOT IN ('coordinator', 'worker')
    AND (OLD.participant_id, OLD.source, OLD.asked_at, OLD.answer_by)
        IS DISTINCT FROM (NEW.participant_id, NEW.source, NEW.asked_at, NEW.answer_by))
  EXECUTE FUNCTION app.keep_question();
"""

NOMINATE = """
CREATE OR REPLACE FUNCTION app.guard_nomination() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE today date; seats int; taken int; is_known boolean;
BEGIN
  IF TG_RELID <> 'public.participants_nomination'::regclass THEN
    RAISE EXCEPTION 'not a trigger of this table' USING ERRCODE = '42501';
  END IF;
  -- Before anything is read: row security asks after this trigger, and a refusal by what is found
  -- would tell of other companies.
  IF NEW.organization_id IS DISTINCT FROM app.organization()
     OR (app.actor() = 'hr' AND NEW.company_id IS DISTINCT FROM app.company()) THEN
    RAISE EXCEPTION 'new row violates row-level security policy for table "participants_nomination"'
      USING ERRCODE = '42501';
  END IF;
  -- One nomination at a time of a company in a program: nobody counts seats that are being taken.
  PERFORM app.read_committed();
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
             AND (p.standing = 'in' OR (p.standing = 'nominated' AND NOT EXISTS (
                  SELECT FROM participants_nominationresult r
                    JOIN participants_takeback t ON t.organization_id = r.organization_id
                         AND t.nomination_id = r.nomination_id
                   WHERE r.organization_id = p.organization_id AND r.participant_id = p.id
                     AND r.outcome = 'placed'
                     AND app.asked_by_sponsor(p.organization_id, p.id)))))
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
"""

REVERSE = """
DROP TRIGGER keep_question ON participants_asking;
DROP FUNCTION app.keep_question;
DROP TRIGGER guard_seat ON participants_participant;
DROP FUNCTION app.guard_seat;
CREATE OR REPLACE FUNCTION app.guard_takeback() RETURNS trigger
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
CREATE OR REPLACE FUNCTION app.guard_nomination() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE today date; seats int; taken int; is_known boolean;
BEGIN
  IF TG_RELID <> 'public.participants_nomination'::regclass THEN
    RAISE EXCEPTION 'not a trigger of this table' USING ERRCODE = '42501';
  END IF;
  -- Before anything is read: row security asks after this trigger, and a refusal by what is found
  -- would tell of other companies.
  IF NEW.organization_id IS DISTINCT FROM app.organization()
     OR (app.actor() = 'hr' AND NEW.company_id IS DISTINCT FROM app.company()) THEN
    RAISE EXCEPTION 'new row violates row-level security policy for table "participants_nomination"'
      USING ERRCODE = '42501';
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
             AND (p.standing = 'in' OR (p.standing = 'nominated' AND NOT EXISTS (
                  SELECT FROM participants_nominationresult r
                    JOIN participants_takeback t ON t.organization_id = r.organization_id
                         AND t.nomination_id = r.nomination_id
                   WHERE r.organization_id = p.organization_id AND r.participant_id = p.id
                     AND r.outcome = 'placed'))))
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
DROP FUNCTION app.asked_by_sponsor, app.read_committed;
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0015_who_sees_a_photo")]
    operations = [migrations.RunSQL(WORDS + NOMINATE + TAKE_BACK + SEAT, REVERSE)]
