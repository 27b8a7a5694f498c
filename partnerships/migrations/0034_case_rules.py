"""Cases are for coordinators and the system; what was found stays as it was found."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
ACTOR = "(SELECT app.actor())"
STAFF = f"""({HERE} AND ({ACTOR} = 'coordinator'
  OR ({ACTOR} = 'worker' AND (SELECT app.user_id()) IS NULL)))"""
COORDINATOR = f"({HERE} AND {ACTOR} = 'coordinator')"
TABLES = ("case", "caseevent", "caserule", "casewatch", "pairdecision")

POLICIES = "\n".join(
    f"CREATE POLICY staff ON partnerships_{table} AS RESTRICTIVE TO app_rw"
    f" USING {STAFF} WITH CHECK {STAFF};"
    for table in TABLES
)

RULES = f"""
CREATE POLICY coordinators_decide ON partnerships_pairdecision AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK {COORDINATOR};
REVOKE DELETE ON partnerships_case, partnerships_casewatch FROM app_rw;
REVOKE UPDATE, DELETE ON partnerships_caseevent, partnerships_pairdecision FROM app_rw;

CREATE FUNCTION app.is_staff(which uuid, whose uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM organizations_membership m
   WHERE m.organization_id = whose AND m.id = which AND m.role IN ('administrator', 'coordinator'))
$$;

CREATE FUNCTION app.guard_case() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.partnership_id IS NOT NULL AND NOT EXISTS (SELECT FROM partnerships_partnership p
        WHERE p.organization_id = NEW.organization_id AND p.id = NEW.partnership_id
          AND p.program_id = NEW.program_id
          AND (NEW.participant_id IS NULL OR NEW.participant_id IN (p.mentor_id, p.mentee_id))) THEN
      PERFORM app.refuse_partnership('case_of_subject', 'a case is about a pair of its program'); END IF;
    IF NEW.partnership_id IS NULL AND NOT EXISTS (SELECT FROM participants_participant t
        WHERE t.organization_id = NEW.organization_id AND t.id = NEW.participant_id
          AND t.program_id = NEW.program_id) THEN
      PERFORM app.refuse_partnership('case_of_subject', 'a case is about a person of its program'); END IF;
    IF NEW.status <> 'open' OR NEW.level > 1 THEN
      PERFORM app.refuse_partnership('case_opened_first', 'a case is opened before it is anything else'); END IF;
  ELSIF (NEW.id, NEW.organization_id, NEW.program_id, NEW.partnership_id, NEW.participant_id, NEW.signal,
      NEW.occasion, NEW.since, NEW.opened_at) IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.program_id, OLD.partnership_id, OLD.participant_id, OLD.signal,
      OLD.occasion, OLD.since, OLD.opened_at) THEN
    PERFORM app.refuse_partnership('case_frozen', 'a case stays about what it was opened for'); END IF;
  IF NEW.owner_id IS NOT NULL AND NOT app.is_staff(NEW.owner_id, NEW.organization_id) THEN
    PERFORM app.refuse_partnership('case_owned_by_staff', 'a coordinator looks after a case'); END IF;
  IF NEW.level = 3 AND NOT EXISTS (SELECT FROM organizations_membership one, organizations_membership two
      WHERE one.organization_id = NEW.organization_id AND one.id = NEW.raise_asked_by_id
        AND two.organization_id = NEW.organization_id AND two.id = NEW.raised_by_id
        AND one.user_id <> two.user_id) THEN
    PERFORM app.refuse_partnership('case_raised_by_two', 'two people raise a case that far'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_case
  FOR EACH ROW EXECUTE FUNCTION app.guard_case();
CREATE FUNCTION app.guard_case_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF app.actor() = 'coordinator' AND NOT EXISTS (SELECT FROM organizations_membership m
      WHERE m.organization_id = NEW.organization_id AND m.id = NEW.by_id
        AND m.user_id = app.user_id()) THEN
    PERFORM app.refuse_partnership('case_in_own_name', 'each acts in their own name'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON partnerships_caseevent
  FOR EACH ROW EXECUTE FUNCTION app.guard_case_event();
CREATE TRIGGER guard BEFORE INSERT ON partnerships_pairdecision
  FOR EACH ROW EXECUTE FUNCTION app.guard_case_event();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_caseevent
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON partnerships_pairdecision
  FOR EACH ROW EXECUTE FUNCTION app.refuse_change();
"""

REVERSE = (
    """
DROP TRIGGER append_only ON partnerships_pairdecision;
DROP TRIGGER append_only ON partnerships_caseevent;
DROP TRIGGER guard ON partnerships_case;
DROP FUNCTION app.guard_case;
DROP FUNCTION app.is_staff;
DROP TRIGGER guard ON partnerships_pairdecision;
DROP TRIGGER guard ON partnerships_caseevent;
DROP FUNCTION app.guard_case_event;
GRANT UPDATE, DELETE ON partnerships_caseevent, partnerships_pairdecision TO app_rw;
GRANT DELETE ON partnerships_case, partnerships_casewatch TO app_rw;
DROP POLICY coordinators_decide ON partnerships_pairdecision;
"""
    + "\n".join(f"DROP POLICY staff ON partnerships_{table};" for table in TABLES)
)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0033_cases")]
    operations = [migrations.RunSQL(POLICIES + RULES, REVERSE)]
