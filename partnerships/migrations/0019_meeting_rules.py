"""A meeting is agreed by the two, each for themselves; who else comes near can only cancel it."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
# That and when is for the pair, for coordinators, and for workers who tell them.
READERS = f"""{HERE} AND ((SELECT app.actor()) IN ('coordinator', 'worker')
    OR ((SELECT app.actor()) = 'participant'
        AND partnership_id = ANY (ARRAY(SELECT app.my_partnerships()))))"""

HELPERS = """
CREATE FUNCTION app.refuse_meeting(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

-- The partnership of something new to be arranged; refused where the two cannot meet.
CREATE FUNCTION app.meets(organization uuid, partnership uuid)
RETURNS partnerships_partnership
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE p partnerships_partnership;
BEGIN
  SELECT * INTO p FROM partnerships_partnership x
   WHERE x.organization_id = organization AND x.id = partnership;
  IF p.introduced_at IS NULL OR p.status NOT IN ('preparing', 'active', 'paused', 'closing') THEN
    PERFORM app.refuse_meeting('meeting_after_introduction',
      'the two meet from their introduction to their end'); END IF;
  RETURN p;
END $$;

-- The one of the two who is at work here, or nobody.
CREATE FUNCTION app.me_of(organization uuid, partnership uuid) RETURNS uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT m.id FROM app.myself() m(id) JOIN partnerships_partnership p
      ON m.id IN (p.mentor_person_id, p.mentee_person_id)
   WHERE p.organization_id = organization AND p.id = partnership LIMIT 1
$$;
"""

MEETING = """
CREATE FUNCTION app.guard_new_meeting() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE p partnerships_partnership := app.meets(NEW.organization_id, NEW.partnership_id);
        me uuid := app.me_of(NEW.organization_id, NEW.partnership_id);
BEGIN
  IF me IS NULL THEN
    PERFORM app.refuse_meeting('meeting_of_the_two', 'the two arrange their own meetings'); END IF;
  IF NEW.series_id IS NOT NULL THEN
    IF NEW.status <> 'planned' OR NOT EXISTS (SELECT FROM partnerships_meetingseries s
        WHERE s.organization_id = NEW.organization_id AND s.id = NEW.series_id
          AND s.partnership_id = NEW.partnership_id AND s.status = 'planned'
          AND s.proposed_by_id = NEW.proposed_by_id) THEN
      PERFORM app.refuse_meeting('meeting_of_agreed_series', 'a series is agreed first'); END IF;
  ELSIF NEW.proposed_by_id <> me THEN
    PERFORM app.refuse_meeting('meeting_by_oneself', 'each proposes for themselves');
  ELSIF NEW.status = 'held' THEN
    IF (CASE me WHEN p.mentee_person_id THEN NEW.mentor_said ELSE NEW.mentee_said END) <> '' THEN
      PERFORM app.refuse_meeting('meeting_by_oneself', 'each says for themselves'); END IF;
  ELSIF NEW.status <> 'proposed' THEN
    PERFORM app.refuse_meeting('meeting_needs_a_yes', 'a meeting is agreed by the other');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_new BEFORE INSERT ON partnerships_meeting
  FOR EACH ROW EXECUTE FUNCTION app.guard_new_meeting();

CREATE FUNCTION app.guard_meeting() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE p partnerships_partnership; me uuid;
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.series_id, NEW.original_at, NEW.uid)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.series_id, OLD.original_at, OLD.uid)
     OR OLD.status = 'cancelled' OR NEW.sequence < OLD.sequence THEN
    PERFORM app.refuse_meeting('meeting_frozen', 'this stays as it is'); END IF;
  IF NEW.status <> OLD.status AND (OLD.status || '>' || NEW.status) NOT IN (
      'proposed>planned', 'proposed>cancelled', 'planned>held', 'planned>missed',
      'planned>cancelled', 'held>missed', 'missed>held') THEN
    PERFORM app.refuse_meeting('meeting_steps', 'a meeting does not go this way'); END IF;
  IF NEW.status = 'cancelled' THEN RETURN NEW; END IF;
  me := app.me_of(NEW.organization_id, NEW.partnership_id);
  IF me IS NULL THEN
    PERFORM app.refuse_meeting('meeting_of_the_two', 'the two arrange their own meetings'); END IF;
  SELECT * INTO p FROM partnerships_partnership x
   WHERE x.organization_id = NEW.organization_id AND x.id = NEW.partnership_id;
  IF NEW.status = 'planned' AND (OLD.status = 'proposed' OR NEW.starts_at <> OLD.starts_at)
     AND (OLD.proposed_by_id = me OR NOT NEW.starts_at = ANY (OLD.options)) THEN
    PERFORM app.refuse_meeting('meeting_needs_a_yes', 'a meeting is agreed by the other'); END IF;
  IF NEW.status = 'planned' AND OLD.status = 'planned' AND NEW.proposed_by_id <> OLD.proposed_by_id
     AND NEW.open_until IS NULL THEN
    PERFORM app.refuse_meeting('meeting_by_oneself', 'each proposes for themselves'); END IF;
  IF NEW.open_until IS NOT NULL AND NEW.options <> OLD.options AND NEW.proposed_by_id <> me
     OR NEW.proposed_by_id NOT IN (OLD.proposed_by_id, me)
     OR NEW.mentee_said <> OLD.mentee_said AND me <> p.mentee_person_id
     OR NEW.mentor_said <> OLD.mentor_said AND me <> p.mentor_person_id THEN
    PERFORM app.refuse_meeting('meeting_by_oneself', 'each speaks for themselves'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_meeting
  FOR EACH ROW EXECUTE FUNCTION app.guard_meeting();
"""

SERIES = """
CREATE FUNCTION app.guard_series() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me uuid := app.me_of(NEW.organization_id, NEW.partnership_id);
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM app.meets(NEW.organization_id, NEW.partnership_id);
    IF NEW.status <> 'proposed' THEN
      PERFORM app.refuse_meeting('meeting_needs_a_yes', 'a series is agreed by the other'); END IF;
    IF me IS NULL OR NEW.proposed_by_id <> me THEN
      PERFORM app.refuse_meeting('meeting_by_oneself', 'each proposes for themselves'); END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.uid, NEW.zone, NEW.first_on, NEW.at,
      NEW.every, NEW.unit, NEW.nth, NEW.minutes, NEW.proposed_by_id)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.uid, OLD.zone, OLD.first_on, OLD.at,
      OLD.every, OLD.unit, OLD.nth, OLD.minutes, OLD.proposed_by_id)
     OR OLD.status = 'cancelled' OR NEW.sequence < OLD.sequence OR NEW.until > OLD.until THEN
    PERFORM app.refuse_meeting('meeting_frozen', 'this stays as it is'); END IF;
  IF NEW.status <> OLD.status AND NEW.status = 'proposed' THEN
    PERFORM app.refuse_meeting('meeting_steps', 'a series does not go this way'); END IF;
  IF NEW.status <> OLD.status AND NEW.status = 'planned'
     AND (me IS NULL OR me = OLD.proposed_by_id) THEN
    PERFORM app.refuse_meeting('meeting_needs_a_yes', 'a series is agreed by the other'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_meetingseries
  FOR EACH ROW EXECUTE FUNCTION app.guard_series();
"""

WORDS = """
CREATE FUNCTION app.guard_meeting_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.kind, NEW.meeting_id, NEW.series_id)
     IS DISTINCT FROM (OLD.kind, OLD.meeting_id, OLD.series_id) THEN
    PERFORM app.refuse_meeting('meeting_frozen', 'words stay with their meeting'); END IF;
  IF NEW.meeting_id IS NOT NULL AND NOT EXISTS (SELECT FROM partnerships_meeting m
       WHERE m.organization_id = NEW.organization_id AND m.id = NEW.meeting_id
         AND m.partnership_id = NEW.partnership_id)
     OR NEW.series_id IS NOT NULL AND NOT EXISTS (SELECT FROM partnerships_meetingseries s
       WHERE s.organization_id = NEW.organization_id AND s.id = NEW.series_id
         AND s.partnership_id = NEW.partnership_id) THEN
    PERFORM app.refuse_meeting('meeting_of_the_two', 'words are about a meeting of the pair');
  END IF;
  IF NEW.kind = 'agenda' AND NOT EXISTS (SELECT FROM partnerships_partnership p
       WHERE p.organization_id = NEW.organization_id AND p.id = NEW.partnership_id
         AND p.mentee_person_id = NEW.author_id) THEN
    PERFORM app.refuse_meeting('meeting_agenda_of_mentee', 'the mentee writes the agenda');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_about BEFORE INSERT OR UPDATE ON partnerships_meetingwords
  FOR EACH ROW EXECUTE FUNCTION app.guard_meeting_words();
CREATE TRIGGER guard BEFORE UPDATE ON partnerships_meetingwords
  FOR EACH ROW EXECUTE FUNCTION app.guard_writing();
"""

POLICIES = "".join(
    f"""
CREATE POLICY readers ON {table} AS RESTRICTIVE TO app_rw
  USING ({READERS}) WITH CHECK ({READERS});
REVOKE DELETE ON {table} FROM app_rw;
"""
    for table in ("partnerships_meeting", "partnerships_meetingseries")
)

REVERSE = """
GRANT DELETE ON partnerships_meeting, partnerships_meetingseries TO app_rw;
DROP POLICY readers ON partnerships_meetingseries;
DROP POLICY readers ON partnerships_meeting;
DROP TRIGGER guard ON partnerships_meetingwords;
DROP TRIGGER guard_about ON partnerships_meetingwords;
DROP TRIGGER guard ON partnerships_meetingseries;
DROP TRIGGER guard ON partnerships_meeting;
DROP TRIGGER guard_new ON partnerships_meeting;
DROP FUNCTION app.guard_meeting_words, app.guard_series, app.guard_meeting, app.guard_new_meeting,
  app.me_of, app.meets, app.refuse_meeting;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0018_meetings")]
    operations = [migrations.RunSQL(HELPERS + MEETING + SERIES + WORDS + POLICIES, REVERSE)]
