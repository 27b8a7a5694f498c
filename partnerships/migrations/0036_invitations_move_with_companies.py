"""Who erases may touch an invitation, and so may still who merges companies."""

from django.db import migrations

BOTH = """
DROP TRIGGER guard ON organizations_roleinvitation;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_roleinvitation
  FOR EACH ROW WHEN (NOT app.is_merging() AND NOT app.is_erasing())
  EXECUTE FUNCTION app.guard_invitation();
"""

REVERSE = """
DROP TRIGGER guard ON organizations_roleinvitation;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_roleinvitation
  FOR EACH ROW WHEN (NOT app.is_erasing()) EXECUTE FUNCTION app.guard_invitation();
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0035_what_else_is_forgotten")]
    operations = [migrations.RunSQL(BOTH, REVERSE)]
