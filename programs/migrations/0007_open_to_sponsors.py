"""HR asks whether nominations are open of the programs that its company sponsors alone."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION app.nominations_are_open(wanted uuid, today date) RETURNS boolean
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
   WHERE d.organization_id = app.organization() AND d.program_id = wanted AND d.key = 'nominations'
     AND (app.actor() <> 'hr' OR EXISTS (SELECT FROM programs_sponsorship s
          WHERE s.organization_id = d.organization_id AND s.program_id = d.program_id
            AND s.company_id = app.company()));
  PERFORM set_config('app.migrating', '', true);
  RETURN coalesce(answer, false);
END $$;
"""
REVERSE = """
CREATE OR REPLACE FUNCTION app.nominations_are_open(wanted uuid, today date) RETURNS boolean
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
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0006_staff_change_programs")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
