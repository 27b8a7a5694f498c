"""Nobody writes the table of steps, and nothing that is over begins again unchecked."""

from django.db import migrations

SQL = """
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON app.partnership_transition FROM app_rw;

-- No step leads back today; were there one, the two would have to be a pair at that moment.
CREATE FUNCTION app.guard_revival() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM app.check_pair(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER guard_revival BEFORE UPDATE ON partnerships_partnership
  FOR EACH ROW WHEN (OLD.place IS NULL AND NEW.place IS NOT NULL AND NOT app.is_merging())
  EXECUTE FUNCTION app.guard_revival();
"""
REVERSE = """
DROP TRIGGER guard_revival ON partnerships_partnership;
DROP FUNCTION app.guard_revival;
GRANT INSERT, UPDATE, DELETE ON app.partnership_transition TO app_rw;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0005_merged_companies")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
