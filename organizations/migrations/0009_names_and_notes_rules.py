"""What HR may write of its competitors without learning anything, and who reads intake notes."""

from django.db import migrations

# HR's role reads one table and writes through these. What they answer depends on what the company
# itself has typed and on nothing else.
NAMES = """
CREATE FUNCTION app.hr_trace(what text, kind text, about uuid, told jsonb) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO organizations_auditevent (organization_id, id, verb, role, by_user_id, object_type, object_id, facts)
  VALUES (app.organization(), gen_random_uuid(), what, 'hr', app.user_id(), kind, about, told)
$$;

-- Two requests of one company wait for each other, so its list never grows past the limit.
CREATE FUNCTION app.name_competitor(new_id uuid, typed text, most int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE answer text := 'ok';
BEGIN
  IF app.company() IS NULL OR app.actor() <> 'hr' THEN
    RAISE EXCEPTION 'only HR names competitors of its company' USING ERRCODE = '42501'; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('competitors:' || app.company(), 0));
  PERFORM set_config('app.migrating', 'on', true);
  IF NOT EXISTS (SELECT FROM organizations_namedcompetitor n
       WHERE n.organization_id = app.organization() AND n.company_id = app.company()
         AND n.removed_at IS NULL AND lower(n.name) = lower(typed)) THEN
    IF most <= (SELECT count(*) FROM organizations_namedcompetitor n
         WHERE n.organization_id = app.organization() AND n.company_id = app.company()
           AND n.removed_at IS NULL) THEN
      answer := 'full';
    ELSE
      INSERT INTO organizations_namedcompetitor (organization_id, id, company_id, name, by_user_id)
      VALUES (app.organization(), new_id, app.company(), typed, app.user_id());
      PERFORM app.hr_trace('competitor.named', 'namedcompetitor', new_id, '{}');
    END IF;
  END IF;
  PERFORM set_config('app.migrating', '', true);
  RETURN answer;
END $$;

CREATE FUNCTION app.unname_competitor(wanted uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE done boolean;
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  UPDATE organizations_namedcompetitor SET removed_at = now()
   WHERE organization_id = app.organization() AND company_id = app.company() AND id = wanted
     AND removed_at IS NULL;
  done := FOUND;
  IF done THEN PERFORM app.hr_trace('competitor.unnamed', 'namedcompetitor', wanted, '{}'); END IF;
  PERFORM set_config('app.migrating', '', true);
  RETURN done;
END $$;

-- In every program that the company sponsors and has not said so for.
CREATE FUNCTION app.state_competitors() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE place uuid; number int := 0;
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  FOR place IN UPDATE programs_sponsorship SET competitors_stated_at = now()
     WHERE organization_id = app.organization() AND company_id = app.company()
       AND competitors_stated_at IS NULL RETURNING id
  LOOP
    PERFORM app.hr_trace('sponsorship.competitors_stated', 'sponsorship', place, '{}');
    number := number + 1;
  END LOOP;
  PERFORM set_config('app.migrating', '', true);
  RETURN number;
END $$;
REVOKE ALL ON FUNCTION app.hr_trace, app.name_competitor, app.unname_competitor, app.state_competitors
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.name_competitor, app.unname_competitor, app.state_competitors TO app_hr;

GRANT SELECT ON organizations_namedcompetitor TO app_hr;
CREATE POLICY hr ON organizations_namedcompetitor FOR SELECT TO app_hr
  USING (organization_id = (SELECT app.organization()) AND company_id = (SELECT app.company())
         AND removed_at IS NULL);
REVOKE INSERT ON organizations_namedcompetitor FROM app_rw;

GRANT SELECT ON programs_sponsorcontact TO app_hr;
CREATE POLICY hr ON programs_sponsorcontact FOR SELECT TO app_hr
  USING (organization_id = (SELECT app.organization())
         AND sponsorship_id = ANY (ARRAY(SELECT s.id FROM programs_sponsorship s
               WHERE s.organization_id = (SELECT app.organization())
                 AND s.company_id = (SELECT app.company()))));
"""

NOTES = """
CREATE POLICY coordinators ON organizations_intakenote AS RESTRICTIVE TO app_rw
  USING (organization_id = (SELECT app.organization()) AND (SELECT app.actor()) = 'coordinator');
CREATE POLICY coordinators ON organizations_intakenoteversion AS RESTRICTIVE TO app_rw
  USING (organization_id = (SELECT app.organization()) AND (SELECT app.actor()) = 'coordinator');

CREATE FUNCTION app.guard_note() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM organizations_membership m
      WHERE m.organization_id = NEW.organization_id AND m.id = NEW.author_id
        AND m.user_id = app.user_id()) THEN
    RAISE EXCEPTION 'a note is written and changed by its author'
      USING ERRCODE = '23514', CONSTRAINT = 'intakenote_by_author';
  END IF;
  IF TG_OP = 'INSERT' THEN
    NEW.written_at := now();
    RETURN NEW;
  END IF;
  IF OLD.written_at <= now() - interval '1 day' THEN
    RAISE EXCEPTION 'a note is changed within a day' USING ERRCODE = '23514', CONSTRAINT = 'intakenote_within_day';
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.person_id, NEW.author_id, NEW.written_at)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.person_id, OLD.author_id, OLD.written_at) THEN
    RAISE EXCEPTION 'a note stays with its person and author'
      USING ERRCODE = '23514', CONSTRAINT = 'intakenote_frozen';
  END IF;
  NEW.edited_at := now();
  INSERT INTO organizations_intakenoteversion (organization_id, id, note_id, locked)
  VALUES (OLD.organization_id, gen_random_uuid(), OLD.id, OLD.locked);
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON organizations_intakenote
  FOR EACH ROW EXECUTE FUNCTION app.guard_note();
REVOKE UPDATE ON organizations_intakenoteversion FROM app_rw;
"""

REVERSE = """
GRANT UPDATE ON organizations_intakenoteversion TO app_rw;
DROP TRIGGER guard ON organizations_intakenote;
DROP FUNCTION app.guard_note;
DROP POLICY coordinators ON organizations_intakenoteversion;
DROP POLICY coordinators ON organizations_intakenote;
DROP POLICY hr ON programs_sponsorcontact;
REVOKE ALL ON programs_sponsorcontact FROM app_hr;
GRANT INSERT ON organizations_namedcompetitor TO app_rw;
DROP POLICY hr ON organizations_namedcompetitor;
REVOKE ALL ON organizations_namedcompetitor FROM app_hr;
DROP FUNCTION app.state_competitors, app.unname_competitor, app.name_competitor, app.hr_trace;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0008_names_and_notes"),
        ("programs", "0004_gates"),
    ]
    operations = [migrations.RunSQL(NAMES + NOTES, REVERSE)]
