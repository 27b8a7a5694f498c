"""The same company recorded twice becomes one, in the rows that never change otherwise."""

from django.db import migrations

# Who owns the tables, inside the one function below: no statement of the application gets there.
GUARDS = """
CREATE FUNCTION app.is_merging() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT current_user = 'app_owner' AND coalesce(current_setting('app.merging', true), '') = 'on'
$$;
DROP TRIGGER guard ON organizations_employment;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_employment
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.guard_employment();
DROP TRIGGER guard ON partnerships_partnership;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_partnership
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.guard_partnership();
DROP TRIGGER guard ON organizations_membership;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_membership
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.guard_membership();
DROP TRIGGER guard ON organizations_roleinvitation;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_roleinvitation
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.guard_invitation();
DROP TRIGGER append_only ON participants_nomination;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON participants_nomination
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.refuse_change();
DROP TRIGGER append_only ON participants_takeback;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON participants_takeback
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.refuse_change();
"""

MOVE = """
CREATE FUNCTION app.move_company(gone uuid, kept uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE o uuid := app.organization();
BEGIN
  IF app.actor() NOT IN ('coordinator', 'worker') THEN
    RAISE EXCEPTION 'coordinators alone merge companies' USING ERRCODE = '42501'; END IF;
  PERFORM set_config('app.migrating', 'on', true);
  PERFORM set_config('app.merging', 'on', true);
  IF gone = kept OR 2 <> (SELECT count(*) FROM organizations_company
       WHERE organization_id = o AND id IN (gone, kept)) THEN
    RAISE EXCEPTION 'merging takes two companies of the organization'
      USING ERRCODE = '23514', CONSTRAINT = 'merge_of_two'; END IF;
  -- One statement: a partnership refers to the company of its jobs.
  WITH jobs AS (
    UPDATE organizations_employment SET company_id = kept
     WHERE organization_id = o AND company_id = gone)
  UPDATE partnerships_partnership
     SET mentor_company_id = CASE mentor_company_id WHEN gone THEN kept ELSE mentor_company_id END,
         mentee_company_id = CASE mentee_company_id WHEN gone THEN kept ELSE mentee_company_id END
   WHERE organization_id = o AND gone IN (mentor_company_id, mentee_company_id);
  UPDATE participants_participant SET company_id = kept WHERE organization_id = o AND company_id = gone;
  UPDATE participants_formeremployer SET company_id = kept WHERE organization_id = o AND company_id = gone;
  UPDATE participants_pleasenot SET company_id = kept WHERE organization_id = o AND company_id = gone;
  -- Both may have nominated the same person: the moved one is a later round.
  UPDATE participants_nomination n SET company_id = kept, round = n.round + (
      SELECT coalesce(max(k.round) + 1, 0) FROM participants_nomination k
       WHERE k.organization_id = o AND k.company_id = kept AND k.program_id = n.program_id
         AND lower(k.email) = lower(n.email))
   WHERE n.organization_id = o AND n.company_id = gone;
  UPDATE participants_takeback SET company_id = kept WHERE organization_id = o AND company_id = gone;
  -- Whoever speaks for both, or is asked to, does it once.
  UPDATE organizations_membership m SET ended_at = now()
   WHERE m.organization_id = o AND m.company_id = gone AND m.ended_at IS NULL
     AND EXISTS (SELECT FROM organizations_membership k WHERE k.organization_id = o
          AND k.company_id = kept AND k.user_id = m.user_id AND k.role = m.role AND k.ended_at IS NULL);
  UPDATE organizations_membership SET company_id = kept WHERE organization_id = o AND company_id = gone;
  UPDATE organizations_roleinvitation i SET taken_back_at = now()
   WHERE i.organization_id = o AND i.company_id = gone
     AND i.accepted_at IS NULL AND i.taken_back_at IS NULL
     AND EXISTS (SELECT FROM organizations_roleinvitation k WHERE k.organization_id = o
          AND k.company_id = kept AND k.role = i.role AND lower(k.email) = lower(i.email)
          AND k.accepted_at IS NULL AND k.taken_back_at IS NULL);
  UPDATE organizations_roleinvitation SET company_id = kept WHERE organization_id = o AND company_id = gone;
  PERFORM set_config('app.merging', '', true);
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.move_company FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.move_company TO app_rw;
"""

REVERSE = """
DROP FUNCTION app.move_company;
DROP TRIGGER guard ON organizations_employment;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_employment
  FOR EACH ROW EXECUTE FUNCTION app.guard_employment();
DROP TRIGGER guard ON partnerships_partnership;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_partnership
  FOR EACH ROW EXECUTE FUNCTION app.guard_partnership();
DROP TRIGGER guard ON organizations_membership;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_membership
  FOR EACH ROW EXECUTE FUNCTION app.guard_membership();
DROP TRIGGER guard ON organizations_roleinvitation;
CREATE TRIGGER guard BEFORE UPDATE ON organizations_roleinvitation
  FOR EACH ROW EXECUTE FUNCTION app.guard_invitation();
DROP TRIGGER append_only ON participants_nomination;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON participants_nomination
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
DROP TRIGGER append_only ON participants_takeback;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON participants_takeback
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
DROP FUNCTION app.is_merging;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0004_over_in_one_company"),
        ("participants", "0007_nomination_rules"),
        ("organizations", "0009_names_and_notes_rules"),
    ]
    operations = [migrations.RunSQL(GUARDS + MOVE, REVERSE)]
