"""What belongs to a login is read inside an organization by its owner alone."""

from django.db import migrations

TABLES = ("account_emailaddress", "mfa_authenticator", "usersessions_usersession")
SQL = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO app_rw
  USING ((SELECT app.organization()) IS NULL OR user_id = (SELECT app.user_id()));
CREATE POLICY owner ON {table} TO app_owner USING ((SELECT app.owner_may_read()));
"""
REVERSE = """
DROP POLICY own ON {table};
DROP POLICY owner ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_rules"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(SQL.format(table=table), REVERSE.format(table=table)) for table in TABLES
    ]
