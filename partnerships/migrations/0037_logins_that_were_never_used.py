"""A login that nobody ever signed in with may be replaced: its address was wrong."""

from django.db import migrations

_GUARD = """
CREATE OR REPLACE FUNCTION app.guard_person() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id) IS DISTINCT FROM (OLD.id, OLD.organization_id)
     OR (OLD.user_id IS NOT NULL AND NEW.user_id IS DISTINCT FROM OLD.user_id{unless}) THEN
    RAISE EXCEPTION 'a person keeps their login' USING ERRCODE = '23514', CONSTRAINT = 'person_keeps_login';
  END IF;
  RETURN NEW;
END $$;
"""
# A coordinator who could move a login that is in use would read what its owner wrote.
_UNUSED = """
         AND (NEW.user_id IS NULL OR app.actor() IS DISTINCT FROM 'coordinator'
              OR NOT EXISTS (SELECT FROM organizations_user u
                   WHERE u.id = OLD.user_id AND u.last_login IS NULL)
              OR EXISTS (SELECT FROM partnerships_partnership p
                   WHERE p.organization_id = OLD.organization_id
                     AND (p.mentee_person_id = OLD.id AND p.mentee_accepted_at IS NOT NULL
                          OR p.mentor_person_id = OLD.id AND p.mentor_accepted_at IS NOT NULL)))"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0036_invitations_move_with_companies")]
    operations = [
        migrations.RunSQL(_GUARD.format(unless=_UNUSED), _GUARD.format(unless="")),
    ]
