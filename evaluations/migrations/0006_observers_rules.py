"""Who reads of observers and what they say: the mentee first, coordinators afterwards."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("instruments.migrations.0002_rules")

HERE = "organization_id = (SELECT app.organization())"
ACTOR = "(SELECT app.actor())"
WORKER = f"{ACTOR} = 'worker'"
OWN = f"({ACTOR} = 'participant' AND participant_id = ANY (ARRAY(SELECT app.my_participants())))"
BY_LINK = f"({ACTOR} = 'guest' AND token_hash = (SELECT app.link()))"

INVITATIONS = f"""
CREATE POLICY readers ON evaluations_observerinvitation AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({WORKER} OR {ACTOR} = 'coordinator' OR {OWN} OR {BY_LINK}))
  WITH CHECK ({HERE} AND ({WORKER} OR {OWN} OR {BY_LINK}));
CREATE POLICY each_invites ON evaluations_observerinvitation AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {OWN});
REVOKE DELETE ON evaluations_observerinvitation FROM app_rw;

CREATE FUNCTION app.guard_observer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.consented_at IS NOT NULL OR NOT EXISTS (SELECT FROM participants_participant p
        WHERE p.organization_id = NEW.organization_id AND p.id = NEW.participant_id
          AND p.side = 'mentee' AND p.standing = 'in') THEN
      PERFORM app.refuse_answer('observer_of_mentee', 'a mentee who takes part invites observers'); END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.participant_id, NEW.occasion, NEW.relation, NEW.invited_at)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.participant_id, OLD.occasion, OLD.relation, OLD.invited_at)
     OR ((NEW.name, NEW.email, NEW.locked) IS DISTINCT FROM (OLD.name, OLD.email, OLD.locked)
         AND NEW.forgotten_at IS NULL)
     OR (OLD.submitted_at IS NOT NULL AND
         (NEW.number, NEW.token_hash, NEW.expires_at, NEW.version_id, NEW.consent_version, NEW.consented_at,
          NEW.submitted_at, NEW.declined_at, NEW.withdrawn_at) IS DISTINCT FROM
         (OLD.number, OLD.token_hash, OLD.expires_at, OLD.version_id, OLD.consent_version, OLD.consented_at,
          OLD.submitted_at, OLD.declined_at, OLD.withdrawn_at)) THEN
    PERFORM app.refuse_answer('observer_frozen', 'another observer is another invitation'); END IF;
  IF (NEW.consented_at, NEW.submitted_at, NEW.declined_at)
     IS DISTINCT FROM (OLD.consented_at, OLD.submitted_at, OLD.declined_at) AND app.actor() <> 'guest'
     OR (NEW.read_at, NEW.number) IS DISTINCT FROM (OLD.read_at, OLD.number)
        AND app.actor() <> 'participant'
     OR NEW.forgotten_at IS DISTINCT FROM OLD.forgotten_at AND app.actor() <> 'worker' THEN
    PERFORM app.refuse_answer('observer_by_oneself', 'each says and reads what is theirs'); END IF;
  IF NEW.submitted_at IS NOT NULL AND OLD.submitted_at IS NULL THEN
    IF NEW.submitted_at > OLD.expires_at THEN
      PERFORM app.refuse_answer('observer_in_time', 'this link has run out'); END IF;
    IF EXISTS (SELECT FROM instruments_item i
        WHERE i.organization_id = NEW.organization_id AND i.version_id = NEW.version_id AND i.is_required
          AND NOT EXISTS (SELECT FROM app.observed(NEW.id) a WHERE a = i.id)) THEN
      PERFORM app.refuse_answer('observer_complete', 'a question that must be answered is not'); END IF;
  END IF;
  RETURN NEW;
END $$;

-- Which items were answered: all that whoever answers may read of it.
CREATE FUNCTION app.observed(invitation uuid) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  RETURN QUERY SELECT a.item_id FROM evaluations_observeranswer a
     WHERE a.organization_id = app.organization() AND a.invitation_id = invitation;
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.observed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.observed TO app_rw;

CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON evaluations_observerinvitation
  FOR EACH ROW EXECUTE FUNCTION app.guard_observer();

-- Whoever holds a token has no organization yet. The hash is compared by the caller.
CREATE FUNCTION app.observer_link_of(key uuid, OUT organization uuid, OUT hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  SELECT organization_id, token_hash INTO organization, hash
    FROM evaluations_observerinvitation WHERE id = key LIMIT 1;
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION app.observer_link_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.observer_link_of TO app_rw;
"""

OF_INVITATION = f"""EXISTS (SELECT FROM evaluations_observerinvitation i
      WHERE i.{HERE} AND i.id = invitation_id AND %s)"""
READABLE = OF_INVITATION % f"""i.submitted_at IS NOT NULL AND (
        {ACTOR} = 'participant' OR ({ACTOR} = 'coordinator'
          AND (i.read_at IS NOT NULL OR i.submitted_at <= now() - interval '14 days')))"""
BEING_WRITTEN = OF_INVITATION % f"{ACTOR} = 'guest' AND i.submitted_at IS NULL"

ANSWERS = f"""
CREATE POLICY readers ON evaluations_observeranswer AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({WORKER} OR {READABLE}))
  WITH CHECK ({HERE} AND {BEING_WRITTEN});
CREATE POLICY worker_removes ON evaluations_observeranswer AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND {WORKER});
REVOKE UPDATE ON evaluations_observeranswer FROM app_rw;

CREATE FUNCTION app.guard_observed() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE i instruments_item;
BEGIN
  SELECT x.* INTO i FROM instruments_item x
    JOIN evaluations_observerinvitation o ON o.organization_id = x.organization_id
     AND o.version_id = x.version_id AND o.id = NEW.invitation_id
   WHERE x.organization_id = NEW.organization_id AND x.id = NEW.item_id;
  IF NOT FOUND OR NOT app.answer_fits(jsonb_populate_record(NULL::instruments_answer, to_jsonb(NEW)), i) THEN
    PERFORM app.refuse_answer('observed_fits_item', 'this is no answer to this question'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON evaluations_observeranswer
  FOR EACH ROW EXECUTE FUNCTION app.guard_observed();
"""

# A version that an observer has begun to answer stays as it is, like one that a participant has.
FREEZE = """
CREATE OR REPLACE FUNCTION app.check_version_free(organization uuid, version uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM instruments_instrumentversion WHERE organization_id = organization AND id = version
    FOR UPDATE;
  IF EXISTS (SELECT FROM instruments_response r
      WHERE r.organization_id = organization AND r.version_id = version)
     OR EXISTS (SELECT FROM evaluations_observerinvitation o
      WHERE o.organization_id = organization AND o.version_id = version) THEN
    PERFORM app.refuse_answer('version_frozen', 'a questionnaire that somebody has opened never changes');
  END IF;
END $$;
"""
START = BEFORE.FREEZE.index("CREATE FUNCTION app.check_version_free")
END = BEFORE.FREEZE.index("CREATE FUNCTION app.guard_question")
FREE_BEFORE = BEFORE.FREEZE[START:END].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

REVERSE = f"""
{FREE_BEFORE}
DROP TRIGGER guard ON evaluations_observeranswer;
DROP FUNCTION app.guard_observed;
GRANT UPDATE ON evaluations_observeranswer TO app_rw;
DROP POLICY worker_removes ON evaluations_observeranswer;
DROP POLICY readers ON evaluations_observeranswer;
DROP FUNCTION app.observer_link_of;
DROP TRIGGER guard ON evaluations_observerinvitation;
DROP FUNCTION app.guard_observer;
DROP FUNCTION app.observed;
GRANT DELETE ON evaluations_observerinvitation TO app_rw;
DROP POLICY each_invites ON evaluations_observerinvitation;
DROP POLICY readers ON evaluations_observerinvitation;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0005_observers"),
        ("instruments", "0005_the_clock_says_when"),
        ("partnerships", "0036_invitations_move_with_companies"),
    ]
    operations = [migrations.RunSQL(INVITATIONS + ANSWERS + FREEZE, REVERSE)]
