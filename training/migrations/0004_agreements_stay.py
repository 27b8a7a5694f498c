"""What somebody agreed to is not taken away either."""

from django.db import migrations

SQL = """
DROP TRIGGER append_only ON training_briefingtext;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON training_briefingtext
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
DROP TRIGGER append_only ON training_briefingagreement;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON training_briefingagreement
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
REVOKE DELETE ON training_briefingagreement FROM app_rw;
"""
REVERSE = """
GRANT DELETE ON training_briefingagreement TO app_rw;
DROP TRIGGER append_only ON training_briefingagreement;
CREATE TRIGGER append_only BEFORE UPDATE ON training_briefingagreement
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
DROP TRIGGER append_only ON training_briefingtext;
CREATE TRIGGER append_only BEFORE UPDATE ON training_briefingtext
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0003_left")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
