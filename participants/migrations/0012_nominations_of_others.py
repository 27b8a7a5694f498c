"""Whoever nominates for others is refused before anything is read, in one sentence."""

from django.db import migrations

GUARD = """
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
"""

REVERSE = """
CREATE OR REPLACE FUNCTION app.guard_nomination() RETURNS trigger
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
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0011_known_elsewhere")]
    operations = [migrations.RunSQL(GUARD, REVERSE)]
