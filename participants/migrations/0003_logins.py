"""Logins of many addresses at once, for imports."""

from django.db import migrations

SQL = """
-- As app.login_for, which it stands beside: identifiers alone, whatever the addresses are.
CREATE FUNCTION app.logins_for(addresses text[], new_ids uuid[]) RETURNS TABLE (email text, id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
-- Behind row security lower(email) has no index, and a table that fills up is planned as empty.
SET enable_nestloop = off AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  -- In one order everywhere, so that two imports never wait for each other in a circle.
  INSERT INTO organizations_user (id, email, password, is_active, date_joined)
    SELECT n.new_id, lower(n.address), '!' || md5(random()::text), true, now()
      FROM unnest(addresses, new_ids) AS n (address, new_id) ORDER BY lower(n.address)
    ON CONFLICT (lower(organizations_user.email)) DO NOTHING;
  RETURN QUERY SELECT n.address, u.id FROM unnest(addresses) AS n (address)
    JOIN organizations_user u ON lower(u.email) = lower(n.address);
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.logins_for FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.logins_for TO app_rw;
"""
REVERSE = "DROP FUNCTION app.logins_for"


class Migration(migrations.Migration):
    dependencies = [
        ("participants", "0002_rules"),
        ("organizations", "0002_rules"),
    ]
    operations = [migrations.RunSQL(SQL, REVERSE)]
