"""A participant's side, person and program never change; places follow the mentor's capacity."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.guard_participant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.program_id, NEW.person_id, NEW.side)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.program_id, OLD.person_id, OLD.side) THEN
    RAISE EXCEPTION 'a participant keeps person, program and side'
      USING ERRCODE = '23514', CONSTRAINT = 'participant_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON participants_participant
  FOR EACH ROW EXECUTE FUNCTION app.guard_participant();

-- Fewer places than live partnerships is refused by the partnership's reference to its place.
-- As the owner: nobody else may touch places.
CREATE FUNCTION app.keep_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_RELID <> 'public.participants_participant'::regclass THEN
    RAISE EXCEPTION 'not a trigger of this table' USING ERRCODE = '42501';
  END IF;
  PERFORM set_config('app.migrating', 'on', true);
  DELETE FROM participants_mentorplace
   WHERE organization_id = NEW.organization_id AND participant_id = NEW.id AND number > NEW.capacity;
  INSERT INTO participants_mentorplace (organization_id, id, participant_id, number)
  SELECT NEW.organization_id, gen_random_uuid(), NEW.id, n
    FROM generate_series(1, NEW.capacity) n
   WHERE NOT EXISTS (SELECT FROM participants_mentorplace p WHERE p.organization_id = NEW.organization_id
          AND p.participant_id = NEW.id AND p.number = n);
  PERFORM set_config('app.migrating', '', true);
  RETURN NULL;
END $$;
CREATE TRIGGER keep_places AFTER INSERT OR UPDATE OF capacity ON participants_participant
  FOR EACH ROW EXECUTE FUNCTION app.keep_places();
REVOKE INSERT, UPDATE, DELETE ON participants_mentorplace FROM app_rw;
REVOKE ALL ON FUNCTION app.keep_places FROM PUBLIC;
"""
REVERSE = """
DROP TRIGGER keep_places ON participants_participant;
DROP TRIGGER guard ON participants_participant;
DROP FUNCTION app.keep_places, app.guard_participant;
GRANT INSERT, UPDATE, DELETE ON participants_mentorplace TO app_rw;
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
