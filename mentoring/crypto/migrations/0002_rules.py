"""A key belongs to whom it was made for, and what was destroyed stays destroyed."""

from django.db import migrations

GUARD = """
CREATE FUNCTION app.guard_content_key() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.author_id, NEW.version)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.author_id, OLD.version)
     OR OLD.destroyed_at IS NOT NULL THEN
    RAISE EXCEPTION 'a key is its author''s, and once destroyed it stays so'
      USING ERRCODE = '23514', CONSTRAINT = 'contentkey_frozen';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON crypto_contentkey
  FOR EACH ROW EXECUTE FUNCTION app.guard_content_key();
REVOKE DELETE ON crypto_contentkey FROM app_rw;
"""
REVERSE = """
GRANT DELETE ON crypto_contentkey TO app_rw;
DROP TRIGGER guard ON crypto_contentkey;
DROP FUNCTION app.guard_content_key;
"""


class Migration(migrations.Migration):
    dependencies = [("crypto", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, REVERSE)]
