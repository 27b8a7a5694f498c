"""Meetings open when both have finished the training of their side, once, and only then."""

from django.db import migrations, models

RULE = """
-- Whether somebody has finished what is required of their side; nothing required is not finished.
CREATE FUNCTION app.is_trained(organization uuid, participant uuid) RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT count(*) > 0 AND bool_and(EXISTS (
      SELECT FROM training_completion c WHERE c.organization_id = m.organization_id
         AND c.module_id = m.id AND c.participant_id = p.id))
    FROM participants_participant p
    JOIN training_programmodule m ON m.organization_id = p.organization_id
     AND m.program_id = p.program_id AND m.side = p.side AND m.need = 'required'
   WHERE p.organization_id = organization AND p.id = participant
$$;

CREATE FUNCTION app.guard_introduction() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.introduced_at IS NULL THEN RETURN NEW; END IF;
  IF TG_OP = 'UPDATE' AND NEW.introduced_at IS NOT DISTINCT FROM OLD.introduced_at THEN
    RETURN NEW; END IF;
  IF TG_OP = 'INSERT' OR OLD.introduced_at IS NOT NULL OR OLD.status <> 'preparing' THEN
    PERFORM app.refuse_partnership('partnership_introduced_once',
      'the two are introduced once, while they prepare'); END IF;
  IF NOT (app.is_trained(NEW.organization_id, NEW.mentor_id)
          AND app.is_trained(NEW.organization_id, NEW.mentee_id)) THEN
    PERFORM app.refuse_partnership('partnership_after_training',
      'both finish their training before they meet'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER introduction BEFORE INSERT OR UPDATE ON partnerships_partnership
  FOR EACH ROW EXECUTE FUNCTION app.guard_introduction();
"""
REVERSE = """
DROP TRIGGER introduction ON partnerships_partnership;
DROP FUNCTION app.guard_introduction, app.is_trained;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0010_writing_rules"),
        ("training", "0006_module_rules"),
    ]
    operations = [
        migrations.AddField(
            model_name="partnership",
            name="introduced_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["active", "paused"]), _negated=True),
                    ("introduced_at__isnull", False),
                    _connector="OR",
                ),
                name="partnership_after_training",
            ),
        ),
        migrations.RunSQL(RULE, REVERSE),
    ]
