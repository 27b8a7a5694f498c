"""An organization's own words: placeholders and nothing else, in versions, back to what ships."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from mentoring.tenancy import context
from notifications import catalog, kinds, sending, services, texts
from notifications.models import LetterText, Message
from organizations.models import AuditEvent
from organizations.roles import Role
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory

KIND = "test_words"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(catalog, "_kinds", dict(catalog._kinds))
    monkeypatch.setattr(kinds, "_writers", dict(kinds._writers))
    kinds.register(KIND, _write, name="News", audience=catalog.PAIR, values=("program",))


def _write(person, occasion, facts):
    return kinds.Letter(
        subject="As shipped",
        paragraphs=("What it is about.",),
        action_label="See",
        action_url="https://mentoring.example/",
        values={} if facts.get("bare") else {"program": "Bridge {organization}"},
    )


@pytest.fixture
def admin(organization):
    return MembershipFactory(role=Role.ADMINISTRATOR)


def save(admin, **words):
    """As the administrator, after the newest there is."""
    inside = context.Context(admin.organization_id, admin.user_id, context.Actor.COORDINATOR)
    with context.enter(inside):
        newest = LetterText.objects.filter(kind=KIND).count()
        return texts.save(KIND, by=admin, newest=newest, **words)


def sent_to(person, mailoutbox, occasion="a", **facts):
    message = services.tell(person, KIND, occasion, **facts)
    sending.send(message.pk, organization_id=message.organization_id)
    return mailoutbox[-1]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Dear {first_name},", ""),
        ("{program}{program}", ""),
        ("No braces at all: 100 %, %(name)s, {{", "stands alone"),
        ("{partner}", "{partner} is no placeholder here"),
        ("{FIRST_NAME}", "no placeholder"),
        ("{ first_name }", "no placeholder"),
        ("{first_name.__class__}", "no placeholder"),
        ("{{ settings.SECRET_KEY }}", "no placeholder"),
        ("{% load x %}", "no placeholder"),
        ("{}", "no placeholder"),
        ("{0}", "no placeholder"),
        ("}{", "stands alone"),
    ],
)
def test_only_known_placeholders_are_taken(text, fault):
    assert fault in texts.fault_of(KIND, text)
    assert bool(texts.fault_of(KIND, text)) == bool(fault)


def test_what_a_placeholder_brings_is_never_read_again():
    assert texts.filled("{a} and {b}", {"a": "{b}", "b": "<b>{a}</b>"}) == "{b} and <b>{a}</b>"


def test_own_words_stand_around_what_the_letter_says(admin, mailoutbox):
    person = ParticipantFactory().person
    person.given_name = "<i>נועה</i>"
    person.save()
    save(
        admin,
        subject="{first_name}:\nnews",
        opening="Dear {first_name},\n\nhello.",
        closing="{program}",
    )

    mail = sent_to(person, mailoutbox)

    assert mail.subject == "<i>נועה</i>: news"
    html = mail.alternatives[0][0]
    for text in (mail.body, html):
        places = [text.index(words) for words in ("hello.", "What it is about.", "See", "Bridge {")]
        assert places == sorted(places)
    assert "<i>" not in html.partition("</head>")[2]
    assert "Dear <i>\u2068נועה\u2069</i>," in mail.body  # the comma stays behind the name


def test_what_cannot_be_filled_is_as_shipped(admin, mailoutbox):
    person = ParticipantFactory().person
    save(admin, subject="About {program}", opening="In {program}.", closing="Bye.")

    mail = sent_to(person, mailoutbox, bare=True)

    assert mail.subject == "As shipped"
    assert "In " not in mail.body
    assert "Bye." in mail.body


def test_the_newest_version_holds_until_the_way_back(admin, mailoutbox):
    person = ParticipantFactory().person
    for number, subject in enumerate(("One", "Two", "")):
        save(admin, subject=subject)
        assert sent_to(person, mailoutbox, number).subject == (subject or "As shipped")
    assert [row.number for row in texts.versions_of(KIND)] == [3, 2, 1]


def test_versions_stay_and_administrators_alone_add(admin):
    row = save(admin, subject="One")
    for act in (
        lambda: LetterText.objects.filter(pk=row.pk).update(subject="Other"),
        lambda: LetterText.objects.all().delete(),
        lambda: save(MembershipFactory(role=Role.COORDINATOR), subject="Two"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    with pytest.raises(texts.Stale):
        texts.save(KIND, by=admin, newest=0, subject="Too late")


def test_the_page_previews_saves_tests_and_goes_back(client_for, admin, mailoutbox, settle):
    slug = admin.organization.slug
    url, browser = reverse("letters:letter", args=[slug, KIND]), client_for(admin)
    assert "News" in browser.get(reverse("letters:list", args=[slug])).text
    typed = {
        "subject": "Hello {first_name}",
        "opening": "<b>Dear</b>",
        "closing": "",
        "newest": "0",
    }

    preview = browser.post(url, typed | {"act": "preview"})
    assert "Hello Noa" in preview.text
    assert "&lt;b&gt;Dear&lt;/b&gt;" in preview.text
    assert not LetterText.objects.exists()
    saved = browser.post(url, typed | {"act": "save"}, follow=True)
    assert f"Version 1, by {admin.name}" in saved.text
    stale = browser.post(url, typed | {"subject": "Mine", "act": "save"})
    assert (stale.status_code, 'value="Mine"' in stale.text) == (409, True)
    for _ in range(2):
        browser.post(url, {"act": "test"})
    settle()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([admin.user.email], "Test: Hello Noa")
    assert Message.objects.get().facts == {"version": str(LetterText.objects.get().pk)}
    back = browser.post(url, {"act": "shipped", "newest": "1"}, follow=True)
    assert "as shipped" in back.text
    assert texts.current(KIND) is None
    assert AuditEvent.objects.filter(verb="letter.worded").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "{partner}"},
        {"opening": "x" * 2001},
        {"closing": "\u202eevil"},
        {"newest": "abc"},
        {"subject": "x" * 151},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_for, admin, wrong):
    url = reverse("letters:letter", args=[admin.organization.slug, KIND])
    typed = {"subject": "Hello", "opening": "Typed words", "closing": "", "newest": "0"} | wrong

    answer = client_for(admin).post(url, typed | {"act": "save"})

    assert answer.status_code == 400
    assert typed["opening"][:11] in answer.text
    assert not LetterText.objects.exists()


def test_nobody_else_opens_it(client_for, admin):
    slug = admin.organization.slug
    browser = client_for(MembershipFactory(role=Role.COORDINATOR))

    assert browser.get(reverse("letters:list", args=[slug])).status_code == 403
    unknown = reverse("letters:letter", args=[slug, "no-such-kind"])
    assert client_for(admin).get(unknown).status_code == 404
