"""HR cannot tell by nominating somebody whether another company's list knows them (promise 6)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring import clock
from mentoring.tenancy import context
from organizations.roles import Role
from participants.nominating import due, placing
from participants.nominating.models import NominationResult
from participants.nominating.words import Doubt, Outcome
from programs.gates import nominations_are_open
from tests.factories.nominations import asked, nominated, open_program, sponsored
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside

PAGES = ("home", "people", "sponsorship", "nominations", "nominate-file", "competitors")
REFUSED = 'new row violates row-level security policy for table "participants_nomination"'


@pytest.fixture
def company(organization):
    return CompanyFactory(name="Torvelia Foods")


@pytest.fixture
def rival(organization):
    return CompanyFactory(name="Rival Secret")


@pytest.fixture
def program(company):
    return open_program(company, name="Bridge", slug="bridge")


@pytest.fixture
def hr(company):
    return MembershipFactory(role=Role.HR, company=company)


def _as(hr):
    return inside(hr.organization, hr.user_id, context.Actor.HR, hr.company_id)


class Eyes:
    """Everything that HR of a company can look at, without the address and what is random."""

    def __init__(self, browser, program, hr):
        self.browser, self.program, self.hr = browser, program, hr

    def see(self, email):
        seen = {name: self._page(name, email) for name in PAGES}
        with _as(self.hr), connection.cursor() as cursor:
            return seen | self._rows(cursor)

    def _page(self, name, email):
        slugs = [self.program.organization.slug]
        if name in ("nominations", "nominate-file"):
            slugs.append(self.program.slug)
        answer = self.browser.get(reverse(f"company:{name}", args=slugs))
        assert answer.status_code == 200
        text = answer.text.replace(email, "ADDRESS")
        text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)
        return re.sub(r'(nonce|value|content)="[\w+/=-]{20,}"', "", text)

    def _rows(self, cursor):
        cursor.execute("SELECT id, name, title, side, stage FROM company_roster")
        ids, *roster = zip(*cursor.fetchall(), strict=True)
        cursor.execute("SELECT id, participant_id, side, stage FROM company_nominations")
        nominations, *facts = zip(*cursor.fetchall(), strict=True)
        return {"roster": roster, "own ids": set(ids) <= set(nominations), "facts": facts}


@pytest.fixture
def eyes(client_for, program, hr):
    return Eyes(client_for(hr), program, hr)


def _unknown(rival, program):
    return "nobody@works.example"


def _known(rival, program):
    return PersonFactory(company=rival, given_name="Anna", family_name="Secret").email


def _taking_part(rival, program):
    sponsored(program, rival)
    return ParticipantFactory(program=program, company=rival).person.email


def _at_once(row):
    pass


def _read(row):
    placing.place_nominations()


def _over(row):
    placing.place_nominations()
    row.program.dates.update(closes_on=timezone.localdate() - timedelta(days=1))
    due.end_unanswered()


def _taken_back(row):
    placing.place_nominations()
    row.take_backs.create(company=row.company)


def _taken_back_and_read(row):
    _taken_back(row)
    placing.place_nominations()


def _taken_back_at_once(row):
    row.take_backs.create(company=row.company)
    placing.place_nominations()


def _again(row):
    _taken_back_and_read(row)
    nominated(row.program, row.company, row.email, name="Q Z")


def _again_and_read(row):
    _again(row)
    placing.place_nominations()


TIMES = (
    *(_at_once, _read, _over, _taken_back, _taken_back_and_read, _taken_back_at_once),
    *(_again, _again_and_read),
)


@pytest.mark.parametrize("then", TIMES)
def test_who_is_known_elsewhere_looks_like_anybody(program, company, rival, eyes, then):
    seen = []
    for email_of in (_unknown, _known, _taking_part):
        with transaction.atomic():
            email = email_of(rival, program)
            then(nominated(program, company, email, name="Q Z"))
            seen.append(eyes.see(email))
            transaction.set_rollback(True)

    unknown, known, taking_part = seen
    assert known == unknown
    assert taking_part == unknown
    assert unknown["own ids"]
    assert "Q Z" in unknown["people"]


def test_the_one_who_waits_has_the_words_of_the_list(program, company, rival, eyes):
    email = _known(rival, program)
    row = nominated(program, company, email, name="Q Z", title="Head")

    _read(row)
    assert NominationResult.objects.get().doubt == Doubt.EMPLOYER
    assert eyes.see(email)["roster"] == [("Q Z",), ("Head",), ("mentee",), ("nominated",)]

    _over(row)
    assert NominationResult.objects.get().outcome == Outcome.REFUSED
    assert eyes.see(email)["roster"][-1] == ("not taking part",)


def test_one_of_the_own_list_is_never_there_twice(program, company, eyes):
    own = ParticipantFactory(program=program, company=company)
    row = nominated(program, company, own.person.email.upper(), name="Q Z")

    for then in (_at_once, _read):
        then(row)
        roster = eyes.see(own.person.email)["roster"]
        assert roster[0] == (own.person.name,)
        assert roster[-1] == ("in",)


def test_two_addresses_of_one_person_are_one_line(program, company, hr):
    own = asked(program, company=company, email="nora@works.example")
    own.person.email = "nora@home.example"
    own.person.save()
    for email in ("nora@works.example", "nora@home.example"):
        nominated(program, company, email)
    placing.place_nominations()

    with _as(hr), connection.cursor() as cursor:
        cursor.execute("SELECT name, stage FROM company_roster")
        assert cursor.fetchall() == [("Nora Lind", "nominated")]
        cursor.execute("SELECT email, stage FROM company_nominations ORDER BY email")
        assert [stage for _email, stage in cursor.fetchall()] == ["nominated"] * 2


def test_nominations_read_after_the_last_day_wait_as_long_as_a_question(program, company, rival):
    nominated(program, company, _known(rival, program))
    placing.place_nominations()
    today = timezone.localdate()
    program.dates.update(closes_on=today)
    result = NominationResult.objects.all()
    result.update(changed_at=timezone.now() + timedelta(days=1))

    for days, outcome in ((2, Outcome.TO_SETTLE), (15, Outcome.TO_SETTLE), (16, Outcome.REFUSED)):
        with clock.held_at(clock.now() + timedelta(days=days)):
            due.end_unanswered()
        assert result.get().outcome == outcome


def test_a_seat_is_free_as_soon_as_its_nomination_is_taken_back(company, rival):
    program = open_program(company, seats=1, slug="small")
    for email in ("nobody@works.example", _known(rival, program)):
        row = nominated(program, company, email)
        placing.place_nominations()
        row.take_backs.create(company=company)
    assert nominated(program, company, "third@works.example") is not None


def _case(kind, organization, company, rival, program):
    """``(organization, program, company, address)`` of a row that is not HR's to write."""
    address = "somebody@works.example"
    if kind == "another organization":
        foreign = OrganizationFactory()
        with inside(foreign):
            other = CompanyFactory()
            return foreign.pk, open_program(other).pk, other.pk, address
    if kind == "own organization left out":
        return OrganizationFactory().pk, program.pk, company.pk, address
    if kind == "no such ids":
        return organization.pk, uuid4(), uuid4(), address
    if kind != "no sponsor":
        sponsored(program, rival, seats=0 if kind == "no seat" else 3)
    if kind == "nominated there":
        nominated(program, rival, address)
    if kind == "closed":
        program.dates.update(door="closed")
    return organization.pk, program.pk, rival.pk, address


@pytest.mark.parametrize(
    "kind",
    [
        *("no sponsor", "sponsor", "nominated there", "closed", "no seat", "no such ids"),
        *("another organization", "own organization left out"),
    ],
)
@pytest.mark.parametrize("conflict", ["", " ON CONFLICT DO NOTHING"])
def test_rows_of_others_are_refused_alike(
    organization, company, rival, program, hr, kind, conflict
):
    of_others, program_id, company_id, address = _case(kind, organization, company, rival, program)
    statement = (
        "INSERT INTO participants_nomination (id, organization_id, program_id, company_id, side,"
        " email, given_name, family_name, title, round)"
        f" VALUES (%s, %s, %s, %s, 'mentee', %s, 'A', 'B', '', 0){conflict}"
    )
    values = [uuid4(), of_others, program_id, company_id, address]
    refused = pytest.raises(DatabaseError)
    with _as(hr), refused as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    told = refusal.value.__cause__.diag
    assert (told.sqlstate, told.message_primary, told.constraint_name) == ("42501", REFUSED, None)


def test_hr_asks_of_programs_of_its_own_alone(organization, company, rival, program, hr):
    hidden = open_program(rival, slug="hidden")
    closed = ProgramFactory(slug="closed")
    assert nominations_are_open(hidden)
    with _as(hr):
        assert nominations_are_open(program)
        assert not nominations_are_open(hidden)
        assert not nominations_are_open(closed)
