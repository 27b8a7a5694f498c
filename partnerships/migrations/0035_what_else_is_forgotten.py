"""What goes with an erased person besides, and what nobody answered once its time is over."""

from django.db import migrations

ERASED = """
-- Called where an erasure is done, inside app.erase_person, while the person still has their address.
CREATE FUNCTION app.forget_besides() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM partnerships_lastlook
   WHERE organization_id = NEW.organization_id AND author_id = NEW.person_id;
  UPDATE partnerships_contactperson c SET name = '-', about = '', email = c.id || '@erased.invalid'
    FROM organizations_person p
   WHERE p.organization_id = NEW.organization_id AND p.id = NEW.person_id
     AND c.organization_id = p.organization_id AND lower(c.email) = lower(p.email)
     AND c.ended_at IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_besides AFTER UPDATE ON partnerships_erasure
  FOR EACH ROW WHEN (NEW.done_at IS NOT NULL AND OLD.done_at IS NULL)
  EXECUTE FUNCTION app.forget_besides();

DROP TRIGGER guard ON partnerships_contactperson;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_contactperson
  FOR EACH ROW WHEN (NOT app.is_erasing()) EXECUTE FUNCTION app.guard_contact();
DROP TRIGGER guard ON organizations_roleinvitation;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_roleinvitation
  FOR EACH ROW WHEN (NOT app.is_erasing()) EXECUTE FUNCTION app.guard_invitation();
"""

UNANSWERED = """
-- Names and addresses of invitations and applications that came to nothing and are older than the
-- organization keeps them. How many of each were forgotten; their keys are the caller's to destroy.
CREATE FUNCTION app.forget_unanswered(moment timestamptz, given text, family text)
RETURNS TABLE (kind text, which uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  o uuid := app.organization();
  before timestamptz;
BEGIN
  IF app.actor() <> 'worker' THEN
    RAISE EXCEPTION 'a worker alone forgets' USING ERRCODE = '42501'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  PERFORM set_config('app.erasing', 'on', true);
  SELECT least(moment, now()) - make_interval(days => unanswered_kept_days) INTO before
    FROM organizations_organization WHERE id = o;
  RETURN QUERY
    UPDATE organizations_roleinvitation SET email = id || '@erased.invalid', name = '',
           taken_back_at = coalesce(taken_back_at, moment)
     WHERE organization_id = o AND accepted_at IS NULL AND expires_at < before
       AND email NOT LIKE '%@erased.invalid'
    RETURNING 'invitation'::text, id;
  RETURN QUERY
    UPDATE participants_application SET email = id || '@erased.invalid', given_name = given,
           family_name = family, title = '', company_name = ''
     WHERE organization_id = o AND participant_id IS NULL AND state <> 'accepted'
       AND coalesce(decided_at, created_at) < before AND email NOT LIKE '%@erased.invalid'
    RETURNING 'application'::text, id;
  PERFORM set_config('app.erasing', '', true);
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.forget_unanswered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.forget_unanswered TO app_rw;
"""

REVERSE = """
DROP FUNCTION app.forget_unanswered;
DROP TRIGGER guard ON organizations_roleinvitation;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_roleinvitation
  FOR EACH ROW EXECUTE FUNCTION app.guard_invitation();
DROP TRIGGER guard ON partnerships_contactperson;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_contactperson
  FOR EACH ROW EXECUTE FUNCTION app.guard_contact();
DROP TRIGGER forget_besides ON partnerships_erasure;
DROP FUNCTION app.forget_besides;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0034_case_rules"),
        ("organizations", "0019_how_long_unanswered_is_kept"),
        ("participants", "0018_the_clock_says_when"),
    ]
    operations = [migrations.RunSQL(ERASED + UNANSWERED, REVERSE)]
