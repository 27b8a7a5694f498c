"""Places of mentors who come together are made together: an import inserts hundreds at once."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.make_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_RELID <> 'public.participants_participant'::regclass THEN
    RAISE EXCEPTION 'not a trigger of this table' USING ERRCODE = '42501';
  END IF;
  PERFORM set_config('app.migrating', 'on', true);
  INSERT INTO participants_mentorplace (organization_id, id, participant_id, number)
  SELECT p.organization_id, gen_random_uuid(), p.id, n
    FROM added p CROSS JOIN LATERAL generate_series(1, p.capacity) n;
  PERFORM set_config('app.migrating', '', true);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.make_places FROM PUBLIC;
DROP TRIGGER keep_places ON participants_participant;
CREATE TRIGGER keep_places AFTER UPDATE OF capacity ON participants_participant
  FOR EACH ROW EXECUTE FUNCTION app.keep_places();
CREATE TRIGGER make_places AFTER INSERT ON participants_participant
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION app.make_places();
"""
REVERSE = """
DROP TRIGGER make_places ON participants_participant;
DROP FUNCTION app.make_places;
DROP TRIGGER keep_places ON participants_participant;
CREATE TRIGGER keep_places AFTER INSERT OR UPDATE OF capacity ON participants_participant
  FOR EACH ROW EXECUTE FUNCTION app.keep_places();
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0004_imports")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
