"""What stands behind the bell: whose it is, how many are new, and where it leads."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentoring import clock
from mentoring.tenancy import context
from notifications import catalog, kinds, notices, optional, sending, services
from notifications.catalog import PAIR, STAFF, Audience
from notifications.models import Message, Notice
from organizations.roles import Role
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of

KIND = "test_bell"
NOON = datetime(2027, 5, 3, 12, 0, tzinfo=UTC)
SURFACES = {
    "portal:mail": lambda: membership_of(ParticipantFactory()),
    "mail": lambda: MembershipFactory(role=Role.COORDINATOR),
    "company:mail": lambda: MembershipFactory(role=Role.HR, company=CompanyFactory()),
}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch, organization, settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    monkeypatch.setattr(catalog, "_kinds", dict(catalog._kinds))
    monkeypatch.setattr(kinds, "_writers", dict(kinds._writers))
    audience = (*PAIR, *STAFF, Audience.HR)
    kinds.register(KIND, _write, name="News", audience=audience, is_optional=True)


def _write(person, occasion, facts):
    return kinds.Letter(
        subject=facts.get("subject", f"About {occasion}"),
        paragraphs=("Something happened.",),
        action_label="See",
        action_url=facts.get("url", "http://127.0.0.1:8000/somewhere/"),
    )


def ring(member, occasion="one", **facts):
    """Tell somebody something, and let a worker see to it."""
    if member.person_id:
        message = services.tell(member.person, KIND, occasion, **facts)
    else:
        message = services.tell_address(member.user.email, KIND, occasion, **facts)
    sending.send(message.pk, organization_id=message.organization_id)
    return Notice.objects.filter(message=message).first()


@pytest.mark.parametrize("space", SURFACES)
def test_the_bell_rings_where_its_reader_is_at_home(client_for, organization, space):
    member = SURFACES[space]()
    browser, url = client_for(member), reverse(f"{space}:news", args=[organization.slug])
    assert "Nothing new yet" in browser.get(url).text
    first, second = ring(member), ring(member, "two")

    page = browser.get(url)
    assert "What is new: 2 unread" in page.text
    assert page.text.index("About two") < page.text.index("About one")
    opened = browser.post(reverse(f"{space}:open", args=[organization.slug, first.pk]))
    assert (opened.status_code, opened.url) == (302, "/somewhere/")
    assert "What is new: one unread" in browser.get(url).text
    assert "About one" not in browser.get(url, {"show": "unread"}).text

    third = ring(member, "three")  # after the page was drawn
    read_all = reverse(f"{space}:read-all", args=[organization.slug])
    browser.post(read_all, {"newest": str(second.pk)})
    assert "What is new: one unread" in browser.get(url).text
    browser.post(read_all, {"newest": "nonsense\0"})
    browser.post(read_all, {"newest": str(third.pk)})
    assert "You have seen everything" in browser.get(url, {"show": "unread"}).text


@pytest.mark.parametrize("space", SURFACES)
def test_a_line_is_its_readers_alone(client_for, organization, space):
    row, other = ring(SURFACES[space]()), SURFACES[space]()
    browser = client_for(other)

    answer = browser.post(reverse(f"{space}:open", args=[organization.slug, row.pk]))

    assert answer.status_code == 404
    assert "About one" not in browser.get(reverse(f"{space}:news", args=[organization.slug])).text
    row.refresh_from_db()
    assert row.read_at is None
    with context.enter(context.Context(organization.pk, other.user_id, context.Actor.COORDINATOR)):
        assert not Notice.objects.exists()


def test_each_surface_of_one_login_has_its_own(client_for, organization):
    person = ParticipantFactory().person
    staff = MembershipFactory(role=Role.COORDINATOR, user=person.user)
    ring(person.memberships.get(role=Role.PARTICIPANT))

    browser = client_for(staff)

    for space, number in (("portal:mail", 1), ("mail", 0)):
        page = browser.get(reverse(f"{space}:news", args=[organization.slug]))
        assert len(page.context["rows"]) == number


def test_what_is_hidden_is_not_counted_and_comes_back(client_for, organization):
    member = SURFACES["mail"]()
    ring(member)
    url = reverse("mail:news", args=[organization.slug])

    optional.stop(member.user_id, KIND, by=member, channel=optional.BELL)
    hidden = client_for(member).get(url).text
    optional.start(member.user_id, KIND, by=member, channel=optional.BELL)

    assert "About one" not in hidden
    assert "unread" not in hidden.partition("</header>")[0]
    assert "About one" in client_for(member).get(url).text


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example/", "http://127.0.0.1:8000.evil.example/", "a"]
)
def test_a_line_never_leads_to_another_site(client_for, organization, url):
    member = SURFACES["mail"]()
    row = ring(member, url=url)

    answer = client_for(member).post(reverse("mail:open", args=[organization.slug, row.pk]))

    assert answer.url == reverse("dashboard:home", args=[organization.slug])
    with pytest.raises(IntegrityError, match="notice_leads"), transaction.atomic():
        Notice.objects.filter(pk=row.pk).update(path=url)


def test_a_subject_of_any_length_and_script_is_one_line_of_text(client_for, organization):
    member = SURFACES["mail"]()
    ring(member, subject="<script>alert(1)</script>\r\n" + "נועה " * 200)

    page = client_for(member).get(reverse("mail:news", args=[organization.slug])).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \u2068נועה" in page


def test_sending_again_rings_once(organization, settings):
    member = SURFACES["mail"]()
    row = ring(member)
    Message.objects.update(sent_at=None, attempts=1, claimed_at=None)

    sending.send(row.message_id, organization_id=organization.pk)

    assert Notice.objects.count() == 1


def test_lines_stand_for_ninety_days_and_go_with_their_message(organization):
    member = SURFACES["mail"]()
    with clock.held_at(NOON):
        ring(member)
    with clock.held_at(NOON + notices.KEPT_FOR):
        notices.forget_old()
        assert Notice.objects.count() == 1
    with clock.held_at(NOON + notices.KEPT_FOR + timedelta(seconds=1)):
        notices.forget_old()
        assert Notice.objects.count() == 0
    row = ring(member, "two")
    with context.enter(context.Context(organization.pk, actor=context.Actor.COORDINATOR)):
        Message.objects.filter(pk=row.message_id).delete()  # who deletes it sees no notices
    assert Notice.objects.count() == 0
