"""HR reads of a program what its pages show: its name, address and dates, and no setting."""

from django.db import migrations

COLUMNS = "organization_id, id, name, slug, starts_on, ends_on"
NARROW = f"""
REVOKE SELECT ON programs_program FROM app_hr;
GRANT SELECT ({COLUMNS}) ON programs_program TO app_hr;
"""
WIDE = f"""
REVOKE SELECT ({COLUMNS}) ON programs_program FROM app_hr;
GRANT SELECT ON programs_program TO app_hr;
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0008_story_share")]
    operations = [migrations.RunSQL(NARROW, WIDE)]
