"""Shortlist rounds: who reads them, and what can never be true of them."""


import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import mentoring.tenancy.constraints
import mentoring.tenancy.keys
import mentoring.tenancy.models
from django.db import migrations, models

HERE = "organization_id = (SELECT app.organization())"
STAFF = "(SELECT app.actor()) IN ('coordinator', 'worker')"
PARTICIPANT = "(SELECT app.actor()) = 'participant'"
MINE = "= ANY (ARRAY(SELECT app.my_participants()))"
PUBLISHED = """round_id IN (SELECT r.id FROM matching_shortlistround r
    WHERE r.organization_id = (SELECT app.organization()) AND r.published_at IS NOT NULL)"""

WALLS = f"""
CREATE POLICY readers ON matching_shortlistround AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND published_at IS NOT NULL)));
CREATE POLICY staff_adds ON matching_shortlistround AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY staff_changes ON matching_shortlistround AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE} AND {STAFF});
REVOKE DELETE ON matching_shortlistround FROM app_rw;

CREATE POLICY readers ON matching_shortlistcandidate AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND (mentee_id {MINE} OR mentor_id {MINE})
    AND {PUBLISHED})));
CREATE POLICY staff_adds ON matching_shortlistcandidate AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND {STAFF});
CREATE POLICY staff_removes ON matching_shortlistcandidate AS RESTRICTIVE FOR DELETE TO app_rw
  USING ({HERE} AND {STAFF});
REVOKE UPDATE ON matching_shortlistcandidate FROM app_rw;

CREATE POLICY readers ON matching_shortlistanswer AS RESTRICTIVE FOR SELECT TO app_rw
  USING ({HERE} AND ({STAFF} OR ({PARTICIPANT} AND participant_id {MINE})));
-- Nobody wishes in somebody else's name; a worker acts for nobody but itself.
CREATE POLICY each_adds ON matching_shortlistanswer AS RESTRICTIVE FOR INSERT TO app_rw
  WITH CHECK ({HERE} AND ((SELECT app.actor()) = 'worker'
    OR ({PARTICIPANT} AND participant_id {MINE})));
CREATE POLICY each_changes ON matching_shortlistanswer AS RESTRICTIVE FOR UPDATE TO app_rw
  USING ({HERE} AND ((SELECT app.actor()) = 'worker'
    OR ({PARTICIPANT} AND participant_id {MINE})));
REVOKE DELETE ON matching_shortlistanswer FROM app_rw;
"""
NO_WALLS = """
GRANT DELETE ON matching_shortlistanswer TO app_rw;
DROP POLICY each_changes ON matching_shortlistanswer;
DROP POLICY each_adds ON matching_shortlistanswer;
DROP POLICY readers ON matching_shortlistanswer;
GRANT UPDATE ON matching_shortlistcandidate TO app_rw;
DROP POLICY staff_removes ON matching_shortlistcandidate;
DROP POLICY staff_adds ON matching_shortlistcandidate;
DROP POLICY readers ON matching_shortlistcandidate;
GRANT DELETE ON matching_shortlistround TO app_rw;
DROP POLICY staff_changes ON matching_shortlistround;
DROP POLICY staff_adds ON matching_shortlistround;
DROP POLICY readers ON matching_shortlistround;
"""

GUARDS = """
CREATE FUNCTION app.refuse_shortlist(rule text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = '23514', CONSTRAINT = rule;
END $$;

-- Where somebody works today, or was nominated from if that is unknown.
CREATE FUNCTION app.employer_today(organization uuid, participant uuid) RETURNS uuid
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce((SELECT e.company_id FROM organizations_employment e
      WHERE e.organization_id = p.organization_id AND e.person_id = p.person_id
        AND e.ended_on IS NULL ORDER BY e.started_on DESC LIMIT 1), p.company_id)
    FROM participants_participant p WHERE p.organization_id = organization AND p.id = participant
$$;

-- Nobody is shown whom they could never be matched with; places and wishes are for the service.
CREATE FUNCTION app.check_shortlist(r matching_shortlistround) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM matching_shortlistcandidate c
      LEFT JOIN participants_participant mentee ON mentee.organization_id = c.organization_id
        AND mentee.id = c.mentee_id AND mentee.program_id = r.program_id
        AND mentee.side = 'mentee' AND mentee.standing = 'in'
      LEFT JOIN participants_participant mentor ON mentor.organization_id = c.organization_id
        AND mentor.id = c.mentor_id AND mentor.program_id = r.program_id
        AND mentor.side = 'mentor' AND mentor.standing = 'in'
     WHERE c.organization_id = r.organization_id AND c.round_id = r.id
       AND (mentee.id IS NULL OR mentor.id IS NULL OR mentee.person_id = mentor.person_id)) THEN
    PERFORM app.refuse_shortlist('shortlist_both_take_part', 'both must take part in the program');
  END IF;
  IF EXISTS (SELECT FROM (
      SELECT c.organization_id, app.employer_today(c.organization_id, c.mentee_id) AS one,
             app.employer_today(c.organization_id, c.mentor_id) AS other
        FROM matching_shortlistcandidate c
       WHERE c.organization_id = r.organization_id AND c.round_id = r.id) AS pair
     WHERE pair.one = pair.other OR EXISTS (SELECT FROM organizations_companyconflict x
        WHERE x.organization_id = pair.organization_id
          AND x.low_id = least(pair.one, pair.other)
          AND x.high_id = greatest(pair.one, pair.other))) THEN
    PERFORM app.refuse_shortlist('shortlist_noncompeting', 'the companies compete or are the same');
  END IF;
  IF EXISTS (SELECT FROM matching_shortlistcandidate c
      WHERE c.organization_id = r.organization_id AND c.round_id = r.id
      GROUP BY c.mentee_id HAVING count(*) > r.most)
     OR EXISTS (SELECT FROM matching_shortlistcandidate c
      WHERE c.organization_id = r.organization_id AND c.round_id = r.id
      GROUP BY c.mentor_id HAVING count(*) > r.lists) THEN
    PERFORM app.refuse_shortlist('shortlist_lengths', 'a list is longer than was asked for');
  END IF;
END $$;

CREATE FUNCTION app.guard_shortlist() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.organization_id, NEW.id, NEW.program_id) IS DISTINCT FROM
     (OLD.organization_id, OLD.id, OLD.program_id)
     OR (OLD.published_at IS NOT NULL AND
       (NEW.published_at, NEW.published_by_id, NEW.most, NEW.lists, NEW.digest) IS DISTINCT FROM
       (OLD.published_at, OLD.published_by_id, OLD.most, OLD.lists, OLD.digest)) THEN
    PERFORM app.refuse_shortlist('shortlist_published_stays', 'what was published stays'); END IF;
  IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL THEN
    PERFORM app.check_shortlist(NEW); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE UPDATE ON matching_shortlistround
  FOR EACH ROW EXECUTE FUNCTION app.guard_shortlist();

CREATE FUNCTION app.guard_shortlist_candidate() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  listed matching_shortlistcandidate := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF EXISTS (SELECT FROM matching_shortlistround r WHERE r.organization_id = listed.organization_id
      AND r.id = listed.round_id AND r.published_at IS NOT NULL) THEN
    PERFORM app.refuse_shortlist('shortlist_published_stays', 'what was published stays'); END IF;
  RETURN listed;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR DELETE ON matching_shortlistcandidate
  FOR EACH ROW EXECUTE FUNCTION app.guard_shortlist_candidate();

CREATE FUNCTION app.guard_shortlist_answer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  wished uuid[] := array_remove(ARRAY[NEW.first_id, NEW.second_id, NEW.third_id], NULL);
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.organization_id, NEW.id, NEW.round_id, NEW.participant_id)
     IS DISTINCT FROM (OLD.organization_id, OLD.id, OLD.round_id, OLD.participant_id) THEN
    PERFORM app.refuse_shortlist('shortlist_answer_stays', 'an answer stays with its author');
  END IF;
  IF NOT EXISTS (SELECT FROM matching_shortlistround r
      WHERE r.organization_id = NEW.organization_id AND r.id = NEW.round_id
        AND r.published_at IS NOT NULL AND r.closed_at IS NULL
        AND r.closes_at > clock_timestamp()) THEN
    PERFORM app.refuse_shortlist('shortlist_open', 'nobody ranks before or after a round'); END IF;
  IF NOT EXISTS (SELECT FROM participants_participant p
      WHERE p.organization_id = NEW.organization_id AND p.id = NEW.participant_id
        AND p.standing = 'in') THEN
    PERFORM app.refuse_shortlist('shortlist_takes_part', 'who ranks takes part'); END IF;
  IF cardinality(wished) <> (SELECT count(*) FROM matching_shortlistcandidate c
      WHERE c.organization_id = NEW.organization_id AND c.round_id = NEW.round_id
        AND c.id = ANY (wished) AND NEW.participant_id IN (c.mentee_id, c.mentor_id))
     OR NOT EXISTS (SELECT FROM matching_shortlistcandidate c
      WHERE c.organization_id = NEW.organization_id AND c.round_id = NEW.round_id
        AND NEW.participant_id IN (c.mentee_id, c.mentor_id)) THEN
    PERFORM app.refuse_shortlist('shortlist_own_list', 'wishes are of one own list'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON matching_shortlistanswer
  FOR EACH ROW EXECUTE FUNCTION app.guard_shortlist_answer();
"""
NO_GUARDS = """
DROP TRIGGER guard ON matching_shortlistanswer;
DROP TRIGGER guard ON matching_shortlistcandidate;
DROP TRIGGER guard ON matching_shortlistround;
DROP FUNCTION app.guard_shortlist_answer, app.guard_shortlist_candidate, app.guard_shortlist;
DROP FUNCTION app.check_shortlist, app.employer_today, app.refuse_shortlist;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0009_run_quotas'),
        ('organizations', '0017_planned_jobs_go_with_people'),
        ('participants', '0016_seats_are_held'),
        ('programs', '0008_story_share'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShortlistRound',
            fields=[
                ('id', models.UUIDField(default=mentoring.tenancy.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('queued', 'Waiting to start'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('asked_by', models.UUIDField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('most', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3)], verbose_name='candidates for each mentee')),
                ('lists', models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='lists for each mentor')),
                ('waiting', models.PositiveIntegerField(default=0)),
                ('reached', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list)),
                ('points', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('closes_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('organization', mentoring.tenancy.models.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('program', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shortlists', to='programs.program')),
                ('published_by', mentoring.tenancy.models.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.membership')),
            ],
            options={
                'ordering': ['-created_at', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ShortlistCandidate',
            fields=[
                ('id', models.UUIDField(default=mentoring.tenancy.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('place', models.PositiveSmallIntegerField()),
                ('score', models.PositiveSmallIntegerField()),
                ('mentee', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                ('mentor', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                ('organization', mentoring.tenancy.models.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('round', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='matching.shortlistround')),
            ],
            options={
                'ordering': ['place'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ShortlistAnswer',
            fields=[
                ('id', models.UUIDField(default=mentoring.tenancy.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('answered_at', models.DateTimeField()),
                ('organization', mentoring.tenancy.models.OrganizationField(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('participant', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                ('first', mentoring.tenancy.models.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlistcandidate')),
                ('second', mentoring.tenancy.models.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlistcandidate')),
                ('third', mentoring.tenancy.models.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.shortlistcandidate')),
                ('round', mentoring.tenancy.models.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='matching.shortlistround')),
            ],
            options={
                'ordering': ['answered_at', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='shortlistround',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('status__in', ('queued', 'running'))), models.Q(models.Q(('status__in', ('queued', 'running')), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='shortlistround_finished_iff_over'),
        ),
        migrations.AddConstraint(
            model_name='shortlistround',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True), ('status__in', ['queued', 'running', 'done'])), fields=('organization', 'program'), name='shortlistround_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='shortlistround',
            constraint=models.CheckConstraint(condition=models.Q(('lists__range', (1, 20)), ('most__range', (1, 3))), name='shortlistround_numbers'),
        ),
        migrations.AddConstraint(
            model_name='shortlistround',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes_at__isnull', True), ('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('closes_at__gt', models.F('published_at')), ('published_at__isnull', False), ('published_by__isnull', False), ('status', 'done')), _connector='OR'), name='shortlistround_published_by_whom_until_when'),
        ),
        migrations.AddConstraint(
            model_name='shortlistround',
            constraint=mentoring.tenancy.constraints.TenantReference(field='program', name='shortlistround_program_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistround',
            constraint=mentoring.tenancy.constraints.TenantReference(field='published_by', name='shortlistround_published_by_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistround',
            constraint=mentoring.tenancy.constraints.TenantKey(name='shortlistround_key'),
        ),
        migrations.AddConstraint(
            model_name='shortlistround',
            constraint=mentoring.tenancy.constraints.TenantWall(kind='organization', name='shortlistround_wall'),
        ),
        migrations.AddConstraint(
            model_name='shortlistcandidate',
            constraint=models.UniqueConstraint(fields=('organization', 'round', 'mentee', 'mentor'), name='shortlistcandidate_distinct'),
        ),
        migrations.AddConstraint(
            model_name='shortlistcandidate',
            constraint=models.UniqueConstraint(fields=('organization', 'round', 'mentee', 'place'), name='shortlistcandidate_place'),
        ),
        migrations.AddConstraint(
            model_name='shortlistcandidate',
            constraint=models.CheckConstraint(condition=models.Q(('place__range', (1, 3))), name='shortlistcandidate_at_most_three'),
        ),
        migrations.AddConstraint(
            model_name='shortlistcandidate',
            constraint=mentoring.tenancy.constraints.TenantReference(field='round', name='shortlistcandidate_round_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistcandidate',
            constraint=mentoring.tenancy.constraints.TenantReference(field='mentee', name='shortlistcandidate_mentee_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistcandidate',
            constraint=mentoring.tenancy.constraints.TenantReference(field='mentor', name='shortlistcandidate_mentor_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistcandidate',
            constraint=mentoring.tenancy.constraints.TenantKey(name='shortlistcandidate_key'),
        ),
        migrations.AddConstraint(
            model_name='shortlistcandidate',
            constraint=mentoring.tenancy.constraints.TenantWall(kind='organization', name='shortlistcandidate_wall'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=models.UniqueConstraint(fields=('organization', 'round', 'participant'), name='shortlistanswer_one_each'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('second__isnull', True), ('first__isnull', False), _connector='OR'), models.Q(('third__isnull', True), ('second__isnull', False), _connector='OR')), name='shortlistanswer_in_order'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('second__isnull', True), models.Q(('second', models.F('first')), _negated=True), _connector='OR'), models.Q(('third__isnull', True), models.Q(models.Q(('third', models.F('first')), _negated=True), models.Q(('third', models.F('second')), _negated=True)), _connector='OR')), name='shortlistanswer_distinct'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=mentoring.tenancy.constraints.TenantReference(field='round', name='shortlistanswer_round_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=mentoring.tenancy.constraints.TenantReference(field='participant', name='shortlistanswer_participant_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=mentoring.tenancy.constraints.TenantReference(field='first', name='shortlistanswer_first_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=mentoring.tenancy.constraints.TenantReference(field='second', name='shortlistanswer_second_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=mentoring.tenancy.constraints.TenantReference(field='third', name='shortlistanswer_third_fk'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=mentoring.tenancy.constraints.TenantKey(name='shortlistanswer_key'),
        ),
        migrations.AddConstraint(
            model_name='shortlistanswer',
            constraint=mentoring.tenancy.constraints.TenantWall(kind='organization', name='shortlistanswer_wall'),
        ),
        migrations.RunSQL(WALLS, NO_WALLS),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
