"""A goal is its mentee's, what is to be done somebody's of the two; coordinators count goals."""

from django.db import migrations

HERE = "organization_id = (SELECT app.organization())"
PAIR = """(SELECT app.actor()) IN ('participant', 'worker')
       AND partnership_id = ANY (ARRAY(SELECT app.my_partnerships()))"""
STAFF = "(SELECT app.actor()) IN ('coordinator', 'worker')"

# What belongs to a goal, an item or a suggestion stands in the same partnership as that.
TOGETHER = {
    "partnerships_goalversion": ("goal_id", "partnerships_goal"),
    "partnerships_milestone": ("goal_id", "partnerships_goal"),
    "partnerships_goalprogress": ("goal_id", "partnerships_goal"),
    "partnerships_goalsuggestion": ("goal_id", "partnerships_goal"),
    "partnerships_suggestionanswer": ("suggestion_id", "partnerships_goalsuggestion"),
    "partnerships_actionstep": ("item_id", "partnerships_actionitem"),
}
TARGETS = sorted({target for _column, target in TOGETHER.values()})
# Whose each is; what is not here may be either's.
OF_SIDE = {
    "partnerships_goal": "mentee",
    "partnerships_goalversion": "mentee",
    "partnerships_milestone": "mentee",
    "partnerships_suggestionanswer": "mentee",
    "partnerships_goalsuggestion": "mentor",
    "partnerships_goalprogress": "",
    "partnerships_actionitem": "",
    "partnerships_actionstep": "",
}
CHANGING = ("partnerships_goal", "partnerships_milestone", "partnerships_actionitem")
STAYING = sorted(OF_SIDE.keys() - set(CHANGING))

SAME = "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table}_of_pair UNIQUE (organization_id, partnership_id, id);"
    for table in TARGETS
) + "".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table}_same_pair"
    f" FOREIGN KEY (organization_id, partnership_id, {column})"
    f" REFERENCES {target} (organization_id, partnership_id, id);"
    for table, (column, target) in TOGETHER.items()
)

GUARD = """
-- Goals and what is to be done are written from the introduction to the end.
CREATE FUNCTION app.guard_goal_work() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE p partnerships_partnership;
BEGIN
  SELECT * INTO p FROM partnerships_partnership
   WHERE organization_id = NEW.organization_id AND id = NEW.partnership_id;
  IF p.introduced_at IS NULL OR p.ended_at IS NOT NULL THEN
    PERFORM app.refuse_partnership('goal_work_under_way', 'written from the introduction to the end'); END IF;
  IF (TG_ARGV[0] = 'mentee' AND NEW.author_id <> p.mentee_person_id)
     OR (TG_ARGV[0] = 'mentor' AND NEW.author_id <> p.mentor_person_id) THEN
    PERFORM app.refuse_partnership('goal_work_of_side', 'the mentee sets goals, the mentor suggests'); END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION app.guard_action_owner() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM partnerships_partnership p
      WHERE p.organization_id = NEW.organization_id AND p.id = NEW.partnership_id
        AND NEW.owner_id IN (p.mentor_person_id, p.mentee_person_id)) THEN
    PERFORM app.refuse_partnership('action_of_the_two', 'it is for one of the two to do'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER owner BEFORE INSERT OR UPDATE ON partnerships_actionitem
  FOR EACH ROW EXECUTE FUNCTION app.guard_action_owner();
""" + "".join(
    f"CREATE TRIGGER under_way BEFORE INSERT{' OR UPDATE' if table in CHANGING else ''} ON {table}"
    f" FOR EACH ROW EXECUTE FUNCTION app.guard_goal_work('{side}');"
    for table, side in OF_SIDE.items()
)

FROZEN = "".join(
    f"CREATE TRIGGER guard BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION app.guard_writing();"
    for table in CHANGING
) + "".join(f"REVOKE UPDATE ON {table} FROM app_rw;" for table in STAYING)

FACTS = f"""
CREATE POLICY readers ON partnerships_goalfact AS RESTRICTIVE TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PAIR}))) WITH CHECK ({HERE} AND {PAIR});
REVOKE UPDATE ON partnerships_goalfact FROM app_rw;

CREATE FUNCTION app.note_goal() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO partnerships_goalfact (id, organization_id, partnership_id, set_at)
    VALUES (NEW.id, NEW.organization_id, NEW.partnership_id, NEW.written_at);
  ELSE
    DELETE FROM partnerships_goalfact WHERE organization_id = OLD.organization_id AND id = OLD.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fact AFTER INSERT OR DELETE ON partnerships_goal
  FOR EACH ROW EXECUTE FUNCTION app.note_goal();
"""

REVERSE = (
    """
DROP TRIGGER fact ON partnerships_goal;
DROP FUNCTION app.note_goal;
GRANT UPDATE ON partnerships_goalfact TO app_rw;
DROP POLICY readers ON partnerships_goalfact;
DROP TRIGGER owner ON partnerships_actionitem;
"""
    + "".join(f"GRANT UPDATE ON {table} TO app_rw;" for table in STAYING)
    + "".join(f"DROP TRIGGER guard ON {table};" for table in CHANGING)
    + "".join(f"DROP TRIGGER under_way ON {table};" for table in OF_SIDE)
    + "DROP FUNCTION app.guard_action_owner, app.guard_goal_work;"
    + "".join(f"ALTER TABLE {table} DROP CONSTRAINT {table}_same_pair;" for table in TOGETHER)
    + "".join(f"ALTER TABLE {table} DROP CONSTRAINT {table}_of_pair;" for table in TARGETS)
)


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0026_goals")]
    operations = [migrations.RunSQL(SAME + GUARD + FROZEN + FACTS, REVERSE)]
