"""Facts of companies, and who competes: coordinators and workers write them."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
STAFF = f"{HERE} AND (SELECT app.actor()) IN ('coordinator', 'worker')"
TABLES = (
    "organizations_company",
    "organizations_companyalias",
    "organizations_companyindustry",
    "organizations_competitordeclaration",
    "organizations_competitorgroup",
    "organizations_competitorgroupmember",
    "organizations_corporategroup",
    "organizations_industrywaiver",
    "organizations_namedcompetitor",
    "organizations_nameddecision",
)

# Rules hold rows FOR SHARE on behalf of whoever is at work, and that asks for USING of an update.
ADD = f"""
CREATE POLICY staff_adds ON {{table}} AS RESTRICTIVE FOR INSERT TO app_rw WITH CHECK ({STAFF});
CREATE POLICY staff_changes ON {{table}} AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE}) WITH CHECK ({STAFF});
CREATE POLICY staff_removes ON {{table}} AS RESTRICTIVE FOR DELETE TO app_rw USING ({STAFF});
"""
REMOVE = """
DROP POLICY staff_removes ON {table};
DROP POLICY staff_changes ON {table};
DROP POLICY staff_adds ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0011_saved_views")]
    operations = [
        migrations.RunSQL(ADD.format(table=table), REMOVE.format(table=table)) for table in TABLES
    ]
