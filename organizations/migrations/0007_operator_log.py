"""What operators did is read where no organization is entered, and never changed."""

from django.db import migrations

SQL = """
ALTER TABLE django_admin_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE django_admin_log FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON django_admin_log TO app_rw USING ((SELECT app.organization()) IS NULL);
CREATE POLICY owner ON django_admin_log TO app_owner USING ((SELECT app.owner_may_read()));
REVOKE UPDATE, DELETE ON django_admin_log FROM app_rw;
"""
REVERSE = """
GRANT UPDATE, DELETE ON django_admin_log TO app_rw;
DROP POLICY owner ON django_admin_log;
DROP POLICY own ON django_admin_log;
ALTER TABLE django_admin_log NO FORCE ROW LEVEL SECURITY;
ALTER TABLE django_admin_log DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0006_staff_rules"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]
    operations = [migrations.RunSQL(SQL, REVERSE)]
