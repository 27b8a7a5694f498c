"""Write planned people: persons, jobs, logins, participants and their lists, each leaving a trace.

Works on many at once, and one person is a list of one: the same rows and the same audit either way.
"""

import json

from django.db import connection

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Employment, Membership, Person
from organizations.roles import Role
from participants.models import FormerEmployer, Participant, ParticipantCompetency, PleaseNot
from participants.planning import CHANGED, CREATED, UNCHANGED
from participants.roles import Side, Standing

# Where a column is kept under another name on the participant.
FIELDS = {
    "transition_wanted": "transitions",
    "transitions_lived": "transitions",
    "max_time_zone_gap": "max_zone_gap_hours",
}
OF_PERSON = ("email", "given_name", "family_name", "company")
_TRACES = """
INSERT INTO organizations_auditevent
  (organization_id, role, by_user_id, id, verb, object_type, object_id, facts)
SELECT %s, %s, %s, * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::jsonb[])"""
LISTS = ("needs", "offers", "former_employers", "please_not")


def lock_people():
    """One writer of people at a time in an organization: nobody is created twice."""
    key = f"people:{context.current().organization_id}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def write(program, side, plans, *, by):
    """Carry out plans without problems, made after ``lock_people`` in the same transaction."""
    plans, traces = [plan for plan in plans if plan.outcome != UNCHANGED], []
    _write_persons(plans, traces)
    _write_jobs(plans, traces)
    _write_memberships(plans, traces)
    _write_participants(program, side, plans, traces)
    _write_traces(traces, by)


def trace(verb, row, **facts):
    """One line of audit about ``row``, to be written by ``_write_traces``."""
    return verb, row._meta.model_name, str(row.pk), json.dumps(facts)


def _write_traces(traces, by):
    """The rows that ``organizations.audit.record`` writes, four for each new person.

    By hand: as objects they take a tenth of an import's time.
    """
    if not traces:
        return
    ids = [str(uuid7()) for _trace in traces]
    who = (by.role, by.user_id) if by else ("", None)
    columns = (list(column) for column in zip(*traces, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_TRACES, [context.current().organization_id, *who, ids, *columns])


def _write_persons(plans, traces):
    new = [plan for plan in plans if plan.stored.person is None]
    for plan in new:
        plan.stored.person = Person(**{name: plan.values[name] for name in OF_PERSON[:3]})
        traces.append(trace("person.created", plan.stored.person))
    _give_logins([plan.stored.person for plan in new])
    Person.objects.bulk_create([plan.stored.person for plan in new])
    known = [plan for plan in plans if plan.stored.values]
    without = [plan.stored.person for plan in known if plan.stored.person.user_id is None]
    _give_logins(without)
    renamed = [plan for plan in known if _is_renamed(plan)]
    for plan in renamed:
        person = plan.stored.person
        person.given_name = plan.values["given_name"]
        person.family_name = plan.values["family_name"]
        traces.append(trace("person.renamed", person))
    touched = {
        person.pk: person for person in (*without, *(plan.stored.person for plan in renamed))
    }
    for person in touched.values():
        person.save(update_fields=["given_name", "family_name", "user"])


def _is_renamed(plan):
    person = plan.stored.person
    now = (person.given_name, person.family_name)
    return now != (plan.values["given_name"], plan.values["family_name"])


def _give_logins(persons):
    if not persons:
        return
    emails = [person.email.lower() for person in persons]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT email, id FROM app.logins_for(%s, %s::uuid[])",
            [emails, [str(uuid7()) for _email in emails]],
        )
        logins = dict(cursor.fetchall())
    for person, email in zip(persons, emails, strict=True):
        person.user_id = logins[email]


def _write_jobs(plans, traces):
    today = clock.today()
    moving = [plan for plan in plans if not _stays(plan)]
    for plan in moving:
        if plan.stored.job:
            _end_job(plan.stored.job, today, traces)
    jobs = [
        Employment(
            person_id=plan.stored.person.pk, company_id=plan.values["company"], started_on=today
        )
        for plan in moving
    ]
    Employment.objects.bulk_create(jobs)
    traces += [trace("employment.started", job, company=str(job.company_id)) for job in jobs]
    for plan in moving:
        if plan.stored.values:
            _move_participations(plan, today, traces)


def _stays(plan):
    job = plan.stored.job
    return (job.company_id if job else None) == plan.values["company"]


def _end_job(job, today, traces):
    job.ended_on = today
    job.save(update_fields=["ended_on"])
    traces.append(trace("employment.ended", job))


def _move_participations(plan, today, traces):
    """A person has one employer, in every program that is not over."""
    rows = Participant.objects.filter(person=plan.stored.person, program__ends_on__gte=today)
    if plan.stored.participant:
        rows = rows.exclude(pk=plan.stored.participant.pk)
    rows = list(rows.exclude(company_id=plan.values["company"]))
    for row in rows:
        row.company_id = plan.values["company"]
        row.save(update_fields=["company", "updated_at"])
        traces.append(trace("participant.changed", row, columns=["company"]))


def _write_memberships(plans, traces):
    persons = {plan.stored.person.user_id: plan.stored.person for plan in plans}
    held = Membership.objects.filter(user_id__in=persons, role=Role.PARTICIPANT)
    have = set(held.values_list("user_id", flat=True))
    memberships = [
        Membership(user_id=user_id, role=Role.PARTICIPANT, person_id=person.pk, name=person.name)
        for user_id, person in persons.items()
        if user_id not in have
    ]
    Membership.objects.bulk_create(memberships)
    traces += [
        trace("membership.granted", membership, role=Role.PARTICIPANT) for membership in memberships
    ]


def _write_participants(program, side, plans, traces):
    new = [plan for plan in plans if plan.outcome == CREATED]
    changed = [plan for plan in plans if plan.outcome == CHANGED]
    rows = [
        Participant(
            program_id=program.pk,
            person_id=plan.stored.person.pk,
            side=side,
            standing=Standing.IN,
            **_fields(plan.values),
        )
        for plan in new
    ]
    Participant.objects.bulk_create(rows)
    facts = {"program": str(program.pk), "side": str(side), "standing": str(Standing.IN)}
    traces += [trace("participant.created", row, **facts) for row in rows]
    for plan in changed:
        _change(plan, traces)
    pairs = [*zip(rows, (plan.values for plan in new), strict=True)]
    pairs += [(plan.stored.participant, _changed(plan)) for plan in changed]
    _write_lists(side, pairs)


def _changed(plan):
    names = {difference.column for difference in plan.differences}
    return {name: value for name, value in plan.values.items() if name in names}


def _change(plan, traces):
    participant, values = plan.stored.participant, _changed(plan)
    fields = _fields(values)
    for name, value in fields.items():
        setattr(participant, name, value)
    participant.save(update_fields=[*fields, "updated_at"])
    traces.append(trace("participant.changed", participant, columns=sorted(values)))
    for rows in (
        participant.competencies if {"needs", "offers"} & set(values) else None,
        participant.former_employers if "former_employers" in values else None,
        participant.please_not if "please_not" in values else None,
    ):
        if rows is not None:
            rows.all().delete()


def _fields(values):
    """The participant's own columns among ``values``."""
    fields = {
        FIELDS.get(name, name): value
        for name, value in values.items()
        if name not in (*OF_PERSON, *LISTS)
    }
    if "transitions" in fields:
        fields["transitions"] = list(fields["transitions"])
    for name in ("languages", "days"):
        if name in fields:
            fields[name] = list(fields[name])
    if "company" in values:
        fields["company_id"] = values["company"]
    return fields


def _write_lists(side, pairs):
    competencies, employers, undesired = [], [], []
    for participant, values in pairs:
        competencies += _competencies(side, participant, values)
        employers += [
            FormerEmployer(
                participant_id=participant.pk, name=name, ended_on=day, company_id=company
            )
            for name, day, company in values.get("former_employers", ())
        ]
        undesired += [
            PleaseNot(participant_id=participant.pk, text=text, company_id=company)
            for text, company in values.get("please_not", ())
        ]
    ParticipantCompetency.objects.bulk_create(competencies)
    FormerEmployer.objects.bulk_create(employers)
    PleaseNot.objects.bulk_create(undesired)


def _competencies(side, participant, values):
    if side == Side.MENTEE:
        return [
            ParticipantCompetency(participant_id=participant.pk, competency=code, rank=rank)
            for rank, code in enumerate(values.get("needs", ()), start=1)
        ]
    return [
        ParticipantCompetency(participant_id=participant.pk, competency=code, level=level)
        for code, level in values.get("offers", ())
    ]
