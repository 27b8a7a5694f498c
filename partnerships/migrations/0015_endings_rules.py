"""Whether somebody is matched again is said by themselves, and only after an ending."""

from django.db import migrations

RULE = """
CREATE FUNCTION app.guard_next_match() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.participant_id, NEW.months_credited)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.participant_id, OLD.months_credited) THEN
    PERFORM app.refuse_partnership('next_match_frozen', 'an answer stays with its partnership and its person');
  END IF;
  IF NOT EXISTS (SELECT FROM partnerships_partnership p WHERE p.organization_id = NEW.organization_id
      AND p.id = NEW.partnership_id AND p.status = 'ended'
      AND NEW.participant_id IN (p.mentor_id, p.mentee_id)) THEN
    PERFORM app.refuse_partnership('next_match_after_ending', 'a next match comes after an ending');
  END IF;
  IF NOT EXISTS (SELECT FROM participants_participant t
      JOIN organizations_person x ON x.organization_id = t.organization_id AND x.id = t.person_id
     WHERE t.organization_id = NEW.organization_id AND t.id = NEW.participant_id
       AND x.user_id = app.user_id()) THEN
    PERFORM app.refuse_partnership('next_match_by_oneself', 'each says it for themselves');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_nextmatch
  FOR EACH ROW EXECUTE FUNCTION app.guard_next_match();
REVOKE DELETE ON partnerships_nextmatch FROM app_rw;
"""
REVERSE = """
GRANT DELETE ON partnerships_nextmatch TO app_rw;
DROP TRIGGER guard ON partnerships_nextmatch;
DROP FUNCTION app.guard_next_match;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0014_endings")]
    operations = [migrations.RunSQL(RULE, REVERSE)]
