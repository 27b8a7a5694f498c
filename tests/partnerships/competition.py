"""Duels: a match between two companies against a fact that forbids it, and who committed first."""

import contextlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import product
from uuid import UUID

from django.db import connection

from mentoring.tenancy import context
from organizations.models import (
    Company,
    CompanyIndustry,
    CorporateGroup,
    Employment,
    Membership,
    Person,
    User,
)
from organizations.roles import Role
from participants.models import Participant
from participants.roles import Side
from tests.conftest import owner_connection
from tests.factories.partnerships import announced_row, say_yes
from tests.partnerships.contenders import FACT, FREE, MATCH, Act

MATCHES, FACTS = ("announce", "accept", "prepare"), ("declare", "group", "industry")
KINDS = tuple(product((MATCH, FACT, FREE), MATCHES, FACTS))

# Deferred triggers run inside COMMIT, and the lock is let go when the commit is visible: numbers
# follow the order of commits exactly, whatever rows the product locks or forgets to lock.
NOTE_COMMITS = """
CREATE SEQUENCE commit_number;
CREATE TABLE commit_order (number bigint, is_match boolean, companies text[]);
GRANT SELECT, INSERT ON commit_order TO app_rw;
GRANT USAGE ON commit_number TO app_rw;
CREATE FUNCTION note_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7);
  INSERT INTO commit_order SELECT nextval('commit_number'),
    TG_TABLE_NAME = 'partnerships_partnership',
    ARRAY(SELECT to_jsonb(NEW) ->> name FROM unnest(TG_ARGV) AS name);
  RETURN NULL;
END $$;
"""
NOTED = {
    "partnerships_partnership": ("INSERT OR UPDATE", "mentor_company_id, mentee_company_id"),
    "organizations_competitordeclaration": ("INSERT", "company_id, competitor_id"),
    "organizations_companyindustry": ("INSERT", "company_id"),
    "organizations_company": ("UPDATE OF corporate_group_id", "id"),
}
FORGET_COMMITS = (
    "DROP FUNCTION note_commit CASCADE; DROP TABLE commit_order; DROP SEQUENCE commit_number"
)


@dataclass(frozen=True)
class Duel:
    """What the two sides do, and which of them is held between its write and its commit."""

    kind: tuple
    companies: tuple[UUID, UUID]
    match: Act
    fact: Act


@contextlib.contextmanager
def _as_owner():
    owner = owner_connection()
    owner.autocommit = True
    try:
        yield owner.cursor()
    finally:
        owner.close()


@contextlib.contextmanager
def without(words, function):
    """Inside, a statement in the body of the database's ``function`` lacks its last words."""
    with _as_owner() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
        definition = cursor.fetchone()[0]
        assert definition.count(words) == 1
        cursor.execute(definition.replace(words, ";"))
        try:
            yield
        finally:
            cursor.execute(definition)


@contextlib.contextmanager
def commits_in_order():
    """Inside, every commit of a match or of a fact about companies leaves its number."""
    with _as_owner() as cursor:
        cursor.execute(NOTE_COMMITS)
        try:
            for table, (events, columns) in NOTED.items():
                cursor.execute(
                    f"CREATE CONSTRAINT TRIGGER note_commit AFTER {events} ON {table} "
                    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
                    f"EXECUTE FUNCTION note_commit({columns})"
                )
            yield
        finally:
            cursor.execute(FORGET_COMMITS)


def make_duels(organization, program, count):
    """Committed rows of so many duels, each between two companies of its own."""
    users = User.objects.bulk_create(
        User(email=f"duel.{number}@mail.example", password="!") for number in range(2 * count)
    )
    with context.enter(context.Context(organization.pk)):
        groups = CorporateGroup.objects.bulk_create(
            CorporateGroup(name=f"Group {number}") for number in range(count)
        )
        people = _participants(program, users)
        return [
            _duel(number, people[2 * number], people[2 * number + 1], groups[number])
            for number in range(count)
        ]


def _participants(program, users):
    """A mentor, a mentee, a mentor and so on, each with a company, a job and a login."""
    companies = Company.objects.bulk_create(
        Company(name=f"Company {number}") for number in range(len(users))
    )
    people = Person.objects.bulk_create(
        Person(email=user.email, given_name="Given", family_name="Family", user=user)
        for user in users
    )
    Employment.objects.bulk_create(
        Employment(person=person, company=company, started_on=date(2020, 1, 1))
        for person, company in zip(people, companies, strict=True)
    )
    Membership.objects.bulk_create(
        Membership(user=person.user, role=Role.PARTICIPANT, person=person, name=person.name)
        for person in people
    )
    return Participant.objects.bulk_create(
        Participant(
            program=program,
            person=person,
            company=company,
            side=Side.MENTEE if number % 2 else Side.MENTOR,
            capacity=1 - number % 2,
        )
        for number, (person, company) in enumerate(zip(people, companies, strict=True))
    )


def _duel(number, mentor, mentee, group):
    first, match, fact = kind = KINDS[number % len(KINDS)]
    pair = (mentor.company, mentee.company)
    # Rows are locked by id: half of the facts are written about the lower one.
    known, changed = pair if number % 2 else reversed(pair)
    return Duel(
        kind,
        (mentor.company_id, mentee.company_id),
        _match(match, first, mentor, mentee),
        _fact(fact, first, known, changed, group, f"{1000 + number}1"),
    )


def _match(name, first, mentor, mentee):
    if name == "announce":
        return Act(name, first, (1, str(mentor.pk), str(mentee.pk)))
    partnership = announced_row(mentor=mentor, mentee=mentee)
    partnership.save()
    if name == "prepare":
        say_yes(partnership, "mentor")
    user = (mentee if name == "prepare" else mentor).person.user_id
    return Act(name, first, (str(partnership.pk),), str(user))


def _fact(name, first, known, changed, group, code):
    if name == "group":
        Company.objects.filter(pk=known.pk).update(corporate_group=group)
        return Act(name, first, (str(group.pk), str(changed.pk)))
    if name == "industry":
        CompanyIndustry.objects.create(company=known, code=code)
        return Act(name, first, (str(known.organization_id), str(changed.pk), code))
    return Act(name, first, (str(known.organization_id), str(changed.pk), str(known.pk)))


def committed(duels):
    """``(matches, facts, violations)``: duels by kind, from what is committed.

    A violation is a match that committed after the fact that forbids it.
    """
    matches, facts, violations = Counter(), Counter(), Counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_match, number, unnest(companies) FROM commit_order")
        numbers = {
            (UUID(company), is_match): number for is_match, number, company in cursor.fetchall()
        }
    for duel in duels:
        match, fact = (
            max(numbers.get((company, side), 0) for company in duel.companies)
            for side in (True, False)
        )
        matches[duel.kind] += match > 0
        facts[duel.kind] += fact > 0
        violations[duel.kind] += match > fact > 0
    return matches, facts, violations
