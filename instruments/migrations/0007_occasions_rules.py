"""Which occasions are open for whom, by the timetable and by everybody's own last day.

Days are those of the organization, at the moment that a row says: services take it from the clock,
so a year can be lived in an afternoon.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("instruments.migrations.0002_rules")

STAGES = """
ALTER TABLE app.occasion_stage ADD COLUMN days_before integer NOT NULL DEFAULT 0;
ALTER TABLE app.occasion_stage ADD COLUMN days_after integer NOT NULL DEFAULT 0;
INSERT INTO app.occasion_stage VALUES
  ('mid_year', 'check_6', 0, 21), ('final', 'end', 28, 14), ('then', 'end', 28, 14),
  ('follow_up_6', 'follow_up_6', 0, 21), ('follow_up_12', 'follow_up_12', 0, 21);
"""

# The row of the timetable is held until the end of the transaction: closing waits for what is being
# written, and what comes after closing finds it closed.
OPEN = """
-- By how many days somebody's own last day is off their program's: what comes at the end moves so.
CREATE FUNCTION app.days_off_the_end(organization uuid, participant uuid) RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(max(x.ends_on - g.ends_on), 0)
    FROM partnerships_partnership x
    JOIN programs_program g ON g.organization_id = x.organization_id AND g.id = x.program_id
   WHERE x.organization_id = organization AND (x.mentor_id = participant OR x.mentee_id = participant)
     AND x.status IN ('active', 'paused', 'closing', 'completed')
$$;

CREATE FUNCTION app.is_occasion_open(
  organization uuid, participant uuid, wanted text, moment timestamptz, is_begun boolean
) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  place app.occasion_stage; row programs_programdate; program programs_program;
  today date; opens date; closes date; off integer := 0;
BEGIN
  SELECT g.* INTO program FROM participants_participant p
    JOIN programs_program g ON g.organization_id = p.organization_id AND g.id = p.program_id
   WHERE p.organization_id = organization AND p.id = participant;
  SELECT s.* INTO place FROM app.occasion_stage s WHERE s.occasion = wanted;
  SELECT d.* INTO row FROM programs_programdate d
   WHERE d.organization_id = organization AND d.program_id = program.id AND d.key = place.stage FOR SHARE;
  IF NOT FOUND OR row.door = 'closed' THEN RETURN false; END IF;
  IF wanted = 'baseline' AND program.needs_baseline AND app.was_matched(organization, program.id) THEN
    RETURN false; END IF;
  IF row.door = 'open' THEN RETURN true; END IF;
  SELECT (moment AT TIME ZONE o.time_zone)::date INTO today
    FROM organizations_organization o WHERE o.id = organization;
  IF place.stage = 'end' THEN off := app.days_off_the_end(organization, participant); END IF;
  opens := row.opens_on + off; closes := row.closes_on + off;
  IF row.opens_on = row.closes_on THEN
    opens := opens - place.days_before; closes := closes + place.days_after; END IF;
  -- A baseline that comes before matches closes for everybody at once.
  IF is_begun AND NOT (wanted = 'baseline' AND program.needs_baseline) THEN
    closes := closes + program.grace_days; END IF;
  RETURN today BETWEEN opens AND closes;
END $$;

CREATE FUNCTION app.check_occasion(
  organization uuid, participant uuid, wanted text, moment timestamptz, is_begun boolean
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT app.is_occasion_open(organization, participant, wanted, moment, is_begun) THEN
    PERFORM app.refuse_answer('response_while_open', 'this questionnaire is not open');
  END IF;
END $$;

-- Whether somebody has lived through what an occasion asks about.
CREATE FUNCTION app.is_occasion_for(organization uuid, participant uuid, wanted text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE wanted
    WHEN 'baseline' THEN true
    WHEN 'then' THEN EXISTS (SELECT FROM instruments_response r
      WHERE r.organization_id = organization AND r.participant_id = participant
        AND r.occasion = 'final' AND r.submitted_at IS NOT NULL)
    ELSE EXISTS (SELECT FROM partnerships_partnership x
      WHERE x.organization_id = organization AND (x.mentor_id = participant OR x.mentee_id = participant)
        AND x.introduced_at IS NOT NULL AND x.ends_on IS NOT NULL AND CASE wanted
          WHEN 'mid_year' THEN true
          WHEN 'final' THEN x.status <> 'ended' OR x.ended_at >= x.introduced_at + interval '90 days'
          ELSE x.status = 'completed' END)
    END
$$;
"""

RESPONSES = """
CREATE OR REPLACE FUNCTION app.guard_response() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.submitted_at IS NOT NULL THEN
      PERFORM app.refuse_answer('response_opened_first', 'a response is opened before it is sent'); END IF;
    IF NOT EXISTS (SELECT FROM instruments_instrumentversion v
        JOIN instruments_instrument i ON i.organization_id = v.organization_id AND i.id = v.instrument_id
        JOIN participants_participant p ON p.organization_id = v.organization_id AND p.id = NEW.participant_id
       WHERE v.organization_id = NEW.organization_id AND v.id = NEW.version_id
         AND i.occasion = NEW.occasion AND i.informant = p.side AND p.standing = 'in')
       OR NOT app.is_occasion_for(NEW.organization_id, NEW.participant_id, NEW.occasion) THEN
      PERFORM app.refuse_answer('response_of_informant', 'this questionnaire asks somebody else'); END IF;
    PERFORM app.check_occasion(NEW.organization_id, NEW.participant_id, NEW.occasion, NEW.opened_at, false);
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.participant_id, NEW.version_id, NEW.occasion, NEW.opened_at)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.participant_id, OLD.version_id, OLD.occasion, OLD.opened_at)
     OR OLD.submitted_at IS NOT NULL THEN
    PERFORM app.refuse_answer('response_frozen', 'a response that was sent never changes'); END IF;
  IF NEW.submitted_at IS NOT NULL THEN
    PERFORM app.check_occasion(NEW.organization_id, NEW.participant_id, NEW.occasion, NEW.submitted_at, true);
    IF EXISTS (SELECT FROM instruments_item i
        WHERE i.organization_id = NEW.organization_id AND i.version_id = NEW.version_id AND i.is_required
          AND NOT EXISTS (SELECT FROM instruments_answer a WHERE a.organization_id = i.organization_id
                AND a.response_id = NEW.id AND a.item_id = i.id)) THEN
      PERFORM app.refuse_answer('response_complete', 'a question that must be answered is not'); END IF;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION app.guard_answer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE row instruments_answer := coalesce(NEW, OLD); r instruments_response; i instruments_item;
BEGIN
  SELECT x.* INTO r FROM instruments_response x
   WHERE x.organization_id = row.organization_id AND x.id = row.response_id FOR SHARE;
  IF r.submitted_at IS NOT NULL THEN
    PERFORM app.refuse_answer('answer_before_sent', 'what was sent never changes'); END IF;
  PERFORM app.check_occasion(r.organization_id, r.participant_id, r.occasion, row.answered_at, true);
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.organization_id, NEW.response_id, NEW.item_id)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.response_id, OLD.item_id) THEN
    PERFORM app.refuse_answer('answer_in_place', 'an answer stays with its question'); END IF;
  SELECT x.* INTO i FROM instruments_item x
   WHERE x.organization_id = NEW.organization_id AND x.id = NEW.item_id;
  IF i.version_id IS DISTINCT FROM r.version_id OR NOT app.answer_fits(NEW, i) THEN
    PERFORM app.refuse_answer('answer_fits_item', 'this is no answer to this question'); END IF;
  RETURN NEW;
END $$;

DROP FUNCTION app.check_occasion_open;
"""

CHECK_BEFORE = BEFORE.OPEN[BEFORE.OPEN.index("CREATE FUNCTION app.check_occasion_open") :]
REVERSE = f"""
DROP TRIGGER guard ON instruments_answer;
DROP TRIGGER guard ON instruments_response;
DROP FUNCTION app.guard_answer, app.answer_fits, app.guard_response;
DROP FUNCTION app.check_occasion, app.is_occasion_open, app.is_occasion_for, app.days_off_the_end;
DELETE FROM app.occasion_stage WHERE occasion <> 'baseline';
ALTER TABLE app.occasion_stage DROP COLUMN days_before, DROP COLUMN days_after;
{CHECK_BEFORE}
{BEFORE.RESPONSES}
"""


class Migration(migrations.Migration):
    dependencies = [
        ("instruments", "0006_occasions"),
        ("programs", "0011_days_of_grace"),
        ("partnerships", "0036_invitations_move_with_companies"),
    ]
    operations = [migrations.RunSQL(STAGES + OPEN + RESPONSES, REVERSE)]
