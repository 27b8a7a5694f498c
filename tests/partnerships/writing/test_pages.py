"""The pages of a pair: what each of the two sees, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentoring.tenancy.keys import uuid7
from organizations.roles import Role
from partnerships.lifecycle import Status
from partnerships.models import Partnership
from partnerships.writing import services
from partnerships.writing.keys import Keyring
from partnerships.writing.kinds import Kind
from partnerships.writing.models import Draft, Note
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import membership_of
from tests.factories.partnerships import make_partnership
from tests.partnerships.writing.people import BOTH, as_side, pair, written

PAGES = ("messages", "notes", "journal")
KINDS = {"messages": Kind.MESSAGE, "notes": Kind.NOTE, "journal": Kind.JOURNAL}
MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")


@pytest.fixture
def go(client_for, organization):
    """``go(partnership, side, "notes", *args, data=…)`` as one of the two."""
    browsers = {}

    def open_page(partnership, side, name, *args, data=None, query=""):
        person = getattr(partnership, side)
        if person.pk not in browsers:
            browsers[person.pk] = client_for(membership_of(person))
        slug = organization.slug
        address = reverse(f"portal:writing:{name}", args=[slug, partnership.pk, *args]) + query
        browser = browsers[person.pk]
        return browser.get(address) if data is None else browser.post(address, data)

    return open_page


def _write(partnership, side, kind, text):
    own = membership_of(getattr(partnership, side))
    with as_side(partnership, side):
        return services.write(partnership, kind, text, by=own, item_id=uuid7())


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_page_says_what_it_is_for_and_who_reads_it(go, partnership, name):
    answer = go(partnership, "mentee", name)

    assert answer.status_code == 200
    reader = "you alone" if name == "journal" else f"you and {partnership.mentor_person.name} alone"
    assert f"Readable by {reader}" in answer.text
    assert "empty__text" in answer.text


@pytest.mark.parametrize("name", ["messages", "notes"])
def test_what_one_writes_the_other_reads(go, partnership, name):
    item = uuid7()
    for _ in range(2):
        answer = go(partnership, "mentee", name, data={"text": "Words for you.", "item": item})
        assert answer.status_code == 302

    for side in BOTH:
        assert go(partnership, side, name).text.count("Words for you.") == 1


def test_a_journal_is_there_for_its_author_alone(go, partnership):
    go(partnership, "mentee", "journal", data={"text": "To myself.", "item": uuid7()})

    assert "To myself." in go(partnership, "mentee", "journal").text
    theirs = go(partnership, "mentor", "journal").text
    assert "To myself." not in theirs
    assert "Your journal is empty" in theirs


def test_html_is_shown_as_text(go, partnership):
    text = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7|add:7 }} \"'&amp;"
    go(partnership, "mentee", "notes", data={"text": text, "item": uuid7()})

    page = go(partnership, "mentor", "notes").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x" in page
    assert "{{ 7|add:7 }}" in page


@pytest.mark.parametrize("text", ["שלום וברכה", "мой наставник", "導師您好 🐎", "é" * 200])
def test_every_script_comes_back_as_it_was_typed(go, partnership, text):
    go(partnership, "mentor", "messages", data={"text": text, "item": uuid7()})

    assert text in go(partnership, "mentee", "messages").text


def test_long_names_have_room(go, partnership):
    person = partnership.mentor_person
    person.given_name, person.family_name = "Wolfeschlegel" * 6, "Steinhausen" * 7
    person.save()

    assert person.name in go(partnership, "mentee", "messages").text


@pytest.mark.parametrize("name", PAGES)
def test_too_much_is_refused_with_the_limit_and_nothing_is_lost(go, partnership, name):
    text = "word " * 20_000
    answer = go(partnership, "mentee", name, data={"text": text, "item": uuid7()})

    assert answer.status_code == 200
    assert "This has 99,999 characters" in answer.text
    assert f"{services.LONGEST[KINDS[name]]:,} is the most" in answer.text
    assert text.strip() in answer.text


def test_a_stale_form_keeps_what_was_typed_beside_what_stands_there(go, partnership):
    note = _write(partnership, "mentee", Kind.NOTE, "At first.")
    form = {"item": note.pk, "seen": 0}
    page = go(partnership, "mentee", "notes-change", note.pk).text
    assert 'name="seen" value="0"' in page
    answer = go(partnership, "mentee", "notes-change", note.pk, data={"text": "Faster.", **form})
    assert answer.status_code == 302

    slower = go(partnership, "mentee", "notes-change", note.pk, data={"text": "Slower.", **form})

    assert slower.status_code == 409
    for words in ("Slower.", "Faster.", "You changed this meanwhile", 'name="seen" value="1"'):
        assert words in slower.text
    again = {"text": "Slower.", "item": note.pk, "seen": 1}
    assert go(partnership, "mentee", "notes-change", note.pk, data=again).status_code == 302
    assert "Slower." in go(partnership, "mentor", "notes").text


def test_a_change_of_what_was_removed_becomes_a_new_one(go, partnership):
    note = _write(partnership, "mentee", Kind.NOTE, "At first.")
    assert "It is gone for good" in go(partnership, "mentee", "notes-remove", note.pk).text
    assert go(partnership, "mentee", "notes-remove", note.pk, data={}).status_code == 302

    answer = go(
        partnership,
        "mentee",
        "notes-change",
        note.pk,
        data={"text": "Later.", "seen": 0, "item": note.pk},
    )

    assert answer.status_code == 409
    assert "Later." in answer.text
    assert "You removed this meanwhile" in answer.text


def test_what_was_typed_is_there_again(go, partnership):
    item = uuid7()
    answer = go(partnership, "mentee", "notes-draft", data={"text": "Half a", "item": item})
    assert "Kept at" in answer.text

    page = go(partnership, "mentee", "notes").text
    assert "Half a" in page
    assert str(item) in page
    assert "Not saved yet" in page
    assert "Half a" not in go(partnership, "mentor", "notes").text
    assert "Half a" not in go(partnership, "mentee", "messages").text

    go(partnership, "mentee", "notes", data={"text": "Half a sentence.", "item": item})
    assert "Not saved yet" not in go(partnership, "mentee", "notes").text


def test_what_was_typed_can_be_discarded(go, partnership):
    note = _write(partnership, "mentee", Kind.NOTE, "Stands.")
    for name, args, seen in (("notes", (), ""), ("notes-change", (note.pk,), 0)):
        item = args[0] if args else uuid7()
        go(partnership, "mentee", "notes-draft", data={"text": "Half", "item": item, "seen": seen})
        assert "Half" in go(partnership, "mentee", name, *args).text
        go(partnership, "mentee", name, *args, data={"go": "discard"})
        assert "Half" not in go(partnership, "mentee", name, *args).text
    with as_side(partnership, "mentee"):
        assert not Draft.objects.exists()


def test_a_draft_says_why_it_is_not_kept(go, partnership):
    facts = {"text": "x" * 100_000, "item": uuid7()}

    assert "characters" in go(partnership, "mentee", "messages-draft", data=facts).text
    note = _write(partnership, "mentor", Kind.NOTE, "Theirs.")
    theirs = {"text": "x", "item": note.pk, "seen": 0}
    assert go(partnership, "mentee", "notes-draft", data=theirs).status_code == 404


@pytest.mark.parametrize("junk", [{}, {"text": "x"}, {"text": "x", "item": "x", "seen": "-1"}])
def test_what_no_form_sends_is_kept_nowhere(go, partnership, junk):
    for name in PAGES:
        assert go(partnership, "mentee", name, data=junk).status_code == 200
        assert go(partnership, "mentee", f"{name}-draft", data=junk).status_code == 200
    with as_side(partnership, "mentee"):
        assert not Draft.objects.exists()
        assert not Note.objects.exists()


def test_nobody_else_finds_a_page(go, partnership, client_for, organization, coordinator):
    note = _write(partnership, "mentee", Kind.NOTE, "Words.")
    stranger = pair()
    for name, args in (("notes", ()), ("notes-change", (note.pk,)), ("notes-remove", (note.pk,))):
        address = reverse(f"portal:writing:{name}", args=[organization.slug, partnership.pk, *args])
        outside = client_for(membership_of(stranger.mentee)).get(address)
        assert outside.status_code == 404
        assert client_for(coordinator).get(address).status_code == 403
        hr = MembershipFactory(role=Role.HR, company=partnership.mentee_company)
        assert client_for(hr).get(address).status_code == 403
    for name, args in (("notes-change", (note.pk,)), ("notes-remove", (note.pk,))):
        assert go(partnership, "mentor", name, *args).status_code == 404
        assert (
            go(
                partnership, "mentor", name, *args, data={"text": "x", "item": note.pk, "seen": 0}
            ).status_code
            == 404
        )


def test_before_both_have_accepted_there_is_no_page(go, organization):
    proposed = make_partnership(accepted_by=("mentee",))

    for name in PAGES:
        assert go(proposed, "mentee", name).status_code == 404


def _end(partnership, days):
    ended = timezone.now() - timedelta(days=days)
    Partnership.objects.filter(pk=partnership.pk).update(
        status=Status.ENDED, place=None, ended_at=ended
    )


def test_what_ended_says_until_when(go, partnership):
    _write(partnership, "mentee", Kind.NOTE, "Words.")
    _end(partnership, 3)

    page = go(partnership, "mentor", "notes").text

    assert "Your partnership has ended" in page
    assert "Words." in page


def test_what_is_closed_shows_nothing_but_what_was_just_typed(go, partnership):
    note = _write(partnership, "mentee", Kind.NOTE, "Words.")
    _end(partnership, 31)

    page = go(partnership, "mentee", "notes").text
    assert "This is closed now" in page
    assert "Words." not in page
    for name, args in (("notes", ()), ("notes-change", (note.pk,))):
        form = {"text": "Too late.", "item": note.pk, "seen": 0}
        answer = go(partnership, "mentee", name, *args, data=form)
        assert answer.status_code == 409
        assert "Too late." in answer.text
        assert "not kept" in answer.text


def _statements(go, partnership, name):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert go(partnership, "mentor", name).status_code == 200
    return [query["sql"] for query in captured if not query["sql"].startswith(MARKS)]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_little_however_much_there_is(go, partnership, name):
    _write(partnership, "mentor", KINDS[name], "One.")
    go(partnership, "mentor", name)
    one = _statements(go, partnership, name)
    for number in range(3):
        _write(partnership, BOTH[number % 2], KINDS[name], "More.")

    assert len(_statements(go, partnership, name)) == len(one) <= 12


def test_five_hundred_notes_open_at_once(go, partnership):
    """A page costs the same however many there are, and their keys are fetched together."""
    with as_side(partnership, "mentee"):
        keys, rows = Keyring(partnership.pk), []
        for number in range(500):
            row = Note(partnership=partnership, author=partnership.mentee_person)
            row.stamp()
            keys.seal(row, f"Note {number}. " + "word " * 400)
            rows.append(row)
        Note.objects.bulk_create(rows)
    go(partnership, "mentor", "notes")

    sent = _statements(go, partnership, "notes")
    page = go(partnership, "mentor", "notes").text

    assert len(sent) <= 12
    assert page.count("Note ") >= 50
    with as_side(partnership, "mentor"), CaptureQueriesContext(connection) as asked:
        opened = Keyring(partnership.pk)
        assert len([opened.read(row) for row in Note.objects.all()]) == 500
    assert len(asked) <= 3


def test_a_second_page_shows_the_older_ones(go, partnership):
    for number in range(51):
        written(Note, partnership, "mentee", f"Note number {number}.")

    assert "Note number 0." not in go(partnership, "mentor", "notes").text
    assert "Note number 0." in go(partnership, "mentor", "notes", query="?page=2").text
