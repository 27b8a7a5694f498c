"""Whether nominations are open: a question that HR may ask and whose reasons it may not read."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.nominations_are_open(wanted uuid, today date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE answer boolean;
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  SELECT (d.door = 'open' OR (d.door = '' AND today BETWEEN d.opens_on AND d.closes_on))
         AND NOT EXISTS (SELECT FROM programs_sponsorship s
              WHERE s.organization_id = d.organization_id AND s.program_id = d.program_id
                AND s.competitors_stated_at IS NULL)
    INTO answer
    FROM programs_programdate d
   WHERE d.organization_id = app.organization() AND d.program_id = wanted AND d.key = 'nominations';
  PERFORM set_config('app.migrating', '', true);
  RETURN coalesce(answer, false);
END $$;
REVOKE ALL ON FUNCTION app.nominations_are_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.nominations_are_open TO app_rw, app_hr;
"""
REVERSE = "DROP FUNCTION app.nominations_are_open"


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_before_a_match")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
