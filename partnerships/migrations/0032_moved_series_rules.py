"""What a series replaces is one of the same pair, and stays so."""

from django.db import migrations

GUARD = """
CREATE FUNCTION app.guard_replaced_series() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.replaces_id IS DISTINCT FROM OLD.replaces_id THEN
      PERFORM app.refuse_meeting('meeting_frozen', 'this stays as it is'); END IF;
  ELSIF NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT FROM partnerships_meetingseries s
      WHERE s.organization_id = NEW.organization_id AND s.id = NEW.replaces_id
        AND s.partnership_id = NEW.partnership_id AND s.id <> NEW.id) THEN
    PERFORM app.refuse_meeting('meeting_of_the_two', 'a series takes the place of one of the pair');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_replaced BEFORE INSERT OR UPDATE ON partnerships_meetingseries
  FOR EACH ROW EXECUTE FUNCTION app.guard_replaced_series();
"""
REVERSE = """
DROP TRIGGER guard_replaced ON partnerships_meetingseries;
DROP FUNCTION app.guard_replaced_series;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0031_unread_and_moved_series")]
    operations = [migrations.RunSQL(GUARD, REVERSE)]
