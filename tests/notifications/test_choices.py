"""What people choose about their messages: what comes by mail, when, and how it is stopped."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy import context
from notifications import catalog, gathering, keeping, kinds, optional, sending, services
from notifications.catalog import PAIR, STAFF, Audience
from notifications.models import Failure, Message, Notice, OptionalMail, Pace, Reader
from organizations.models import AuditEvent
from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of

NIGHT = time(20), time(7)
NEWS, OWED, URGENT, ALARM = "test_news", "test_owed", "test_urgent", "test_alarm"
# A Monday evening in Tokyo, morning in London.
EVENING = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)
SURFACES = {"portal:mail": PAIR, "mail": STAFF, "company:mail": (Audience.HR,)}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch, settings):
    settings.QUIET_HOURS = NIGHT
    settings.BASE_URL = "http://127.0.0.1:8000"
    monkeypatch.setattr(catalog, "_kinds", dict(catalog._kinds))
    monkeypatch.setattr(kinds, "_writers", dict(kinds._writers))
    facts = {"audience": (*PAIR, *STAFF, Audience.HR)}
    kinds.register(NEWS, _write, name="News", is_optional=True, **facts)
    kinds.register(OWED, _write, name="Owed", **facts)
    kinds.register(URGENT, _write, name="Urgent", may_wait=False, **facts)
    kinds.register(ALARM, _write, name="Alarm", is_optional=True, may_wait=False, **facts)


def _write(person, occasion, facts):
    if facts.get("moot"):
        return None
    return kinds.Letter(
        subject=f"About {occasion}",
        paragraphs=("Something happened.",),
        action_label="See",
        action_url=f"http://127.0.0.1:8000/{occasion}/",
    )


@pytest.fixture
def person(organization):
    return ParticipantFactory(time_zone="Asia/Tokyo").person


def own(person):
    return person.memberships.get()


def work():
    """Everything that is due at this moment, as workers would do it."""
    gathering.gather()
    waiting = Message.objects.filter(sent_at=None, failed_at=None)
    for message in waiting.order_by("id"):
        sending.send(message.pk, organization_id=message.organization_id)


def choose(membership, **fields):
    shipped = {"pace": Pace.NOW, "quiet_from": NIGHT[0], "quiet_until": NIGHT[1]}
    with context.enter(context.Context(membership.organization_id, membership.user_id)):
        optional.choose_hours(by=membership, **(shipped | fields))


def test_what_can_wait_comes_in_the_morning_where_its_reader_is(person, mailoutbox):
    with clock.held_at(EVENING):  # nine in the evening in Tokyo
        for kind in (NEWS, OWED, URGENT):
            services.tell(person, kind, kind)
        work()
        assert [mail.subject for mail in mailoutbox] == [f"About {URGENT}"]
        assert Notice.objects.count() == 3  # the bell waits for nobody
    morning = EVENING + timedelta(hours=10)
    with clock.held_at(morning - timedelta(seconds=1)):
        work()
        assert len(mailoutbox) == 1
    with clock.held_at(morning):
        work()
        work()
    assert len(mailoutbox) == 3
    assert Message.objects.filter(sent_at=morning).count() == 2


def test_hours_and_zone_of_ones_own_come_first(organization, mailoutbox):
    member = MembershipFactory(role=Role.COORDINATOR)
    choose(member, quiet_from=time(9), quiet_until=time(17), time_zone="Europe/London")

    with clock.held_at(EVENING):  # one in the afternoon in London
        services.tell_address(member.user.email.upper(), NEWS, "a")
        work()
        assert mailoutbox == []
    with clock.held_at(EVENING + timedelta(hours=4)):
        work()
    assert len(mailoutbox) == 1


def test_who_lets_mails_gather_gets_each_told_once(person, mailoutbox):
    choose(own(person), pace=Pace.DAILY)
    monday = datetime(2027, 5, 3, 1, 0, tzinfo=UTC)  # ten in the morning in Tokyo
    with clock.held_at(monday):
        for name in ("one", "two", "gone"):
            services.tell(person, NEWS, name, moot=name == "gone")
        for kind in (OWED, URGENT, ALARM):  # what is owed or cannot wait gathers with nothing
            services.tell(person, kind, kind)
        work()
        at_once = [mail.subject for mail in mailoutbox]
        assert at_once == [f"About {OWED}", f"About {URGENT}", f"About {ALARM}"]
    eight = datetime(2027, 5, 3, 23, 0, tzinfo=UTC)
    with clock.held_at(eight):
        for _ in range(3):
            work()
    digest = mailoutbox[3]
    assert len(mailoutbox) == 4
    assert digest.subject == f"{person.organization.name}: 2 new things"
    for words in ("About one", "About two", "http://127.0.0.1:8000/two/"):
        assert words in digest.body
        assert words in digest.alternatives[0][0]
    assert "gone" not in digest.body
    assert Message.objects.filter(sent_at=eight).count() == 4  # the digest and what it told
    assert {row.told_in.kind for row in Message.objects.filter(kind=NEWS)} == {gathering.KIND}


def test_a_weekly_digest_comes_on_monday_and_an_empty_one_never(person, mailoutbox):
    choose(own(person), pace=Pace.WEEKLY)
    with clock.held_at(datetime(2027, 5, 4, 1, 0, tzinfo=UTC)):
        services.tell(person, NEWS, "gone", moot=True)
        work()
    with clock.held_at(datetime(2027, 5, 9, 22, 59, tzinfo=UTC)):
        work()
        assert Message.objects.count() == 1
    with clock.held_at(datetime(2027, 5, 9, 23, 0, tzinfo=UTC)):
        work()
        work()
    assert mailoutbox == []
    assert set(Message.objects.values_list("failure", flat=True)) == {Failure.MOOT}


def test_what_is_stopped_is_not_mailed_and_stands_behind_the_bell(person, mailoutbox):
    optional.stop(person.user_id, NEWS, by=own(person))
    with clock.held_at(EVENING):
        work_of = services.tell(person, NEWS, "a")
        work()

    work_of.refresh_from_db()
    assert (mailoutbox, work_of.failure) == ([], Failure.UNWANTED)
    assert Notice.objects.get().title == "About a"


def test_owed_mail_cannot_be_stopped_by_any_way(person, client, mailoutbox):
    with pytest.raises(optional.Owed):
        optional.stop(person.user_id, OWED, by=own(person))
    assert (
        client.post(
            path_of(optional.stop_url(person.organization, person.user_id, OWED))
        ).status_code
        == 410
    )
    OptionalMail.objects.create(user_id=person.user_id, kind=OWED, stopped_at=EVENING)

    with clock.held_at(EVENING - timedelta(hours=6)):
        services.tell(person, OWED, "a")
        work()
    (mail,) = mailoutbox
    assert "List-Unsubscribe" not in mail.extra_headers


def path_of(url):
    return url.removeprefix("http://127.0.0.1:8000")


def test_one_click_of_a_mail_program_stops_it(person, mailoutbox):
    with clock.held_at(EVENING - timedelta(hours=6)):
        services.tell(person, NEWS, "a")
        work()
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = path_of(headers["List-Unsubscribe"].strip("<>"))
    program = Client(enforce_csrf_checks=True)

    assert program.get(url).status_code == 200
    assert optional.stopped_kinds(person.user_id) == set()
    for _ in range(2):
        answer = program.post(url, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies.get("session")) == (200, None)
    assert optional.stopped_kinds(person.user_id) == {NEWS}
    assert AuditEvent.objects.filter(verb="mail.stopped").count() == 1


def member_of(space):
    if space == "portal:mail":
        return membership_of(ParticipantFactory(time_zone="Asia/Tokyo"))
    if space == "company:mail":
        return MembershipFactory(role=Role.HR, company=CompanyFactory())
    return MembershipFactory(role=Role.COORDINATOR)


def chosen(client, url, **changed):
    """What the page would post, but for what was changed."""
    form = client.get(url).context["form"]
    posted = {name: form[name].value() for name in form.fields}
    posted = {name: value for name, value in posted.items() if value is not False}
    rows = client.get(url).context["rows"]
    posted["shown"] = [row["kind"] for row in rows]
    posted["mail"] = [row["kind"] for row in rows if row["by_mail"]]
    posted["bell"] = [row["kind"] for row in rows if row["by_bell"]]
    return posted | changed


@pytest.mark.parametrize("space", SURFACES)
def test_each_surface_has_its_choices(client_for, organization, space):
    member = member_of(space)
    browser, url = client_for(member), reverse(f"{space}:choices", args=[organization.slug])
    page = browser.get(url)
    offered = {row["kind"] for row in page.context["rows"]}
    known = catalog.kinds_for(*SURFACES[space])
    assert offered == {kind for kind, one in known.items() if one.is_optional}
    assert {one.name for one in page.context["owed"]} >= {"Owed", "Urgent"}

    saved = browser.post(url, chosen(browser, url, mail=[], bell=[], pace="daily"), follow=True)

    assert "Your choices are saved." in saved.text
    with context.enter(context.Context(organization.pk, member.user_id)):
        stopped, hidden = (
            optional.stopped_kinds(member.user_id, one) for one in (optional.MAIL, optional.BELL)
        )
        assert Reader.objects.get().pace == Pace.DAILY
    assert NEWS in stopped
    assert OWED not in stopped
    assert NEWS in hidden
    browser.post(url, chosen(browser, url, mail=[NEWS], bell=[NEWS]))
    with context.enter(context.Context(organization.pk, member.user_id)):
        assert NEWS not in optional.stopped_kinds(member.user_id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": "25:00"},
        {"quiet_until": ""},
        {"pace": "hourly"},
        {"time_zone": "Mars/Olympus"},
        {"quiet_from": "9" * 5000},
    ],
)
def test_a_wrong_time_is_said_and_nothing_is_changed(client_for, organization, wrong):
    member = MembershipFactory(role=Role.COORDINATOR)
    browser, url = client_for(member), reverse("mail:choices", args=[organization.slug])

    answer = browser.post(url, chosen(browser, url, mail=[], **wrong))

    assert answer.status_code == 400
    assert not any(row["by_mail"] for row in answer.context["rows"] if row["about"].is_optional)
    with context.enter(context.Context(organization.pk, member.user_id)):
        assert not Reader.objects.exists()
        assert optional.stopped_kinds(member.user_id) == set()


def test_kinds_that_the_page_did_not_show_stay_as_they_are(client_for, organization):
    member = MembershipFactory(role=Role.COORDINATOR)
    browser, url = client_for(member), reverse("mail:choices", args=[organization.slug])

    browser.post(url, chosen(browser, url, shown=["no_such_kind", OWED], mail=[], bell=[OWED]))

    assert optional.stopped_kinds(member.user_id) == set()


def test_choices_are_those_of_one_login(organization, person):
    choose(own(person), pace=Pace.DAILY)
    other = MembershipFactory(role=Role.ADMINISTRATOR)

    with context.enter(context.Context(organization.pk, other.user_id, context.Actor.COORDINATOR)):
        assert not Reader.objects.exists()
        assert Reader.objects.update(pace=Pace.NOW) == 0


def test_messages_are_kept_for_two_years(person):
    with clock.held_at(EVENING):
        old, open_one = (services.tell(person, OWED, name) for name in ("old", "open"))
        Message.objects.filter(pk=old.pk).update(sent_at=EVENING, created_at=EVENING)
        Message.objects.filter(pk=open_one.pk).update(created_at=EVENING)
    with clock.held_at(EVENING + keeping.KEPT_FOR):
        keeping.forget_old()
        assert Message.objects.count() == 2
    with clock.held_at(EVENING + keeping.KEPT_FOR + timedelta(seconds=1)):
        keeping.forget_old()
    assert Message.objects.get().pk == open_one.pk
