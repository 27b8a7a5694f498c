"""Who is about to change employers is known to coordinators and workers alone."""

from django.db import migrations

ADD = """
CREATE POLICY staff ON organizations_plannedjob AS RESTRICTIVE TO app_rw
  USING (organization_id = (SELECT app.organization())
         AND (SELECT app.actor()) IN ('coordinator', 'worker'));
REVOKE DELETE ON organizations_plannedjob FROM app_rw;

CREATE FUNCTION app.guard_planned_job() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.person_id, NEW.takes_effect_on)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.person_id, OLD.takes_effect_on)
     OR (OLD.state IN ('done', 'canceled') AND NEW.state <> OLD.state)
     OR (OLD.state = 'refused' AND NEW.state NOT IN ('refused', 'canceled')) THEN
    RAISE EXCEPTION 'what was planned is carried out or taken back, once'
      USING ERRCODE = '23514', CONSTRAINT = 'plannedjob_once';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_plannedjob
  FOR EACH ROW EXECUTE FUNCTION app.guard_planned_job();

-- Whoever announces a match of this person holds these rows, and then reads what is planned.
CREATE FUNCTION app.lock_planned() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM app.lock_companies(NEW.organization_id, ARRAY(
    SELECT e.company_id FROM organizations_employment e
     WHERE e.organization_id = NEW.organization_id AND e.person_id = NEW.person_id
       AND e.ended_on IS NULL) || NEW.company_id);
  RETURN NEW;
END $$;
CREATE TRIGGER lock_companies BEFORE INSERT ON organizations_plannedjob
  FOR EACH ROW EXECUTE FUNCTION app.lock_planned();
"""
REMOVE = """
DROP TRIGGER lock_companies ON organizations_plannedjob;
DROP FUNCTION app.lock_planned;
DROP TRIGGER guard ON organizations_plannedjob;
DROP FUNCTION app.guard_planned_job;
GRANT DELETE ON organizations_plannedjob TO app_rw;
DROP POLICY staff ON organizations_plannedjob;
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0015_planned_jobs")]
    operations = [migrations.RunSQL(ADD, REMOVE)]
