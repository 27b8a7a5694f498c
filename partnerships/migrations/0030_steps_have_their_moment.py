"""A step has the moment at which it was taken, which is never still to come."""

from django.db import migrations

SQL = """
CREATE FUNCTION app.sign_step() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.at := least(NEW.at, clock_timestamp());
  IF NEW.by_user_id IS DISTINCT FROM app.user_id() AND NEW.by_user_id IS NOT NULL
     AND app.actor() <> 'worker' THEN
    RAISE EXCEPTION 'nobody signs for somebody else' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER sign ON partnerships_partnershipevent;
CREATE TRIGGER sign BEFORE INSERT ON partnerships_partnershipevent
  FOR EACH ROW EXECUTE FUNCTION app.sign_step();
"""

REVERSE = """
DROP TRIGGER sign ON partnerships_partnershipevent;
CREATE TRIGGER sign BEFORE INSERT ON partnerships_partnershipevent
  FOR EACH ROW EXECUTE FUNCTION app.sign_event();
DROP FUNCTION app.sign_step;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0029_erasing_people")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
