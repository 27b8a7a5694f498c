"""Who reads and writes of modules what, and that only what was gone through is finished."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
STAFF = "(SELECT app.actor()) IN ('coordinator', 'worker')"
PARTICIPANT = "(SELECT app.actor()) = 'participant'"
OWN = f"{PARTICIPANT} AND participant_id = ANY (ARRAY(SELECT app.my_participants()))"

READERS = f"""
CREATE FUNCTION app.my_attempts() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT a.id FROM training_attempt a
   WHERE a.organization_id = (SELECT app.organization())
     AND a.participant_id = ANY (ARRAY(SELECT app.my_participants()))
$$;
-- Versions that one's own programs use, and those that one has begun; policies narrow both tables.
CREATE FUNCTION app.my_texts() RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.version_id FROM training_programmodule m
   WHERE m.organization_id = (SELECT app.organization())
  UNION SELECT a.version_id FROM training_attempt a
   WHERE a.organization_id = (SELECT app.organization())
$$;
CREATE FUNCTION app.my_sides() RETURNS SETOF varchar
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT p.side FROM participants_participant p
   WHERE p.organization_id = (SELECT app.organization())
     AND p.id = ANY (ARRAY(SELECT app.my_participants()))
$$;

CREATE POLICY readers ON training_programmodule AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND EXISTS (
    SELECT FROM participants_participant p
     WHERE p.organization_id = training_programmodule.organization_id
       AND p.program_id = training_programmodule.program_id
       AND p.side = training_programmodule.side
       AND p.id = ANY (ARRAY(SELECT app.my_participants()))))));
CREATE POLICY staff_adds ON training_programmodule AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY staff_changes ON training_programmodule AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE} AND {STAFF});
CREATE POLICY readers ON training_textversion AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND (id = ANY (ARRAY(SELECT app.my_texts()))
    OR (kind = 'guide' AND side = ANY (ARRAY(SELECT app.my_sides())))))));
CREATE POLICY staff_adds ON training_textversion AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY readers ON training_attempt AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({OWN})));
CREATE POLICY each_adds ON training_attempt AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {OWN});
CREATE POLICY each ON training_bookmark AS RESTRICTIVE TO app_rw
  USING ({HERE} AND {PARTICIPANT} AND attempt_id = ANY (ARRAY(SELECT app.my_attempts())));
CREATE POLICY readers ON training_completion AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({OWN})));
CREATE POLICY each_adds ON training_completion AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {OWN});
"""

KEPT = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON {table} FROM app_rw;
"""
    for table in ("training_textversion", "training_attempt", "training_completion")
)

GUARDS = """
REVOKE DELETE ON training_programmodule FROM app_rw;
REVOKE DELETE ON training_bookmark FROM app_rw;

CREATE FUNCTION app.refuse_training(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

CREATE FUNCTION app.guard_program_module() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.organization_id, NEW.program_id, NEW.side, NEW.code)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.program_id, OLD.side, OLD.code) THEN
    PERFORM app.refuse_training('programmodule_frozen', 'whose module it is never changes'); END IF;
  IF NOT EXISTS (SELECT FROM training_textversion v
      WHERE v.organization_id = NEW.organization_id AND v.id = NEW.version_id
        AND v.kind = 'module' AND v.side = NEW.side AND v.code = NEW.code) THEN
    PERFORM app.refuse_training('programmodule_version', 'this is no version of that module'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON training_programmodule
  FOR EACH ROW EXECUTE FUNCTION app.guard_program_module();

CREATE FUNCTION app.guard_attempt() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM training_programmodule m
      JOIN participants_participant p ON p.organization_id = m.organization_id
       AND p.program_id = m.program_id AND p.side = m.side
     WHERE m.organization_id = NEW.organization_id AND m.id = NEW.module_id
       AND m.version_id = NEW.version_id AND m.need <> 'unused'
       AND p.id = NEW.participant_id AND p.standing = 'in') THEN
    PERFORM app.refuse_training('attempt_of_ones_own', 'this module is not for this participant'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON training_attempt
  FOR EACH ROW EXECUTE FUNCTION app.guard_attempt();

CREATE FUNCTION app.guard_bookmark() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.attempt_id)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.attempt_id)
     OR NEW.seconds < OLD.seconds OR NOT NEW.answers @> OLD.answers THEN
    PERFORM app.refuse_training('bookmark_goes_on', 'what was answered stays answered'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON training_bookmark
  FOR EACH ROW EXECUTE FUNCTION app.guard_bookmark();

CREATE FUNCTION app.guard_completion() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM training_attempt a
      JOIN training_bookmark b ON b.organization_id = a.organization_id AND b.attempt_id = a.id
      JOIN participants_participant p ON p.organization_id = a.organization_id AND p.id = a.participant_id
     WHERE a.organization_id = NEW.organization_id AND a.participant_id = NEW.participant_id
       AND a.module_id = NEW.module_id AND a.version_id = NEW.version_id
       AND b.reached = 'questions' AND NEW.questions > 0 AND p.standing = 'in'
       AND NEW.questions = (SELECT count(*) FROM jsonb_object_keys(b.answers))) THEN
    PERFORM app.refuse_training('completion_of_what_was_answered', 'this module was not gone through'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON training_completion
  FOR EACH ROW EXECUTE FUNCTION app.guard_completion();
"""

TABLES = ("textversion", "programmodule", "attempt", "bookmark", "completion")
REVERSE = """
DROP TRIGGER guard ON training_completion;
DROP TRIGGER guard ON training_bookmark;
DROP TRIGGER guard ON training_attempt;
DROP TRIGGER guard ON training_programmodule;
DROP FUNCTION app.guard_completion, app.guard_bookmark, app.guard_attempt, app.guard_program_module,
  app.refuse_training;
DROP TRIGGER append_only ON training_textversion;
DROP TRIGGER append_only ON training_attempt;
DROP TRIGGER append_only ON training_completion;
DROP POLICY each_adds ON training_completion;
DROP POLICY readers ON training_completion;
DROP POLICY each ON training_bookmark;
DROP POLICY each_adds ON training_attempt;
DROP POLICY readers ON training_attempt;
DROP POLICY staff_adds ON training_textversion;
DROP POLICY readers ON training_textversion;
DROP POLICY staff_changes ON training_programmodule;
DROP POLICY staff_adds ON training_programmodule;
DROP POLICY readers ON training_programmodule;
DROP FUNCTION app.my_sides, app.my_texts, app.my_attempts;
""" + "".join(f"GRANT UPDATE, DELETE ON training_{table} TO app_rw;\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0005_modules"),
        ("instruments", "0004_whom_answers_are_for"),
        ("participants", "0010_each_for_themselves"),
    ]
    operations = [migrations.RunSQL(READERS + KEPT + GUARDS, REVERSE)]
