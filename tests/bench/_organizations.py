"""An organization of any size, made by the importers and services that pages use."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import psycopg2
from django.conf import settings
from django.db import connection
from django.utils import timezone

from matching.announcing import announce
from matching.models import MatchingRun
from matching.queries import matches_of
from matching.services import approve_many, start_run
from matching.tasks import run_matching
from mentoring import clock, environment
from mentoring.jobs.models import RunStatus
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.industries import registry
from organizations.models import Company, Membership, Organization, User
from organizations.roles import Role
from organizations.services import create_organization, grant_role, save_company
from participants import reference
from participants.columns import columns
from participants.importing.runs import import_file
from participants.models import Participant
from participants.roles import Side
from partnerships.cases.kinds import Severity, Signal
from partnerships.cases.models import Case
from partnerships.models import Partnership
from programs.models import Program
from programs.services import create_program, sponsor

MENTEE_SHARE, ANNOUNCED_SHARE, MOST_ANNOUNCED = 0.6, 0.1, 100
PEOPLE_PER_COMPANY, FEWEST_COMPANIES = 20, 8
ZONES = ("America/Chicago", "Europe/Lisbon", "Europe/Berlin", "Asia/Kolkata")


@dataclass(frozen=True)
class Filled:
    """An organization with one program: people, a finished run, and some announced matches.

    The last three are logins: of a coordinator, of somebody with an announced match, of HR.
    """

    organization: Organization
    program: Program
    run: MatchingRun
    partnership: Partnership
    coordinator: User
    participant: User
    hr: User


@dataclass(frozen=True)
class Waiting:
    """An organization with one program whose people all wait for a match.

    The last two are memberships: of a coordinator and of HR.
    """

    organization: Organization
    program: Program
    coordinator: Membership
    hr: Membership


def filled(people, seed=1, announced=None):
    """A ``Filled`` organization of about ``people`` participants, the same for the same seed.

    So many matches are ``announced``, or a tenth of the people and at most a hundred.

    Every step is a transaction of its own, as when people do it, and the database learns of the
    many new rows before the next one, as it does by itself a minute later.
    """
    made = waiting(people, seed)
    count = announced or announced_of(people)
    program, coordinator = made.program, made.coordinator
    within = context.Context(made.organization.pk)
    run = _matched(program, by=coordinator)
    refresh_statistics()
    with context.enter(within):
        approve_many(list(matches_of(run)[:count]), by=coordinator, alternates=1)
    with context.enter(within):
        announce(run, by=coordinator)
        partnership = Partnership.objects.filter(program=program).order_by("pk").first()
        own = Membership.objects.get(person=partnership.mentee_person_id, role=Role.PARTICIPANT)
    refresh_statistics()
    logins = [User.objects.get(pk=one.user_id) for one in (coordinator, own, made.hr)]
    return Filled(made.organization, program, run, partnership, *logins)


def waiting(people, seed=1, companies=None):
    """A ``Waiting`` organization of about ``people`` participants, the same for the same seed.

    They are of so many ``companies``, or of one for each twenty of them.
    """
    rng = np.random.default_rng(seed)
    slug = f"bench-{uuid7().hex}"
    organization = create_organization(name=f"Benchmark {people}", slug=slug)
    within = context.Context(organization.pk)
    with context.enter(within):
        count = companies or max(FEWEST_COMPANIES, people // PEOPLE_PER_COMPANY)
        companies = _companies(count, rng)
        coordinator = _staff(f"coordinator@{slug}.example", Role.COORDINATOR)
        hr = _staff(f"hr@{slug}.example", Role.HR, company=companies[0])
        program = _program(companies, people, by=coordinator)
    mentees = round(MENTEE_SHARE * people)
    for side, count in ((Side.MENTEE, mentees), (Side.MENTOR, people - mentees)):
        content = _file(side, count, slug, companies, rng)
        with context.enter(within):
            import_file(program, side, content, f"{side}.csv", by=coordinator)
        refresh_statistics()
    return Waiting(organization, program, coordinator, hr)


def open_cases(made):
    """An open case about everybody in the program, due on one of twenty days."""
    now, today = clock.now(), clock.today()
    with context.enter(context.Context(made.organization.pk)):
        ids = Participant.objects.filter(program=made.program).values_list("pk", flat=True)
        cases = [
            Case(
                program=made.program,
                participant_id=pk,
                signal=Signal.PROFILE,
                occasion="once",
                since=now - timedelta(days=10),
                severity=Severity.values[number % len(Severity.values)],
                due_on=today + timedelta(days=number % 20 - 10),
            )
            for number, pk in enumerate(ids.order_by("pk"))
        ]
        Case.objects.bulk_create(cases, batch_size=500)
    refresh_statistics()


def refresh_statistics():
    """Let the database look at its tables now; only their owner may ask for that."""
    owner = environment.database(settings.DATABASE_OWNER_URL)
    names = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    given = {name: owner[key] for key, name in names.items() if owner[key]}
    opened = psycopg2.connect(dbname=connection.settings_dict["NAME"], **given)
    opened.autocommit = True
    with opened.cursor() as cursor:
        cursor.execute("ANALYZE")
    opened.close()


def announced_of(people):
    """How many matches are announced among ``people`` participants."""
    return min(MOST_ANNOUNCED, max(1, round(ANNOUNCED_SHARE * people)))


def _program(companies, people, *, by):
    starts_on = timezone.localdate() + timedelta(weeks=5)
    program = create_program(name="Benchmark", starts_on=starts_on, needs_baseline=False, by=by)
    for company in companies:
        sponsor(program, company, people // len(companies), 1, by=by)
    return program


def _companies(count, rng):
    codes = [code for code in registry() if len(code) == 6]
    for number in range(count):
        industry = codes[int(rng.integers(len(codes)))]
        save_company(name=f"Company {number}", industries=[industry], by=None)
    return list(Company.objects.order_by("name"))


def _staff(email, role, **company):
    return grant_role(email=email, name=f"The {role}", role=role, by=None, **company)


def _file(side, count, slug, companies, rng):
    """``count`` complete and different people of one side, as the CSV file that is uploaded."""
    labels = [item.label for item in reference.competencies()]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns(side)])
    for number in range(count):
        cells = {column.name: column.examples[side] for column in columns(side)}
        cells |= {
            "email": f"{side}{number}@{slug}.example",
            "given_name": f"Given{number}",
            "family_name": f"Family{rng.integers(1000)}",
            "company": companies[int(rng.integers(len(companies)))].name,
            "level": str(rng.integers(1, 4) if side == Side.MENTEE else rng.integers(4, 7)),
            "time_zone": str(rng.choice(ZONES)),
            "max_time_zone_gap": "12",
            **_competencies(side, labels, rng),
        }
        writer.writerow([cells[column.name] for column in columns(side)])
    return text.getvalue().encode()


def _competencies(side, labels, rng):
    chosen = [labels[at] for at in rng.choice(len(labels), size=4, replace=False)]
    if side == Side.MENTEE:
        return {"needs": "; ".join(chosen)}
    return {"offers": "; ".join(f"{label}:{rng.integers(1, 6)}" for label in chosen)}


def _matched(program, *, by):
    """The finished run of everybody in the program."""
    within = context.Context(program.organization_id)
    with context.enter(within):
        run = start_run(program, by=by)
    run_matching.run(str(program.organization_id), str(run.pk))
    with context.enter(within):
        run.refresh_from_db()
    if run.status != RunStatus.DONE:
        raise RuntimeError(f"The benchmark's matching run is {run.status}: {run.error}")
    return run
