"""What is written stays its author's and in its partnership; keys have a third wall of their own."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
KEEPER = "(SELECT app.actor()) = 'keeper'"
PAIR = """(SELECT app.actor()) IN ('participant', 'worker')
       AND partnership_id = ANY (ARRAY(SELECT app.my_partnerships()))"""
MINE = "author_id = ANY (ARRAY(SELECT app.myself()))"

FROZEN = """
CREATE FUNCTION app.guard_writing() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.author_id, NEW.written_at)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.author_id, OLD.written_at) THEN
    RAISE EXCEPTION 'what somebody wrote stays theirs, and where it is'
      USING ERRCODE = '23514', CONSTRAINT = 'writing_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_note
  FOR EACH ROW EXECUTE FUNCTION app.guard_writing();
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_journalentry
  FOR EACH ROW EXECUTE FUNCTION app.guard_writing();
REVOKE UPDATE ON partnerships_pairmessage FROM app_rw;
"""

KEYS = f"""
CREATE POLICY third_wall ON partnerships_pairkey AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({KEEPER} OR ({PAIR} AND (reader = 'pair' OR {MINE}))))
  WITH CHECK ({HERE} AND ({KEEPER} OR ({PAIR} AND {MINE})));
CREATE POLICY keeper_changes ON partnerships_pairkey AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE} AND {KEEPER});

CREATE FUNCTION app.guard_pair_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.author_id, NEW.reader, NEW.version)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.author_id, OLD.reader, OLD.version)
     OR OLD.destroyed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a key is its author''s, and once destroyed it stays so'
      USING ERRCODE = '23514', CONSTRAINT = 'pairkey_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_pairkey
  FOR EACH ROW EXECUTE FUNCTION app.guard_pair_key();
REVOKE DELETE ON partnerships_pairkey FROM app_rw;
"""

REVERSE = """
GRANT DELETE ON partnerships_pairkey TO app_rw;
DROP TRIGGER guard ON partnerships_pairkey;
DROP FUNCTION app.guard_pair_key;
DROP POLICY keeper_changes ON partnerships_pairkey;
DROP POLICY third_wall ON partnerships_pairkey;
GRANT UPDATE ON partnerships_pairmessage TO app_rw;
DROP TRIGGER guard ON partnerships_journalentry;
DROP TRIGGER guard ON partnerships_note;
DROP FUNCTION app.guard_writing;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0009_writing")]
    operations = [migrations.RunSQL(FROZEN + KEYS, REVERSE)]
