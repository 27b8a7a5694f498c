"""Matches look ahead: what is planned of jobs counts, and the day is the organization's."""

from django.db import migrations

CHECK = """
CREATE OR REPLACE FUNCTION app.check_pair(p partnerships_partnership) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE ready int; today date;
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
  -- The day it is where the organization is: jobs are entered by it.
  SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
    FROM organizations_organization o WHERE o.id = p.organization_id;
  SELECT count(*) INTO ready FROM (
    SELECT FROM organizations_employment
     WHERE organization_id = p.organization_id AND id IN (p.mentor_employment_id, p.mentee_employment_id)
       AND started_on <= today AND (ended_on IS NULL OR ended_on > today)
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
"""
BEFORE = """
CREATE OR REPLACE FUNCTION app.check_pair(p partnerships_partnership) RETURNS void
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
"""

# Runs as the owner: mentees and mentors accept, and may not read what is planned for the other.
AHEAD = """
CREATE FUNCTION app.look_ahead() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE competes boolean;
BEGIN
  IF TG_RELID <> 'public.partnerships_partnership'::regclass THEN
    RAISE EXCEPTION 'not a trigger of this table' USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.place IS NOT DISTINCT FROM OLD.place
     AND (NEW.mentor_accepted_at, NEW.mentee_accepted_at)
         IS NOT DISTINCT FROM (OLD.mentor_accepted_at, OLD.mentee_accepted_at)
     AND NOT (NEW.status = 'preparing' AND OLD.status = 'proposed') THEN
    RETURN NEW;
  END IF;
  PERFORM set_config('app.migrating', 'on', true);
  WITH planned AS (
    SELECT j.person_id, j.company_id, j.takes_effect_on AS day
      FROM organizations_plannedjob j
      JOIN programs_program r ON r.organization_id = j.organization_id
       AND r.id = NEW.program_id AND r.ends_on >= j.takes_effect_on
     WHERE j.organization_id = NEW.organization_id AND j.state = 'planned'
       AND j.person_id IN (NEW.mentor_person_id, NEW.mentee_person_id)),
  places AS (
    SELECT s.person_id, s.company_id, daterange(NULL, (SELECT day FROM planned p
             WHERE p.person_id = s.person_id)) AS during
      FROM (VALUES (NEW.mentor_person_id, NEW.mentor_company_id),
                   (NEW.mentee_person_id, NEW.mentee_company_id)) AS s (person_id, company_id)
    UNION ALL
    SELECT person_id, company_id, daterange(day, NULL) FROM planned WHERE company_id IS NOT NULL)
  SELECT EXISTS (SELECT FROM planned) AND EXISTS (
    SELECT FROM places a JOIN places b ON a.during && b.during
     WHERE a.person_id = NEW.mentor_person_id AND b.person_id = NEW.mentee_person_id
       AND (a.company_id = b.company_id OR EXISTS (
         SELECT FROM organizations_companyconflict c
          WHERE c.organization_id = NEW.organization_id
            AND c.low_id = least(a.company_id, b.company_id)
            AND c.high_id = greatest(a.company_id, b.company_id))))
    INTO competes;
  PERFORM set_config('app.migrating', '', true);
  IF competes THEN
    PERFORM app.refuse_partnership('partnership_competing_later',
      'the companies will compete or belong together');
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.look_ahead FROM PUBLIC;
-- After "guard", by name: that one holds the rows of both companies, and refuses what holds today.
CREATE TRIGGER look_ahead BEFORE INSERT OR UPDATE ON partnerships_partnership
  FOR EACH ROW WHEN (NEW.place IS NOT NULL AND NOT app.is_merging())
  EXECUTE FUNCTION app.look_ahead();
"""
NOT_AHEAD = """
DROP TRIGGER look_ahead ON partnerships_partnership;
DROP FUNCTION app.look_ahead;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0007_nominated_on_the_roster"),
        ("organizations", "0016_planned_jobs_rules"),
    ]
    operations = [
        migrations.RunSQL(CHECK, BEFORE),
        migrations.RunSQL(AHEAD, NOT_AHEAD),
    ]
