"""The database itself keeps HR's list of competitors short and its names readable."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION app.name_competitor(new_id uuid, typed text, most int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE answer text := 'ok'; kept text := {name};
BEGIN
  IF app.company() IS NULL OR app.actor() <> 'hr' THEN
    RAISE EXCEPTION 'only HR names competitors of its company' USING ERRCODE = '42501'; END IF;
  {check}
  PERFORM pg_advisory_xact_lock(hashtextextended('competitors:' || app.company(), 0));
  PERFORM set_config('app.migrating', 'on', true);
  IF NOT EXISTS (SELECT FROM organizations_namedcompetitor n
       WHERE n.organization_id = app.organization() AND n.company_id = app.company()
         AND n.removed_at IS NULL AND lower(n.name) = lower(kept)) THEN
    IF {most} <= (SELECT count(*) FROM organizations_namedcompetitor n
         WHERE n.organization_id = app.organization() AND n.company_id = app.company()
           AND n.removed_at IS NULL) THEN
      answer := 'full';
    ELSE
      INSERT INTO organizations_namedcompetitor (organization_id, id, company_id, name, by_user_id)
      VALUES (app.organization(), new_id, app.company(), kept, app.user_id());
      PERFORM app.hr_trace('competitor.named', 'namedcompetitor', new_id, '{{}}');
    END IF;
  END IF;
  PERFORM set_config('app.migrating', '', true);
  RETURN answer;
END $$;
"""
# Whoever calls may ask for a lower limit, never for a higher one or, with NULL, for none.
LIMITED = FUNCTION.format(
    name=r"btrim(regexp_replace(typed, '[\s[:cntrl:]\u00a0\u2000-\u200b\u202f\u3000]+', ' ', 'g'))",
    most="least(most, 200)",
    check="""IF coalesce(kept, '') = '' THEN
    RAISE EXCEPTION 'a competitor has a name'
      USING ERRCODE = '23514', CONSTRAINT = 'namedcompetitor_has_name'; END IF;""",
)
TRUSTING = FUNCTION.format(name="typed", most="most", check="")


class Migration(migrations.Migration):
    dependencies = [("organizations", "0012_staff_change_companies")]
    operations = [migrations.RunSQL(LIMITED, TRUSTING)]
