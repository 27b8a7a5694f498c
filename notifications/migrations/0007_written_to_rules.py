"""Who reads notices and choices, words that stay as versions, and what goes with people."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
EACH = f"""({HERE} AND ((SELECT app.actor()) = 'worker' OR user_id = (SELECT app.user_id())))"""

WALLS = f"""
CREATE POLICY each ON notifications_notice AS RESTRICTIVE TO app_rw USING {EACH};
CREATE POLICY each ON notifications_reader AS RESTRICTIVE TO app_rw USING {EACH};
CREATE POLICY administrators_add ON notifications_lettertext AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND (SELECT app.actor()) = 'coordinator' AND EXISTS (
    SELECT FROM organizations_membership m
     WHERE m.organization_id = notifications_lettertext.organization_id
       AND m.id = made_by_id AND m.user_id = (SELECT app.user_id())
       AND m.role = 'administrator' AND m.ended_at IS NULL));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON notifications_lettertext
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON notifications_lettertext FROM app_rw;
"""
NO_WALLS = """
DROP TRIGGER append_only ON notifications_lettertext;
DROP POLICY administrators_add ON notifications_lettertext;
DROP POLICY each ON notifications_reader;
DROP POLICY each ON notifications_notice;
"""

# Every page of every surface shows the number, and HR's role reads no table of messages.
UNREAD = """
CREATE FUNCTION app.unread_notices(which text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found bigint;
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  SELECT count(*) INTO found FROM notifications_notice n
   WHERE n.organization_id = app.organization() AND n.user_id = app.user_id()
     AND n.surface = which AND n.read_at IS NULL
     AND NOT EXISTS (SELECT FROM notifications_optionalmail o
       WHERE o.organization_id = n.organization_id AND o.user_id = n.user_id
         AND o.kind = n.kind AND o.hidden_at IS NOT NULL);
  PERFORM set_config('app.migrating', '', true);
  RETURN found;
END $$;
REVOKE ALL ON FUNCTION app.unread_notices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.unread_notices TO app_rw, app_hr;
"""
NOT_UNREAD = "DROP FUNCTION app.unread_notices;"

# A message takes its notices with it. An erased person takes their choices, and their name out of
# what others were told.
WITH_PEOPLE = """
CREATE FUNCTION app.drop_notices() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM notifications_notice
   WHERE organization_id = OLD.organization_id AND message_id = OLD.id;
  RETURN OLD;
END $$;
CREATE TRIGGER drop_notices BEFORE DELETE ON notifications_message
  FOR EACH ROW EXECUTE FUNCTION app.drop_notices();

CREATE FUNCTION app.forget_reader() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM notifications_notice
   WHERE organization_id = OLD.organization_id
     AND (user_id = OLD.user_id OR (btrim(OLD.given_name || ' ' || OLD.family_name) <> ''
          AND position(lower(btrim(OLD.given_name || ' ' || OLD.family_name)) IN lower(title)) > 0));
  DELETE FROM notifications_optionalmail
   WHERE organization_id = OLD.organization_id AND user_id = OLD.user_id;
  DELETE FROM notifications_reader
   WHERE organization_id = OLD.organization_id AND user_id = OLD.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_reader AFTER UPDATE ON organizations_person
  FOR EACH ROW WHEN (app.is_erasing()) EXECUTE FUNCTION app.forget_reader();
"""
WITHOUT_PEOPLE = """
DROP TRIGGER forget_reader ON organizations_person;
DROP FUNCTION app.forget_reader;
DROP TRIGGER drop_notices ON notifications_message;
DROP FUNCTION app.drop_notices;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0006_how_people_are_written_to"),
        ("partnerships", "0029_erasing_people"),
    ]

    operations = [
        migrations.RunSQL(WALLS, NO_WALLS),
        migrations.RunSQL(UNREAD, NOT_UNREAD),
        migrations.RunSQL(WITH_PEOPLE, WITHOUT_PEOPLE),
    ]
