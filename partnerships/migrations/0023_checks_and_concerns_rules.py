"""Who reads how it goes, who asks for a call, and that coordinators see no row of a concern."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
ACTOR = "(SELECT app.actor())"
COORDINATOR = f"{ACTOR} = 'coordinator'"
WORKER = f"{ACTOR} = 'worker'"
SYSTEM = f"({WORKER} AND (SELECT app.user_id()) IS NULL)"
OF_MINE = "partnership_id = ANY (ARRAY(SELECT app.my_partnerships()))"


def mine(column, function="myself"):
    return f"({ACTOR} = 'participant' AND {column} = ANY (ARRAY(SELECT app.{function}())))"


OWN_CHECK = mine("participant_id", "my_participants")
CHECKS = f"""
CREATE POLICY readers ON partnerships_check AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({COORDINATOR} OR {WORKER} OR {OWN_CHECK}))
  WITH CHECK ({HERE} AND ({WORKER} OR {OWN_CHECK}));
CREATE POLICY system_opens ON partnerships_check AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {WORKER});
REVOKE DELETE ON partnerships_check FROM app_rw;

CREATE FUNCTION app.guard_check() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.answered_at IS NOT NULL THEN
      PERFORM app.refuse_partnership('check_opened_first', 'a check is opened before it is sent'); END IF;
    IF NOT EXISTS (SELECT FROM partnerships_partnership p WHERE p.organization_id = NEW.organization_id
        AND p.id = NEW.partnership_id AND NEW.participant_id IN (p.mentor_id, p.mentee_id)
        AND p.introduced_at IS NOT NULL) THEN
      PERFORM app.refuse_partnership('check_of_the_two', 'the two are asked, once they can meet'); END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.participant_id, NEW.occasion, NEW.opened_at,
      NEW.closes_on) IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.participant_id, OLD.occasion, OLD.opened_at,
      OLD.closes_on) OR OLD.answered_at IS NOT NULL THEN
    PERFORM app.refuse_partnership('check_frozen', 'a check that was sent never changes'); END IF;
  IF NOT NEW.participant_id = ANY (ARRAY(SELECT app.my_participants())) THEN
    PERFORM app.refuse_partnership('check_by_oneself', 'each answers for themselves'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_check
  FOR EACH ROW EXECUTE FUNCTION app.guard_check();
"""

OWN_CALL = mine("person_id")
CALLS = f"""
CREATE POLICY readers ON partnerships_callrequest AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({COORDINATOR} OR {WORKER} OR {OWN_CALL}))
  WITH CHECK ({HERE} AND ({COORDINATOR} OR {OWN_CALL}));
CREATE POLICY each_asks ON partnerships_callrequest AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {OWN_CALL} AND {OF_MINE});
REVOKE DELETE ON partnerships_callrequest FROM app_rw;

CREATE FUNCTION app.guard_call() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.person_id, NEW.locked, NEW.asked_at)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.person_id, OLD.locked, OLD.asked_at)
     OR OLD.closed_at IS NOT NULL THEN
    PERFORM app.refuse_partnership('call_frozen', 'a call stays as it was asked for and closed'); END IF;
  IF NEW.closed_by_id IS DISTINCT FROM app.user_id()
     OR (NEW.outcome = 'taken_back') <> (app.actor() = 'participant') THEN
    PERFORM app.refuse_partnership('call_closed_by', 'who asked takes back, a coordinator closes'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_callrequest
  FOR EACH ROW EXECUTE FUNCTION app.guard_call();
"""

ADMINISTRATOR = f"""({SYSTEM} OR ({COORDINATOR} AND EXISTS (SELECT FROM organizations_membership m
    WHERE m.organization_id = (SELECT app.organization()) AND m.user_id = (SELECT app.user_id())
      AND m.role = 'administrator' AND m.ended_at IS NULL)))"""
CONTACTS = f"""
CREATE POLICY administrators_add ON partnerships_contactperson AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {ADMINISTRATOR});
CREATE POLICY administrators_change ON partnerships_contactperson AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE} AND {ADMINISTRATOR});
CREATE POLICY administrators_remove ON partnerships_contactperson AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND {ADMINISTRATOR});

CREATE FUNCTION app.guard_contact() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.program_id, NEW.name, NEW.email, NEW.about, NEW.named_at)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.program_id, OLD.name, OLD.email, OLD.about, OLD.named_at)
     OR OLD.ended_at IS NOT NULL THEN
    PERFORM app.refuse_partnership('contact_frozen', 'another contact person is another row'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_contactperson
  FOR EACH ROW EXECUTE FUNCTION app.guard_contact();
"""

# The hash of a link in a mail stands in the settings of the transaction of whoever holds the link.
OWN_CONCERN = mine("author_id")
BY_LINK = f"({ACTOR} = 'guest' AND token_hash = (SELECT app.link()))"
CONCERNS = f"""
CREATE FUNCTION app.link() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.link', true), '') $$;

CREATE POLICY readers ON partnerships_concern AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({SYSTEM} OR {OWN_CONCERN} OR {BY_LINK}));
CREATE POLICY each_tells ON partnerships_concern AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {OWN_CONCERN} AND {OF_MINE});
CREATE POLICY others_mark ON partnerships_concern AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE} AND ({SYSTEM} OR {BY_LINK}));
REVOKE DELETE ON partnerships_concern FROM app_rw;

CREATE FUNCTION app.guard_concern() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT EXISTS (SELECT FROM partnerships_contactperson c
        JOIN partnerships_partnership p ON p.organization_id = c.organization_id AND p.program_id = c.program_id
       WHERE c.organization_id = NEW.organization_id AND c.id = NEW.contact_id
         AND c.ended_at IS NULL AND p.id = NEW.partnership_id) THEN
      PERFORM app.refuse_partnership('concern_to_contact', 'a concern goes to the contact person of the program');
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.author_id, NEW.contact_id, NEW.locked,
      NEW.sent_at, NEW.token_hash, NEW.expires_at) IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.author_id, OLD.contact_id, OLD.locked,
      OLD.sent_at, OLD.token_hash, OLD.expires_at) THEN
    PERFORM app.refuse_partnership('concern_frozen', 'a concern stays as it was sent'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_concern
  FOR EACH ROW EXECUTE FUNCTION app.guard_concern();

-- Whoever holds a token has no organization yet. It tells an identifier, and nothing without the
-- token: hashes cannot be guessed.
CREATE FUNCTION app.concern_of(hash text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE organization uuid;
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  SELECT organization_id INTO organization FROM partnerships_concern WHERE token_hash = hash LIMIT 1;
  PERFORM set_config('app.migrating', '', true);
  RETURN organization;
END $$;
REVOKE ALL ON FUNCTION app.concern_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.concern_of TO app_rw;

CREATE POLICY concealed ON notifications_message AS RESTRICTIVE TO app_rw
  USING ({HERE} AND (kind NOT IN ('concern_told', 'concern_code') OR {SYSTEM}));
"""

REVERSE = """
DROP POLICY concealed ON notifications_message;
DROP FUNCTION app.concern_of;
DROP TRIGGER guard ON partnerships_concern;
DROP FUNCTION app.guard_concern;
GRANT DELETE ON partnerships_concern TO app_rw;
DROP POLICY others_mark ON partnerships_concern;
DROP POLICY each_tells ON partnerships_concern;
DROP POLICY readers ON partnerships_concern;
DROP FUNCTION app.link;
DROP TRIGGER guard ON partnerships_contactperson;
DROP FUNCTION app.guard_contact;
DROP POLICY administrators_remove ON partnerships_contactperson;
DROP POLICY administrators_change ON partnerships_contactperson;
DROP POLICY administrators_add ON partnerships_contactperson;
DROP TRIGGER guard ON partnerships_callrequest;
DROP FUNCTION app.guard_call;
GRANT DELETE ON partnerships_callrequest TO app_rw;
DROP POLICY each_asks ON partnerships_callrequest;
DROP POLICY readers ON partnerships_callrequest;
DROP TRIGGER guard ON partnerships_check;
DROP FUNCTION app.guard_check;
GRANT DELETE ON partnerships_check TO app_rw;
DROP POLICY system_opens ON partnerships_check;
DROP POLICY readers ON partnerships_check;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_optional_mail"),
        ("instruments", "0002_rules"),
        ("partnerships", "0022_checks_and_concerns"),
    ]
    operations = [migrations.RunSQL(CHECKS + CALLS + CONTACTS + CONCERNS, REVERSE)]
