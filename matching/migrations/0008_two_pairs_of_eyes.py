"""Two pairs of eyes, kept by the database: who approved a match is not who has it announced."""

from django.db import migrations, models

GUARD = """
CREATE FUNCTION app.refuse_match(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

-- Nobody approves in somebody else's name; a worker carries over what people have decided.
CREATE FUNCTION app.check_decider(m matching_match) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF app.actor() <> 'worker' AND NOT EXISTS (SELECT FROM organizations_membership x
      WHERE x.organization_id = m.organization_id AND x.id = m.decided_by_id
        AND x.user_id = app.user_id()) THEN
    PERFORM app.refuse_match('match_decided_for_oneself', 'each decides for themselves'); END IF;
END $$;

-- The flag is read under a lock: whoever switches it on waits, or is waited for.
CREATE FUNCTION app.check_four_eyes(m matching_match) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE looks_twice boolean; approver uuid; asker uuid;
BEGIN
  SELECT p.needs_two_approvers INTO looks_twice
    FROM matching_matchingrun r
    JOIN programs_program p ON p.organization_id = r.organization_id AND p.id = r.program_id
   WHERE r.organization_id = m.organization_id AND r.id = m.run_id
     FOR SHARE OF p;
  IF NOT looks_twice THEN RETURN; END IF;
  SELECT x.user_id INTO approver FROM organizations_membership x
   WHERE x.organization_id = m.organization_id AND x.id = m.decided_by_id;
  SELECT a.asked_by INTO asker FROM matching_announcementrun a
   WHERE a.organization_id = m.organization_id AND a.id = m.announcement_id AND a.run_id = m.run_id
     FOR SHARE;
  IF approver IS NULL OR asker IS NULL OR approver IN (asker, app.user_id()) THEN
    PERFORM app.refuse_match('match_four_eyes', 'another coordinator announces than who approved');
  END IF;
END $$;

CREATE FUNCTION app.guard_match() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.organization_id, NEW.id, NEW.run_id, NEW.mentee_id)
     IS DISTINCT FROM (OLD.organization_id, OLD.id, OLD.run_id, OLD.mentee_id) THEN
    PERFORM app.refuse_match('match_frozen', 'a match stays in its run, with its mentee'); END IF;
  IF TG_OP = 'UPDATE' AND OLD.decision <> 'proposed' AND NEW.mentor_id <> OLD.mentor_id THEN
    PERFORM app.refuse_match('match_mentor_kept', 'the mentor is the one who was decided on'); END IF;
  -- Before an insert OLD is null, so whatever is set counts as changed.
  IF NEW.decided_by_id IS NOT NULL AND (
       (NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at)
       OR (NEW.decision <> 'announced' AND NEW.decision IS DISTINCT FROM OLD.decision)) THEN
    PERFORM app.check_decider(NEW); END IF;
  IF (NEW.announcement_id IS NOT NULL OR NEW.decision = 'announced')
     AND (NEW.announcement_id, NEW.decision, NEW.decided_by_id)
     IS DISTINCT FROM (OLD.announcement_id, OLD.decision, OLD.decided_by_id) THEN
    PERFORM app.check_four_eyes(NEW); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON matching_match
  FOR EACH ROW EXECUTE FUNCTION app.guard_match();
"""
REVERSE = """
DROP TRIGGER guard ON matching_match;
DROP FUNCTION app.guard_match, app.check_four_eyes, app.check_decider, app.refuse_match;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0007_meaning_rule"),
        ("organizations", "0017_planned_jobs_go_with_people"),
        ("programs", "0008_story_share"),
    ]
    operations = [
        migrations.AddField(
            model_name="announcementrun",
            name="released",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunSQL(GUARD, REVERSE),
    ]
