"""The end of a partnership is the program's, and moves by a pause or a yes of both alone."""

from django.db import migrations, models

FILL = """
SELECT set_config('app.migrating', 'on', true);
UPDATE partnerships_partnership p SET ends_on = r.ends_on
  FROM programs_program r
 WHERE r.organization_id = p.organization_id AND r.id = p.program_id
   AND p.status IN ('active', 'paused', 'closing', 'completed');
UPDATE partnerships_partnership p SET paused_on = coalesce((
    SELECT max(e.at)::date FROM partnerships_partnershipevent e
     WHERE e.organization_id = p.organization_id AND e.partnership_id = p.id AND e.action = 'pause'),
    current_date)
 WHERE p.status = 'paused';
UPDATE partnerships_partnership p SET closing_until = greatest(p.ends_on, current_date) + r.closing_days
  FROM programs_program r
 WHERE r.organization_id = p.organization_id AND r.id = p.program_id AND p.status = 'closing';
SELECT set_config('app.migrating', '', true);
"""

LASTING = """
CREATE FUNCTION app.guard_lasting() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE today date; due date; closing int; moved int;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF num_nonnulls(NEW.ends_on, NEW.paused_on, NEW.ask_again_on, NEW.closing_until) > 0
       OR NEW.days_paused + NEW.days_extended > 0 THEN
      PERFORM app.refuse_partnership('partnership_end_kept', 'a match has no end and no pause yet');
    END IF;
    RETURN NEW;
  END IF;
  SELECT (now() AT TIME ZONE o.time_zone)::date, r.ends_on, r.closing_days INTO today, due, closing
    FROM organizations_organization o
    JOIN programs_program r ON r.organization_id = o.id AND r.id = NEW.program_id
   WHERE o.id = NEW.organization_id;
  moved := (NEW.days_paused - OLD.days_paused) + (NEW.days_extended - OLD.days_extended);
  IF OLD.status = 'preparing' AND NEW.status IN ('active', 'closing') THEN
    NEW.ends_on := coalesce(NEW.ends_on, due);
  ELSE
    due := OLD.ends_on + moved;
  END IF;
  IF NEW.ends_on IS DISTINCT FROM due THEN
    PERFORM app.refuse_partnership('partnership_end_kept', 'the end is the program''s, and moves by a '
      'pause or an extension alone'); END IF;
  IF NEW.days_paused <> OLD.days_paused AND (NEW.days_paused < OLD.days_paused
       OR OLD.status <> 'paused' OR NEW.status NOT IN ('active', 'closing')) THEN
    PERFORM app.refuse_partnership('partnership_end_kept', 'a pause moves the end when it is over');
  END IF;
  IF NEW.days_extended <> OLD.days_extended AND (NEW.status <> OLD.status
       OR NEW.status NOT IN ('active', 'paused') OR NOT EXISTS (
         SELECT FROM partnerships_extension x WHERE x.organization_id = NEW.organization_id
            AND x.partnership_id = NEW.id AND x.outcome = 'agreed'
            AND x.from_ends_on = OLD.ends_on AND x.to_ends_on = NEW.ends_on)) THEN
    PERFORM app.refuse_partnership('partnership_extended_by_both', 'both agree on going on for longer');
  END IF;
  IF NEW.status <> 'paused' THEN
    NEW.paused_on := NULL; NEW.ask_again_on := NULL;
  ELSIF OLD.status <> 'paused' THEN
    NEW.paused_on := coalesce(NEW.paused_on, today);
  ELSIF NEW.paused_on IS DISTINCT FROM OLD.paused_on THEN
    PERFORM app.refuse_partnership('partnership_end_kept', 'a pause began on the day it began');
  END IF;
  IF NEW.status = 'closing' AND OLD.status <> 'closing' THEN
    NEW.closing_until := coalesce(NEW.closing_until, today + closing);
  ELSIF NEW.closing_until IS DISTINCT FROM OLD.closing_until THEN
    PERFORM app.refuse_partnership('partnership_end_kept', 'closing lasts as long as was said');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER lasting BEFORE INSERT OR UPDATE ON partnerships_partnership
  FOR EACH ROW WHEN (NOT app.is_merging()) EXECUTE FUNCTION app.guard_lasting();
"""

EXTENSION = """
CREATE FUNCTION app.guard_extension() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE pair partnerships_partnership; signer uuid; sides text[] := '{}';
BEGIN
  SELECT * INTO pair FROM partnerships_partnership p
   WHERE p.organization_id = NEW.organization_id AND p.id = NEW.partnership_id;
  IF TG_OP = 'INSERT' THEN
    IF NEW.outcome <> '' OR num_nonnulls(NEW.mentor_agreed_at, NEW.mentee_agreed_at) <> 1
       OR (NEW.proposed_by = 'mentor') <> (NEW.mentor_agreed_at IS NOT NULL) THEN
      PERFORM app.refuse_partnership('extension_agreed_by_oneself', 'one proposes, the other answers');
    END IF;
    IF pair.status NOT IN ('active', 'paused') OR NEW.from_ends_on IS DISTINCT FROM pair.ends_on THEN
      PERFORM app.refuse_partnership('extension_of_what_runs', 'only what runs goes on for longer');
    END IF;
    sides := ARRAY[NEW.proposed_by];
  ELSE
    IF (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.from_ends_on, NEW.to_ends_on,
        NEW.proposed_by, NEW.proposed_at, NEW.answer_by)
       IS DISTINCT FROM
       (OLD.id, OLD.organization_id, OLD.partnership_id, OLD.from_ends_on, OLD.to_ends_on,
        OLD.proposed_by, OLD.proposed_at, OLD.answer_by) OR OLD.outcome <> ''
       OR (OLD.mentor_agreed_at IS NOT NULL AND NEW.mentor_agreed_at IS DISTINCT FROM OLD.mentor_agreed_at)
       OR (OLD.mentee_agreed_at IS NOT NULL AND NEW.mentee_agreed_at IS DISTINCT FROM OLD.mentee_agreed_at) THEN
      PERFORM app.refuse_partnership('extension_frozen', 'what was proposed stays, and is settled once');
    END IF;
    IF OLD.mentor_agreed_at IS NULL AND NEW.mentor_agreed_at IS NOT NULL THEN
      sides := sides || 'mentor'::text; END IF;
    IF OLD.mentee_agreed_at IS NULL AND NEW.mentee_agreed_at IS NOT NULL THEN
      sides := sides || 'mentee'::text; END IF;
  END IF;
  SELECT CASE WHEN sides = ARRAY['mentor'] THEN pair.mentor_person_id
              WHEN sides = ARRAY['mentee'] THEN pair.mentee_person_id END INTO signer;
  IF sides <> '{}' AND NOT EXISTS (SELECT FROM organizations_person x
      WHERE x.organization_id = NEW.organization_id AND x.id = signer AND x.user_id = app.user_id()) THEN
    PERFORM app.refuse_partnership('extension_agreed_by_oneself', 'each agrees for themselves');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON partnerships_extension
  FOR EACH ROW EXECUTE FUNCTION app.guard_extension();
REVOKE DELETE ON partnerships_extension FROM app_rw;
"""

REVERSE = """
GRANT DELETE ON partnerships_extension TO app_rw;
DROP TRIGGER guard ON partnerships_extension;
DROP TRIGGER lasting ON partnerships_partnership;
DROP FUNCTION app.guard_extension, app.guard_lasting;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0024_lasting"), ("programs", "0009_how_long_partnerships_last")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['active', 'paused', 'closing', 'completed']), _negated=True), ('ends_on__isnull', False), _connector='OR'), name='partnership_end_known'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(('days_paused__lte', 366), ('days_extended__lte', 366)), name='partnership_days_plausible'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('paused_on__isnull', False), ('status', 'paused')), models.Q(models.Q(('status', 'paused'), _negated=True), ('ask_again_on__isnull', True), ('paused_on__isnull', True)), _connector='OR'), name='partnership_paused_since'),
        ),
        migrations.AddConstraint(
            model_name='partnership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closing'), _negated=True), ('closing_until__isnull', False), _connector='OR'), name='partnership_closing_until'),
        ),
        migrations.RunSQL(LASTING + EXTENSION, REVERSE),
    ]
