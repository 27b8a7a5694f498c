from django.db import migrations, models

# Whoever may delete a message need not see whose bell rang for it.
DROP_NOTICES = """
CREATE OR REPLACE FUNCTION app.drop_notices() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE before text := coalesce(current_setting('app.migrating', true), '');
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  DELETE FROM notifications_notice
   WHERE organization_id = OLD.organization_id AND message_id = OLD.id;
  PERFORM set_config('app.migrating', before, true);
  RETURN OLD;
END $$;
REVOKE ALL ON FUNCTION app.drop_notices FROM PUBLIC;
"""
KEEP_NOTICES = """
CREATE OR REPLACE FUNCTION app.drop_notices() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM notifications_notice
   WHERE organization_id = OLD.organization_id AND message_id = OLD.id;
  RETURN OLD;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("notifications", "0008_bounces")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="path",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("path", ""),
                    models.Q(
                        ("path__startswith", "/"), models.Q(("path__startswith", "//"), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="notice_leads_to_this_site",
            ),
        ),
        migrations.RunSQL(DROP_NOTICES, KEEP_NOTICES),
    ]
