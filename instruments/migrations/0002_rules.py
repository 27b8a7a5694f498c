"""What must never be true of questions, answers and the baseline, kept by the database itself."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION app.refuse_answer(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;
"""

# Whoever opens a questionnaire refers to its version, and that waits for FOR UPDATE.
FREEZE = """
ALTER TABLE instruments_item ADD CONSTRAINT item_section_of_version
  FOREIGN KEY (organization_id, section_id, version_id)
  REFERENCES instruments_section (organization_id, id, version_id);

CREATE FUNCTION app.check_version_free(organization uuid, version uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM instruments_instrumentversion WHERE organization_id = organization AND id = version
    FOR UPDATE;
  IF EXISTS (SELECT FROM instruments_response r
      WHERE r.organization_id = organization AND r.version_id = version) THEN
    PERFORM app.refuse_answer('version_frozen', 'a questionnaire that somebody has opened never changes');
  END IF;
END $$;

CREATE FUNCTION app.guard_question() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM app.check_version_free(OLD.organization_id, OLD.version_id); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM app.check_version_free(NEW.organization_id, NEW.version_id);
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON instruments_section
  FOR EACH ROW EXECUTE FUNCTION app.guard_question();
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON instruments_item
  FOR EACH ROW EXECUTE FUNCTION app.guard_question();

CREATE FUNCTION app.guard_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM app.check_version_free(OLD.organization_id, OLD.id);
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON instruments_instrumentversion
  FOR EACH ROW EXECUTE FUNCTION app.guard_version();

CREATE FUNCTION app.guard_instrument() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM app.refuse_answer('instrument_frozen', 'whom and when an instrument asks never changes');
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON instruments_instrument
  FOR EACH ROW EXECUTE FUNCTION app.guard_instrument();
"""

# The row of the timetable is held until the end of the transaction: closing waits for what is being
# written, and what comes after closing finds it closed.
OPEN = """
CREATE TABLE app.occasion_stage (occasion text PRIMARY KEY, stage text NOT NULL);
INSERT INTO app.occasion_stage VALUES ('baseline', 'baseline');
GRANT SELECT ON app.occasion_stage TO app_rw;

-- 'planned', 'open' or 'closed' by the timetable of the program, or null where it has no such row.
CREATE FUNCTION app.stage_state(organization uuid, program uuid, wanted text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE row programs_programdate; today date;
BEGIN
  SELECT d.* INTO row FROM programs_programdate d
   WHERE d.organization_id = organization AND d.program_id = program AND d.key = wanted FOR SHARE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT (now() AT TIME ZONE o.time_zone)::date INTO today
    FROM organizations_organization o WHERE o.id = organization;
  IF row.door <> '' THEN RETURN row.door; END IF;
  RETURN CASE WHEN today < row.opens_on THEN 'planned' WHEN today <= row.closes_on THEN 'open'
         ELSE 'closed' END;
END $$;

CREATE FUNCTION app.comes_first(organization uuid, program uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT needs_baseline FROM programs_program WHERE organization_id = organization AND id = program
$$;

CREATE FUNCTION app.was_matched(organization uuid, program uuid) RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM partnerships_partnership p
    WHERE p.organization_id = organization AND p.program_id = program)
$$;

CREATE FUNCTION app.check_occasion_open(organization uuid, participant uuid, occasion text)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE program uuid; stage text;
BEGIN
  SELECT p.program_id INTO program FROM participants_participant p
   WHERE p.organization_id = organization AND p.id = participant;
  SELECT s.stage INTO stage FROM app.occasion_stage s WHERE s.occasion = check_occasion_open.occasion;
  IF app.stage_state(organization, program, stage) IS DISTINCT FROM 'open'
     OR (occasion = 'baseline' AND app.comes_first(organization, program)
         AND app.was_matched(organization, program)) THEN
    PERFORM app.refuse_answer('response_while_open', 'this questionnaire is not open');
  END IF;
END $$;
"""

RESPONSES = """
CREATE FUNCTION app.guard_response() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.submitted_at IS NOT NULL THEN
      PERFORM app.refuse_answer('response_opened_first', 'a response is opened before it is sent'); END IF;
    IF NOT EXISTS (SELECT FROM instruments_instrumentversion v
        JOIN instruments_instrument i ON i.organization_id = v.organization_id AND i.id = v.instrument_id
        JOIN participants_participant p ON p.organization_id = v.organization_id AND p.id = NEW.participant_id
       WHERE v.organization_id = NEW.organization_id AND v.id = NEW.version_id
         AND i.occasion = NEW.occasion AND i.informant = p.side AND p.standing = 'in') THEN
      PERFORM app.refuse_answer('response_of_informant', 'this questionnaire asks somebody else'); END IF;
    PERFORM app.check_occasion_open(NEW.organization_id, NEW.participant_id, NEW.occasion);
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.participant_id, NEW.version_id, NEW.occasion, NEW.opened_at)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.participant_id, OLD.version_id, OLD.occasion, OLD.opened_at)
     OR OLD.submitted_at IS NOT NULL THEN
    PERFORM app.refuse_answer('response_frozen', 'a response that was sent never changes'); END IF;
  IF NEW.submitted_at IS NOT NULL THEN
    PERFORM app.check_occasion_open(NEW.organization_id, NEW.participant_id, NEW.occasion);
    IF EXISTS (SELECT FROM instruments_item i
        WHERE i.organization_id = NEW.organization_id AND i.version_id = NEW.version_id AND i.is_required
          AND NOT EXISTS (SELECT FROM instruments_answer a WHERE a.organization_id = i.organization_id
                AND a.response_id = NEW.id AND a.item_id = i.id)) THEN
      PERFORM app.refuse_answer('response_complete', 'a question that must be answered is not'); END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON instruments_response
  FOR EACH ROW EXECUTE FUNCTION app.guard_response();
REVOKE DELETE ON instruments_response FROM app_rw;

CREATE FUNCTION app.answer_fits(a instruments_answer, i instruments_item) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN a.is_unsure THEN i.allows_unsure ELSE CASE i.kind
    WHEN 'scale_5' THEN coalesce(a.number BETWEEN 1 AND 5, false)
    WHEN 'scale_11' THEN coalesce(a.number BETWEEN 0 AND 10, false)
    WHEN 'number' THEN coalesce(a.number BETWEEN i.least AND i.most, false)
    WHEN 'text' THEN a.locked IS NOT NULL
    ELSE cardinality(a.choices) >= 1 AND (i.kind = 'multiple' OR cardinality(a.choices) = 1)
      AND a.choices::text[] <@ ARRAY(SELECT c ->> 0 FROM jsonb_array_elements(i.choices) c)
    END END
$$;

CREATE FUNCTION app.guard_answer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE row instruments_answer := coalesce(NEW, OLD); r instruments_response; i instruments_item;
BEGIN
  SELECT x.* INTO r FROM instruments_response x
   WHERE x.organization_id = row.organization_id AND x.id = row.response_id FOR SHARE;
  IF r.submitted_at IS NOT NULL THEN
    PERFORM app.refuse_answer('answer_before_sent', 'what was sent never changes'); END IF;
  PERFORM app.check_occasion_open(r.organization_id, r.participant_id, r.occasion);
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
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON instruments_answer
  FOR EACH ROW EXECUTE FUNCTION app.guard_answer();
"""

# A participant's requests see their own answers alone, whatever a page asks for.
WALLS = """
CREATE FUNCTION app.my_participants() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.id FROM participants_participant p
    JOIN organizations_person x ON x.organization_id = p.organization_id AND x.id = p.person_id
   WHERE x.organization_id = (SELECT app.organization()) AND x.user_id = (SELECT app.user_id())
$$;
CREATE POLICY author ON instruments_response AS RESTRICTIVE TO app_rw
  USING (organization_id = (SELECT app.organization()) AND ((SELECT app.actor()) <> 'participant'
         OR participant_id = ANY (ARRAY(SELECT app.my_participants()))));

CREATE FUNCTION app.my_responses() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT r.id FROM instruments_response r
   WHERE r.organization_id = (SELECT app.organization())
     AND r.participant_id = ANY (ARRAY(SELECT app.my_participants()))
$$;
CREATE POLICY author ON instruments_answer AS RESTRICTIVE TO app_rw
  USING (organization_id = (SELECT app.organization()) AND ((SELECT app.actor()) <> 'participant'
         OR response_id = ANY (ARRAY(SELECT app.my_responses()))));
"""

GATE = """
CREATE FUNCTION app.guard_baseline() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF app.stage_state(NEW.organization_id, NEW.program_id, 'baseline') IN ('planned', 'open')
     AND app.comes_first(NEW.organization_id, NEW.program_id)
     AND NOT app.was_matched(NEW.organization_id, NEW.program_id) THEN
    PERFORM app.refuse_answer('partnership_after_baseline', 'the baseline has not closed yet');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER after_baseline BEFORE INSERT ON partnerships_partnership
  FOR EACH ROW EXECUTE FUNCTION app.guard_baseline();
"""

REVERSE = """
DROP TRIGGER after_baseline ON partnerships_partnership;
DROP FUNCTION app.guard_baseline;
DROP POLICY author ON instruments_answer;
DROP POLICY author ON instruments_response;
DROP FUNCTION app.my_responses, app.my_participants;
DROP TRIGGER guard ON instruments_answer;
DROP FUNCTION app.guard_answer, app.answer_fits;
GRANT DELETE ON instruments_response TO app_rw;
DROP TRIGGER guard ON instruments_response;
DROP FUNCTION app.guard_response, app.check_occasion_open, app.was_matched, app.comes_first, app.stage_state;
DROP TABLE app.occasion_stage;
DROP TRIGGER guard ON instruments_instrument;
DROP TRIGGER guard ON instruments_instrumentversion;
DROP TRIGGER guard ON instruments_item;
DROP TRIGGER guard ON instruments_section;
DROP FUNCTION app.guard_instrument, app.guard_version, app.guard_question, app.check_version_free;
ALTER TABLE instruments_item DROP CONSTRAINT item_section_of_version;
DROP FUNCTION app.refuse_answer;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("instruments", "0001_initial"),
        ("programs", "0005_baseline_first"),
        ("organizations", "0004_time_zone"),
        ("partnerships", "0003_decline_reason"),
    ]
    operations = [
        migrations.RunSQL(REFUSE + FREEZE + OPEN + RESPONSES + WALLS + GATE, REVERSE)
    ]
