"""Nobody writes which stage of the timetable opens which questionnaire."""

from django.db import migrations

SQL = "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON app.occasion_stage FROM app_rw"
REVERSE = "GRANT INSERT, UPDATE, DELETE ON app.occasion_stage TO app_rw"


class Migration(migrations.Migration):
    dependencies = [("instruments", "0002_rules")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
