"""Functions that policies read, and what the application role may do.

Roles are made by the launcher or by ``docker/roles.sql``. This runs before every other migration, so
that default privileges cover Django's own tables too.
"""

from django.db import migrations

SQL = """
CREATE SCHEMA app;

CREATE FUNCTION app.organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.organization', true), '')::uuid $$;
CREATE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.user', true), '')::uuid $$;
CREATE FUNCTION app.actor() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.actor', true), '') $$;
CREATE FUNCTION app.company() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.company', true), '')::uuid $$;

-- The owner is subject to row security as well. Data migrations, and the few functions that run as
-- the owner with their own predicates, say that they mean it. The policy is the owner's alone, so
-- the setting means nothing in anybody else's hands.
CREATE FUNCTION app.owner_may_read() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.migrating', true), '') = 'on' $$;

CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

-- A table of one's own could stand in front of one that a rule reads.
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;

GRANT USAGE ON SCHEMA app TO app_rw, app_hr;
GRANT USAGE ON SCHEMA public TO app_rw, app_hr;
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw;
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO app_rw;

-- Health checks and `makemigrations --check` compare what is applied.
GRANT SELECT ON django_migrations TO app_rw;

-- Until its statistics are fresh a table that has just been filled is planned as one row, and joins
-- of thousands take minutes. Only the owner may refresh them.
CREATE FUNCTION app.refresh_statistics(tables text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY tables LOOP
    EXECUTE format('ANALYZE public.%I', name);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app.refresh_statistics FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.refresh_statistics TO app_rw;

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX cache_expires ON cache (expires);
"""
REVERSE = "DROP TABLE cache; DROP SCHEMA app CASCADE"


class Migration(migrations.Migration):
    initial = True
    run_before = [("contenttypes", "0001_initial")]
    dependencies = []
    operations = [migrations.RunSQL(SQL, REVERSE)]
