"""A person is asked to be erased, has days to think, and is then gone for good."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from mentoring import clock
from mentoring.jobs.registry import due_work
from mentoring.tenancy import context
from organizations.models import (
    AuditEvent,
    IntakeNote,
    Membership,
    Person,
    RoleInvitation,
    SavedView,
    User,
)
from organizations.models.saved_views import ListPage
from organizations.people_notes import write_note
from organizations.roles import Role
from participants.models import ImportFile, ImportLine, ImportRun, Participant, PleaseNot
from participants.nominating import applying
from participants.nominating.models import Application
from participants.roles import Standing
from partnerships.checks.models import Check
from partnerships.checks.services import answer
from partnerships.concerns.services import ask_call, end_contact, name_contact
from partnerships.erasing import queries, retention, services
from partnerships.erasing.models import Erasure
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from partnerships.writing.models import JournalEntry, Note
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce
from tests.partnerships.writing import hunting
from tests.partnerships.writing.people import as_side, pair, read, written
from tests.surroundings import dark, inside

LONG_AGO = timedelta(days=40)


def asked(person, **facts):
    """An erasure whose days of grace are over."""
    with clock.held_at(clock.now() - LONG_AGO):
        return services.ask(person, **facts)


def mentee_of(partnership):
    return Membership.objects.filter(person=partnership.mentee_person, role=Role.PARTICIPANT).get()


@pytest.fixture
def partnership(organization):
    made = pair()
    for side in ("mentor", "mentee"):
        membership_of(getattr(made, side))
    return made


def test_somebody_who_insists_is_gone_and_the_partner_keeps_their_own_words(partnership):
    own, kept = written(Note, partnership, "mentee"), written(Note, partnership, "mentor")
    journal = written(JournalEntry, partnership, "mentee")
    person = partnership.mentee_person
    erasure = asked(person, by=mentee_of(partnership), ends_partnership=True)

    services.carry_out_due()

    erasure.refresh_from_db()
    person.refresh_from_db()
    partnership.refresh_from_db()
    assert erasure.done_at
    assert (person.name, person.user_id) == ("Erased person", None)
    assert person.email == f"{person.pk}@erased.invalid"
    assert partnership.status == Status.ENDED
    assert partnership.mentee.standing == Standing.WITHDRAWN
    assert read(kept, "mentor") == "What only the two of us know."
    with as_side(partnership, "mentor"), pytest.raises(Exception, match="destroyed"):
        read(own, "mentor")
    assert not JournalEntry.objects.filter(pk=journal.pk).exists()
    verbs = AuditEvent.objects.filter(object_id=person.pk).values_list("verb", flat=True)
    assert {"person.erasure_asked", "person.erased"} <= set(verbs)


def test_nobody_is_erased_while_a_partnership_runs_unless_they_want_it(partnership, coordinator):
    person, own = partnership.mentee_person, mentee_of(partnership)

    with pytest.raises(services.CannotErase) as refused:
        services.ask(person, by=own)
    assert refused.value.rule == "runs"
    for asking in ({"by": coordinator, "ends_partnership": True}, {"by": None}):
        with pytest.raises(services.CannotErase):
            services.ask(person, **asking)

    first = services.ask(person, by=own, ends_partnership=True)
    assert services.ask(person, by=own, ends_partnership=True) == first
    assert first.due_at - first.asked_at == services.GRACE


def test_a_partnership_that_began_meanwhile_puts_it_off(organization, coordinator):
    mentee = ParticipantFactory()
    erasure = asked(mentee.person, by=coordinator)
    partnership = make_partnership(mentee=mentee, accepted_by=("mentor", "mentee"))

    services.carry_out_due()

    erasure.refresh_from_db()
    assert erasure.done_at is None
    assert erasure.due_at > clock.now()
    assert Partnership.objects.get(pk=partnership.pk).status == Status.PREPARING


def test_it_is_taken_back_in_time_and_not_later(organization, coordinator):
    mentee, other = ParticipantFactory(), ParticipantFactory()
    asked(mentee.person, by=coordinator)
    asked(other.person, by=coordinator)

    services.take_back(mentee.person, by=membership_of(mentee))
    services.take_back(mentee.person, by=coordinator)
    services.carry_out_due()

    assert Person.objects.get(pk=mentee.person_id).name == mentee.person.name
    with pytest.raises(services.CannotErase):
        services.take_back(other.person, by=coordinator)
    assert services.ask(other.person, by=coordinator).done_at


def test_each_asks_for_themselves_and_whoever_works_here_ends_that_role_first(organization):
    mentee, other = ParticipantFactory(), ParticipantFactory()
    own = membership_of(mentee)
    with pytest.raises(services.CannotErase) as refused:
        services.ask(other.person, by=own)
    assert refused.value.rule == "not_yours"
    hr = MembershipFactory(role=Role.HR, user=own.user, company=mentee.company)
    with pytest.raises(services.CannotErase) as refused:
        services.ask(mentee.person, by=own)
    assert refused.value.rule == "has_role"
    with pytest.raises(services.CannotErase):
        services.ask(mentee.person, by=hr)


ERASE = "SELECT app.erase_person(%s, 'a', 'b', repeat('0', 64))"
ATTEMPTS = (
    (ERASE, "due"),
    (
        "UPDATE partnerships_erasure SET done_at = now(), mark = repeat('0', 64) WHERE id = %s",
        "once",
    ),
    ("UPDATE partnerships_erasure SET person_id = id WHERE id = %s", "once"),
    ("DELETE FROM partnerships_erasure WHERE id = %s", "permission"),
    ("SELECT app.forget_login(%s)", "permission"),
)


def _refused(statement, why, erasure):
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        connection.cursor().execute(statement, [erasure.pk])


def test_the_database_erases_nobody_who_is_not_due(organization, coordinator):
    mentee = ParticipantFactory()
    erasure = services.ask(mentee.person, by=coordinator)
    for statement, why in ATTEMPTS:
        _refused(statement, why, erasure)
    for actor in (context.Actor.COORDINATOR, context.Actor.PARTICIPANT):
        with context.enter(context.Context(organization.pk, None, actor)):
            _refused(ERASE, "worker", erasure)
    services.take_back(mentee.person, by=coordinator)
    with pytest.raises(DatabaseError, match="asking"), transaction.atomic():
        Erasure.objects.create(
            person=mentee.person,
            asked_by="staff",
            due_at=clock.now() + LONG_AGO,
            taken_back_at=clock.now(),
        )


def test_a_login_stays_where_it_is_used_elsewhere(organization, coordinator):
    mentee, lone = ParticipantFactory(), ParticipantFactory()
    user, only = membership_of(mentee).user, membership_of(lone).user
    elsewhere = OrganizationFactory()
    with dark(), inside(elsewhere):
        MembershipFactory(user=user, role=Role.COORDINATOR)
    for one in (mentee, lone):
        asked(one.person, by=coordinator)

    services.carry_out_due()

    with dark():
        assert User.objects.get(pk=user.pk).email == user.email
        gone = User.objects.get(pk=only.pk)
    assert gone.email == f"{only.pk}@erased.invalid"
    assert not gone.is_active
    assert not Membership.objects.filter(person__in=[mentee.person, lone.person]).exists()


def test_participants_read_their_own_erasure_alone(organization, coordinator):
    mentee, other = ParticipantFactory(), ParticipantFactory()
    own = membership_of(mentee)
    for one in (mentee, other):
        services.ask(one.person, by=coordinator)
    as_mentee = context.Context(organization.pk, own.user_id, context.Actor.PARTICIPANT)
    with context.enter(as_mentee):
        assert [row.person_id for row in Erasure.objects.all()] == [mentee.person_id]


def test_a_dump_knows_nothing_of_them_any_more(transactional_db, settings):
    secret = "Unterschrift eines Zeugen 42"
    organization = OrganizationFactory()
    with inside(organization):
        coordinator = MembershipFactory(role=Role.COORDINATOR)
        partnership = pair()
        person = partnership.mentee_person
        Person.objects.filter(pk=person.pk).update(
            given_name="Xanthippe", family_name="Quellenfeld", email="xq@quellenfeld.example"
        )
        Participant.objects.filter(person=person).update(story=secret, title="Quellenfeld-Leitung")
        person.refresh_from_db()
        own = membership_of(partnership.mentee)
        PleaseNot.objects.create(participant=partnership.mentor, text="xq@quellenfeld.example")
        written(Note, partnership, "mentee", text=secret)
        with inside(organization, actor=context.Actor.COORDINATOR, user_id=coordinator.user_id):
            write_note(person, secret, by=coordinator)
            assert IntakeNote.objects.exists()
        _plant_traces(partnership, secret, coordinator, own)

    secrets = [secret, "Xanthippe", "Quellenfeld", "xq@quellenfeld.example"]
    assert {found for found, _name in hunting.found_in(hunting.dump(), secrets)} >= {"Xanthippe"}
    with inside(organization):
        asked(person, by=own, ends_partnership=True)
    _sweep(organization)

    assert hunting.found_in(hunting.dump(), secrets) == []
    with inside(organization):
        assert queries.erasure_of(person.pk).done_at
        assert [view.name for view in SavedView.objects.all()] == ["Kept"]
        assert ImportRun.objects.get(filename="people.csv").status == "cancelled"


def _plant_traces(partnership, secret, coordinator, own):
    """What others have saved with the name in it, and what the person told the coordinators."""
    introduce(partnership)
    person = partnership.mentee_person
    administrator = MembershipFactory(role=Role.ADMINISTRATOR)
    with inside(partnership.organization, administrator.user_id, context.Actor.COORDINATOR):
        contact = {"name": person.name, "email": person.email, "about": "Quellenfeld AG"}
        name_contact(partnership.program, **contact, by=administrator)
        end_contact(partnership.program, by=administrator)
    check = Check.objects.create(
        partnership=partnership,
        participant=partnership.mentee,
        occasion="month_1",
        closes_on=clock.today(),
    )
    with as_side(partnership, "mentee"):
        ask_call(partnership, by=own, reach=secret)
        answer(check, by=own, meeting=3, useful=3, words=secret)
    for at in (None, clock.now()):
        RoleInvitation.objects.create(
            email=person.email.upper(),
            role=Role.PARTICIPANT,
            person=person,
            name=person.name,
            expires_at=clock.now(),
            token_hash=f"hash {at}",
            accepted_at=at,
        )
    saved = {"page": ListPage.PARTICIPANTS, "user_id": coordinator.user_id}
    for name, query in (("Calls", "q=xanthippe+QUELLENFELD"), ("Quellenfeld", ""), ("Kept", "")):
        SavedView.objects.create(name=name, query=query, **saved)
    file = f"email,given_name\n{person.email},Xanthippe\n".encode()
    run = ImportRun.objects.create(
        program=partnership.program, side="mentee", filename="people.csv"
    )
    ImportFile.objects.create(run=run, content=file)
    change = ["please_not", "", person.email]
    ImportLine.objects.create(run=run, number=2, name=person.name, changes=[change])
    done = ImportRun.objects.create(program=partnership.program, side="mentor", filename="b.csv")
    ImportLine.objects.create(run=done, number=2, name="Somebody Else", notes=[change])


def test_what_nobody_answered_is_forgotten_when_its_time_is_over(organization, coordinator):
    kept = clock.now() - timedelta(days=183)
    program = ParticipantFactory().program

    def invited(email, expired, **columns):
        facts = {"role": Role.COORDINATOR, "name": "Ada Nowak", "expires_at": expired}
        return RoleInvitation.objects.create(email=email, token_hash=email, **facts, **columns)

    def applied(email, at):
        application = Application(
            program=program, side="mentee", given_name="Ada", family_name="Nowak", company_name="X"
        )
        application.email, application.created_at = email, at
        applying.apply(program, application, "Why I want to.")
        return application.pk

    before, after = kept - timedelta(hours=1), kept + timedelta(hours=1)
    old, young = invited("old@x.example", before), invited("young@x.example", after)
    taken = invited("in@x.example", before, accepted_at=before)
    stale, fresh = applied("stale@x.example", before), applied("fresh@x.example", after)
    assert retention.forget_unanswered in due_work()
    for _twice in range(2):
        retention.forget_unanswered()

    for row, email in ((old, f"{old.pk}@erased.invalid"), (young, "young@x.example")):
        row.refresh_from_db()
        assert row.email == email
    taken.refresh_from_db()
    assert (taken.email, taken.name) == ("in@x.example", "Ada Nowak")
    assert (old.name, old.taken_back_at is not None) == ("", True)
    forgotten, other = applying.with_why(
        [Application.objects.get(pk=stale), Application.objects.get(pk=fresh)]
    )
    assert (forgotten.email, forgotten.why) == (f"{stale}@erased.invalid", None)
    assert "Nowak" not in forgotten.name + forgotten.company_name
    assert (other.email, other.why) == ("fresh@x.example", "Why I want to.")
    (event,) = AuditEvent.objects.filter(verb="organization.unanswered_forgotten")
    assert event.facts == {"invitations": 1, "applications": 1}
    with inside(organization, coordinator.user_id, context.Actor.COORDINATOR):
        _refused("SELECT app.forget_unanswered(now(), %s::text, '')", "worker", old)


def test_a_worker_that_dies_leaves_nobody_half_erased(transactional_db, monkeypatch):
    organization = OrganizationFactory()
    with inside(organization):
        partnership = pair()
        own, person = membership_of(partnership.mentee), partnership.mentee_person
        note = written(Note, partnership, "mentee")
        asked(person, by=own, ends_partnership=True)
    with monkeypatch.context() as patched:
        patched.setattr(services, "_erase", _die)
        with pytest.raises(SystemExit), inside(organization):
            services.carry_out_due()
    with inside(organization):
        partnership.refresh_from_db()
        assert partnership.status == Status.PREPARING
        assert read(note, "mentor") == "What only the two of us know."

    _sweep(organization)

    with inside(organization):
        assert Person.objects.get(pk=person.pk).name == "Erased person"


def _die(*args):
    raise SystemExit


def _sweep(organization):
    assert services.carry_out_due in due_work()
    with inside(organization):
        services.carry_out_due()
