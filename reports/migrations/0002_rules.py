"""What is published stays as it is; who reads it, and what HR may do with its own."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
STAFF = "(SELECT app.actor()) IN ('coordinator', 'worker')"
WORKER = "(SELECT app.actor()) = 'worker'"

KEPT = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reports_snapshot
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reports_publishedset
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reports_sponsorcounts
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.refuse_change();
REVOKE UPDATE, DELETE ON reports_snapshot, reports_publishedset, reports_sponsorcounts FROM app_rw;
"""

READERS = f"""
CREATE POLICY readers ON reports_snapshot AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND {STAFF});
CREATE POLICY worker_publishes ON reports_snapshot AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {WORKER});
-- Who was behind a number is for the release of the next one, and for nobody's eyes.
CREATE POLICY worker ON reports_publishedset AS RESTRICTIVE TO app_rw USING ({HERE} AND {WORKER});
CREATE POLICY staff ON reports_reportrun AS RESTRICTIVE TO app_rw USING ({HERE} AND {STAFF});
CREATE POLICY readers ON reports_sponsorcounts AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND {STAFF});
REVOKE INSERT ON reports_sponsorcounts FROM app_rw;
"""

HR = f"""
GRANT SELECT ON reports_snapshot TO app_hr;
CREATE POLICY hr ON reports_snapshot FOR SELECT TO app_hr
  USING ({HERE} AND company_id = (SELECT app.company()));
GRANT SELECT, INSERT ON reports_sponsorcounts TO app_hr;
CREATE POLICY hr_reads ON reports_sponsorcounts FOR SELECT TO app_hr
  USING ({HERE} AND company_id = (SELECT app.company()));
CREATE POLICY hr_adds ON reports_sponsorcounts FOR INSERT TO app_hr WITH CHECK (
  {HERE} AND company_id = (SELECT app.company())
  AND program_id = ANY (ARRAY(SELECT s.program_id FROM programs_sponsorship s
        WHERE s.organization_id = (SELECT app.organization())
          AND s.company_id = (SELECT app.company()))));

CREATE FUNCTION app.sign_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.by_user_id := app.user_id();
  RETURN NEW;
END $$;
CREATE TRIGGER sign BEFORE INSERT ON reports_sponsorcounts
  FOR EACH ROW EXECUTE FUNCTION app.sign_counts();

-- HR has no table of the trail: this leaves one line in it, about a report of its own company.
CREATE FUNCTION app.trace_report(wanted uuid, form text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found_one boolean;
BEGIN
  IF app.company() IS NULL OR app.actor() <> 'hr' OR form NOT IN ('page', 'pdf', 'xlsx', 'csv') THEN
    RAISE EXCEPTION 'HR reads reports of its company' USING ERRCODE = '42501'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  found_one := EXISTS (SELECT FROM reports_snapshot s WHERE s.organization_id = app.organization()
                         AND s.company_id = app.company() AND s.id = wanted);
  IF found_one THEN
    PERFORM app.hr_trace(CASE form WHEN 'page' THEN 'report.read' ELSE 'report.downloaded' END,
                         'snapshot', wanted, jsonb_build_object('form', form));
  END IF;
  PERFORM set_config('app.migrating', '', true);
  RETURN found_one;
END $$;
REVOKE ALL ON FUNCTION app.trace_report FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.trace_report TO app_hr;
"""

MERGING = """
-- Two records of one company become one: what was published for either is read by both.
CREATE FUNCTION app.move_reports(gone uuid, kept uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE o uuid := app.organization();
BEGIN
  IF app.actor() NOT IN ('coordinator', 'worker') THEN
    RAISE EXCEPTION 'coordinators alone merge companies' USING ERRCODE = '42501'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  PERFORM set_config('app.merging', 'on', true);
  UPDATE reports_snapshot SET company_id = kept WHERE organization_id = o AND company_id = gone;
  UPDATE reports_sponsorcounts SET company_id = kept WHERE organization_id = o AND company_id = gone;
  PERFORM set_config('app.merging', '', true);
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.move_reports FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.move_reports TO app_rw;
"""

REVERSE = """
DROP FUNCTION app.move_reports, app.trace_report;
DROP TRIGGER sign ON reports_sponsorcounts;
DROP FUNCTION app.sign_counts;
DROP POLICY hr_adds ON reports_sponsorcounts;
DROP POLICY hr_reads ON reports_sponsorcounts;
DROP POLICY hr ON reports_snapshot;
REVOKE ALL ON reports_snapshot, reports_sponsorcounts FROM app_hr;
GRANT INSERT ON reports_sponsorcounts TO app_rw;
DROP POLICY readers ON reports_sponsorcounts;
DROP POLICY staff ON reports_reportrun;
DROP POLICY worker ON reports_publishedset;
DROP POLICY worker_publishes ON reports_snapshot;
DROP POLICY readers ON reports_snapshot;
GRANT UPDATE, DELETE ON reports_snapshot, reports_publishedset, reports_sponsorcounts TO app_rw;
DROP TRIGGER append_only ON reports_sponsorcounts;
DROP TRIGGER append_only ON reports_publishedset;
DROP TRIGGER append_only ON reports_snapshot;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_snapshots"),
        ("organizations", "0009_names_and_notes_rules"),
        ("partnerships", "0005_merged_companies"),
    ]
    operations = [migrations.RunSQL(KEPT + READERS + HR + MERGING, REVERSE)]
