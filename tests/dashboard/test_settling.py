"""What waits for coordinators: on their page of today, and once in the morning by mail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from threading import Barrier

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

from company.competitors import name_all
from dashboard.settling import digest
from dashboard.settling.sources import label_of, waiting_in
from mentoring.tenancy import context
from notifications import optional, sending
from notifications.models import Failure, Message, OptionalMail
from organizations import named
from organizations.models import AuditEvent, Membership, NamedCompetitor, PlannedJob
from organizations.models.planned import PlannedState
from organizations.roles import Role
from participants.nominating.models import Application, NominationResult
from participants.nominating.words import Doubt, Outcome
from participants.profiles.models import OwnCompetency
from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.nominations import nominated, open_program
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.surroundings import inside

# A Monday, when it is summer in New York: seven there is eleven here.
MONDAY = datetime(2027, 5, 3, 11, 0, tzinfo=UTC)
NEW_YORK = "America/New_York"
SECRET = "Umbral Secret Foundry"


@pytest.fixture
def organization(db):
    made = OrganizationFactory(time_zone=NEW_YORK)
    with context.enter(context.Context(made.pk)):
        yield made


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as moved:
        yield moved


@pytest.fixture
def program(organization):
    day = date(2027, 9, 1)
    company = CompanyFactory(name=SECRET)
    return open_program(
        company, name="Bridge", slug="bridge", starts_on=day, ends_on=day + timedelta(days=365)
    )


@pytest.fixture
def ines(organization):
    return MembershipFactory(role=Role.COORDINATOR, name="Ines")


def doubtful(program, email="nora@works.example"):
    """A nomination that waits for a decision."""
    company = program.sponsorships.get().company
    program.dates.update(opens_on="2026-01-01", closes_on="2028-01-01")
    row = nominated(program, company, email, name="Wilhelmina Oglethorpe")
    return NominationResult.objects.create(
        nomination=row, outcome=Outcome.TO_SETTLE, doubt=Doubt.EMPLOYER
    )


def typed(name):
    """A competitor whom HR of some company named."""
    hr = MembershipFactory(role=Role.HR, company=CompanyFactory())
    with inside(hr.organization, hr.user_id, context.Actor.HR, hr.company_id):
        name_all([name])


def everything(program):
    """One of each kind but a match."""
    doubtful(program)
    Application.objects.create(
        program=program,
        side="mentee",
        email="a@works.example",
        given_name="Zebulon",
        family_name="Quackenbush",
        company_name=SECRET,
        locked=b"",
    )
    typed(SECRET)
    OwnCompetency.objects.create(label="Gossamer weaving", key="gossamer weaving")
    PlannedJob.objects.create(
        person=PersonFactory(),
        takes_effect_on="2027-04-01",
        state=PlannedState.REFUSED,
        refusal="No.",
        settled_at=MONDAY,
    )


def mails():
    return list(Message.objects.filter(kind=digest.KIND).order_by("id"))


def send_all():
    for message in mails():
        sending.send(message.pk, organization_id=message.organization_id)


def labels(program):
    return sorted(label_of(group) for group in waiting_in([program]))


def test_each_kind_is_found_until_it_is_settled(organization, program):
    assert waiting_in([program]) == []
    everything(program)

    assert labels(program) == [
        "1 application to answer",
        "1 competency in own words to look at",
        "1 name of a competitor to link",
        "1 nomination to settle",
        "1 planned change of employer could not take effect",
    ]
    Application.objects.update(state="declined", decided_at=MONDAY)
    OwnCompetency.objects.update(state="accepted")
    named.mark_unknown(NamedCompetitor.objects.get(), by=None)
    NominationResult.objects.update(outcome=Outcome.REFUSED)
    PlannedJob.objects.update(state=PlannedState.CANCELED)
    assert waiting_in([program]) == []


def test_a_pair_that_needs_a_look_waits_too(organization, program):
    partnership = make_partnership(
        mentor=ParticipantFactory(program=program, mentor=True),
        mentee=ParticipantFactory(program=program),
    )
    partnership.mentee.standing = Standing.WITHDRAWN
    partnership.mentee.save()

    assert labels(program) == ["1 pair needs a look"]


def test_a_later_plan_takes_the_place_of_a_refused_one(organization, program):
    everything(program)
    person = PlannedJob.objects.get().person
    PlannedJob.objects.create(person=person, takes_effect_on="2027-12-01")

    assert "planned change" not in " ".join(labels(program))


def test_today_lists_what_waits_with_where_to_settle_it(client_for, organization, program, ines):
    everything(program)

    answer = client_for(ines).get(reverse("dashboard:home", args=[organization.slug]))

    slug = organization.slug
    for url in (
        reverse("nominations:settle", args=[slug, "bridge"]),
        reverse("nominations:applications", args=[slug, "bridge"]),
        reverse("organizations:named", args=[slug]),
        reverse("participants:own-competencies", args=[slug, "bridge"]),
        reverse("people:person", args=[slug, PlannedJob.objects.get().person_id]),
    ):
        assert f'href="{url}"' in answer.text
    assert "Across programs" in answer.text
    assert answer.context["count"] >= 5


def test_today_costs_the_same_with_one_and_with_three(client_for, organization, program, ines):
    url = reverse("dashboard:home", args=[organization.slug])
    browser = client_for(ines)
    everything(program)
    browser.get(url)
    one = statements(browser, url)
    for number in range(2):
        doubtful(program, f"n{number}@works.example")
        OwnCompetency.objects.create(label=f"Own {number}", key=f"own {number}")
        typed(f"Name {number}")

    three = statements(browser, url)

    assert len(three) == len(one) <= MOST


def test_one_mail_in_the_morning_says_what_waits(
    organization, program, ines, clock, mailoutbox, settings
):
    everything(program)
    digest.mail_what_waits()
    send_all()

    (mail,) = mailoutbox
    assert mail.to == [ines.user.email]
    assert mail.subject == f"{organization.name}: 5 things wait for you"
    html = mail.alternatives[0][0]
    for text in (mail.body, html):
        assert "1 nomination to settle, 1 application to answer" in text
        assert "Bridge" in text
        assert f"{settings.BASE_URL}/{organization.slug}/dashboard/" in text
        for secret in (SECRET, "Wilhelmina", "Zebulon", "Gossamer", "works.example"):
            assert secret not in text
    stop = optional.stop_url(organization, ines.user_id, digest.KIND)
    assert mail.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert stop in mail.body
    assert stop in html


def test_the_same_things_are_told_once_and_new_ones_the_next_morning(
    organization, program, ines, clock
):
    everything(program)
    for _ in range(3):
        digest.mail_what_waits()
    assert len(mails()) == 1

    doubtful(program, "new@works.example")  # after the mail of today
    digest.mail_what_waits()
    assert len(mails()) == 1
    clock.shift(timedelta(days=1))
    digest.mail_what_waits()
    assert [mail.occasion for mail in mails()] == ["2027-05-03", "2027-05-04"]

    clock.shift(timedelta(days=1))
    digest.mail_what_waits()  # nothing new waits
    NominationResult.objects.update(outcome=Outcome.REFUSED)
    clock.shift(timedelta(days=1))
    digest.mail_what_waits()  # and less than before
    assert len(mails()) == 2


@pytest.mark.parametrize(
    ("moment", "comes"),
    [
        (datetime(2027, 5, 3, 10, 59, tzinfo=UTC), False),  # 6:59 in New York
        (datetime(2027, 5, 3, 11, 0, tzinfo=UTC), True),
        (datetime(2027, 5, 3, 15, 59, tzinfo=UTC), True),  # the worker was down at seven
        (datetime(2027, 5, 3, 16, 0, tzinfo=UTC), False),
        (datetime(2027, 1, 4, 11, 30, tzinfo=UTC), False),  # winter: 6:30
        (datetime(2027, 1, 4, 12, 0, tzinfo=UTC), True),
        (datetime(2027, 5, 1, 12, 0, tzinfo=UTC), False),  # Saturday
        (datetime(2027, 5, 2, 12, 0, tzinfo=UTC), False),  # Sunday
    ],
)
def test_it_comes_in_the_morning_of_a_working_day_where_the_organization_is(
    organization, program, ines, moment, comes
):
    everything(program)
    with time_machine.travel(moment, tick=False):
        digest.mail_what_waits()

    assert bool(mails()) == comes


def test_no_mail_says_that_nothing_waits(organization, program, ines, clock):
    digest.mail_what_waits()
    assert mails() == []


def test_what_is_settled_before_the_mail_is_sent_is_not_told(
    organization, program, ines, clock, mailoutbox
):
    doubtful(program)
    digest.mail_what_waits()
    NominationResult.objects.update(outcome=Outcome.REFUSED)
    send_all()

    assert mailoutbox == []
    assert mails()[0].failure == Failure.MOOT


def test_it_goes_to_those_who_coordinate_each_once(organization, program, ines, clock):
    MembershipFactory(role=Role.ADMINISTRATOR, user=ines.user, name="Ines")
    other = MembershipFactory(role=Role.ADMINISTRATOR)
    gone = MembershipFactory(role=Role.COORDINATOR)
    Membership.objects.filter(pk=gone.pk).update(ended_at=MONDAY)
    MembershipFactory(role=Role.HR, company=CompanyFactory())
    doubtful(program)
    digest.mail_what_waits()

    assert sorted(mail.address for mail in mails()) == sorted([ines.user.email, other.user.email])


def test_another_organization_hears_nothing(organization, other_organization, program, ines, clock):
    with inside(other_organization):
        MembershipFactory(role=Role.COORDINATOR, user=ines.user)
    doubtful(program)
    with inside(other_organization):
        digest.mail_what_waits()
        assert mails() == []


def test_stopped_by_the_link_it_comes_no_more(
    organization, program, ines, clock, client, mailoutbox
):
    doubtful(program)
    digest.mail_what_waits()
    url = optional.stop_url(organization, ines.user_id, digest.KIND).partition("//")[2]
    url = url[url.index("/") :]

    asks = client.get(url)  # a mail program looks
    assert "Stop this mail?" in asks.text
    assert optional.stopped_kinds(ines.user_id) == set()
    assert client.post(url).status_code == 302
    assert "You do not get this mail any more" in client.get(url).text
    client.post(url)  # twice is once
    assert AuditEvent.objects.filter(verb="mail.stopped").count() == 1

    send_all()  # what waits in the outbox is stopped too
    assert mailoutbox == []
    doubtful(program, "new@works.example")
    clock.shift(timedelta(days=1))
    digest.mail_what_waits()
    assert len(mails()) == 1


@pytest.mark.parametrize("spoil", ["cut", "other", "kind", "long", "nonsense"])
def test_a_link_that_was_changed_stops_nothing(organization, program, ines, client, spoil):
    other = MembershipFactory(role=Role.COORDINATOR)
    url = optional.stop_url(organization, ines.user_id, digest.KIND)
    token = url.rstrip("/").rpartition("/")[2]
    theirs = optional.stop_url(organization, other.user_id, digest.KIND)
    theirs = theirs.rstrip("/").rpartition("/")[2]
    tokens = {
        "cut": token[:-3],
        "other": theirs[:43] + token[43:],
        "kind": token,
        "long": token * 50,
        "nonsense": "Ünïcode-\u202e-日本",
    }
    kind = "role_invitation" if spoil == "kind" else digest.KIND
    answer = client.post(reverse("stop-mail", args=[kind, tokens[spoil]]))

    assert answer.status_code == 410
    assert not OptionalMail.objects.exists()


def test_the_link_of_somebody_who_left_says_so(organization, ines, client):
    url = reverse(
        "stop-mail",
        args=[
            digest.KIND,
            optional.stop_url(organization, ines.user_id, digest.KIND).split("/")[-2],
        ],
    )
    Membership.objects.filter(pk=ines.pk).update(ended_at=MONDAY)
    assert client.get(url).status_code == 410


def test_what_waited_while_it_was_off_is_not_told_later(organization, program, ines, clock):
    optional.stop(ines.user_id, digest.KIND, by=ines)
    doubtful(program)
    digest.mail_what_waits()
    optional.start(ines.user_id, digest.KIND, by=ines)
    clock.shift(timedelta(days=1))
    digest.mail_what_waits()  # it stands on the page of today
    assert mails() == []
    doubtful(program, "new@works.example")
    clock.shift(timedelta(days=1))
    digest.mail_what_waits()
    assert len(mails()) == 1


def test_a_choice_is_read_and_changed_by_its_own_login_alone(organization, ines):
    optional.stop(ines.user_id, digest.KIND, by=ines)
    other = MembershipFactory(role=Role.ADMINISTRATOR)
    with inside(organization, other.user_id, context.Actor.COORDINATOR):
        assert not OptionalMail.objects.exists()
        assert OptionalMail.objects.update(stopped_at=None) == 0
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            OptionalMail.objects.create(user_id=ines.user_id, kind="another")
    with inside(organization, ines.user_id, context.Actor.GUEST):
        assert OptionalMail.objects.get().stopped_at


def test_it_reaches_a_real_mail_file(organization, program, ines, clock, settings, tmp_path):
    settings.MAILERS = {
        "default": {"BACKEND": "mentoring.mailfiles.Backend", "OPTIONS": {"folder": str(tmp_path)}}
    }
    doubtful(program)
    digest.mail_what_waits()
    send_all()

    (file,) = tmp_path.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["To"] == ines.user.email
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for part in mail.iter_parts():
        assert "1 nomination to settle" in part.get_content()


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_tell_once(transactional_db):
    made = OrganizationFactory(time_zone="UTC")
    workers = 6
    with context.enter(context.Context(made.pk)):
        readers = [MembershipFactory(role=Role.COORDINATOR) for _ in range(3)]
        OwnCompetency.objects.create(label="Own", key="own")
    barrier = Barrier(workers)

    def work(_number):
        try:
            barrier.wait(30)
            with context.enter(context.Context(made.pk)):
                digest.mail_what_waits()
        finally:
            connection.close()

    with time_machine.travel(MONDAY - timedelta(hours=3), tick=True):
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(work, range(workers)))
        with context.enter(context.Context(made.pk)):
            digest.mail_what_waits()
            assert sorted(mail.address for mail in mails()) == sorted(
                reader.user.email for reader in readers
            )
