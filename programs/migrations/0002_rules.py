"""What HR's database role may read of programs: those that its company sponsors."""

from django.db import migrations

HR = """
GRANT SELECT ON programs_program, programs_sponsorship TO app_hr;
CREATE POLICY hr ON programs_sponsorship FOR SELECT TO app_hr
  USING (organization_id = (SELECT app.organization()) AND company_id = (SELECT app.company()));
CREATE POLICY hr ON programs_program FOR SELECT TO app_hr
  USING (organization_id = (SELECT app.organization())
         AND id = ANY (ARRAY(SELECT s.program_id FROM programs_sponsorship s
               WHERE s.organization_id = (SELECT app.organization())
                 AND s.company_id = (SELECT app.company()))));
"""
REVERSE = """
DROP POLICY hr ON programs_program;
DROP POLICY hr ON programs_sponsorship;
REVOKE ALL ON programs_program, programs_sponsorship FROM app_hr;
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]
    operations = [migrations.RunSQL(HR, REVERSE)]
