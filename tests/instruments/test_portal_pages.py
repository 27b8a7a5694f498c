"""The pages on which people answer, with and without scripts."""

import re

import pytest
from django.urls import reverse

from instruments import queries, services
from instruments.kinds import Occasion
from instruments.models import Answer, Item, Response
from instruments.values import UNSURE_CODE
from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.instruments import WORDS, answer, open_baseline, send, start
from tests.factories.participants import ParticipantFactory, membership_of

HIDDEN = re.compile(r'<input type="hidden" name="(was-[^"]+)" value="([^"]+)">')


@pytest.fixture
def mentee(organization):
    participant = ParticipantFactory()
    open_baseline(participant.program)
    return participant


@pytest.fixture
def browser(client_for, mentee):
    return client_for(membership_of(mentee))


@pytest.fixture
def address(organization):
    """``address("section", …)`` of the portal's questionnaires."""

    def of(name, *parts):
        return reverse(f"portal:questionnaires:{name}", args=[organization.slug, *parts])

    return of


def shown_marks(page):
    return dict(HIDDEN.findall(page.content.decode()))


def stored(response, key):
    found = Answer.objects.filter(response=response, item__key=key).first()
    return found and found.number


def test_list_says_who_reads_and_how_long_it_takes(browser, address, organization):
    page = browser.get(address("mine")).content.decode()

    assert f"Read by you and the coordinators of {organization.name}." in page
    assert "About 6 minutes." in page
    assert "Begin" in page


def test_beginning_leads_to_the_first_page_on_any_device(browser, address, mentee):
    begun = browser.post(address("start", mentee.pk, "baseline"))
    response = Response.objects.get()
    assert begun.url == address("resume", response.pk)

    page = browser.get(begun.url, follow=True)

    assert page.redirect_chain[-1][0] == address("section", response.pk, 1)
    assert "Page 1 of 6" in page.content.decode()


def test_the_whole_way_without_scripts(browser, address, mentee):
    browser.post(address("start", mentee.pk, "baseline"))
    response = Response.objects.get()
    next_page = browser.get(address("resume", response.pk)).url
    for page in queries.sheet(response).pages:
        assert next_page == address("section", response.pk, page.number)
        shown = browser.get(next_page)
        posted = shown_marks(shown) | {"go": "next"}
        for line in page.lines:
            plain = {"text": WORDS, "number": "3", "multiple": ["outside"], "single": "once"}
            posted[f"q-{line.item.key}"] = plain.get(line.item.kind, "4")
        next_page = browser.post(next_page, posted).url
    assert next_page == address("review", response.pk)
    assert "Ready to send" in browser.get(next_page).content.decode()

    sent = browser.post(address("send", response.pk), follow=True).content.decode()

    response.refresh_from_db()
    assert response.submitted_at
    assert "Thank you. These are the answers that you sent." in sent
    assert WORDS in sent
    assert "A view from outside" in sent


def test_one_answer_is_kept_as_it_is_given(browser, address, mentee):
    response = start(mentee)
    item = Item.objects.get(key="direction-steps")

    said = browser.post(address("save", response.pk, item.pk), {"q-direction-steps": "2"})

    assert "Saved" in said.content.decode()
    assert stored(response, "direction-steps") == 2


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("direction-steps", "6", "Select a valid choice."),
        ("direction-steps", "unsure' OR 1=1", "Select a valid choice."),
        ("outside-talks", "-1", "greater than or equal to 0"),
        ("outside-talks", "1e9", "Enter a whole number."),
        ("outside-talks", "100", "less than or equal to 99"),
        ("hopes-what", "everything", "Select a valid choice."),
        ("hopes-worry", "x" * 4001, "at most 4000 characters"),
        ("hopes-worry", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_is_no_answer_is_refused_and_said(browser, address, mentee, key, value, said):
    response = start(mentee)
    item = Item.objects.get(key=key)

    page = browser.post(address("save", response.pk, item.pk), {f"q-{key}": value})

    assert said in page.content.decode()
    assert not Answer.objects.exists()


def test_a_page_with_a_mistake_keeps_everything_else(browser, address, mentee):
    response = start(mentee)
    posted = {"q-outside-talks": "many", "q-outside-whom": "5", "go": "next"}

    page = browser.post(address("section", response.pk, 4), posted)

    assert page.status_code == 200
    assert "Everything else on this page is saved." in page.content.decode()
    assert stored(response, "outside-whom") == 5


def test_a_page_left_open_elsewhere_undoes_nothing(browser, address, mentee):
    """Phone and laptop show the same page; the laptop sends what it was shown, unchanged."""
    response = answer(start(mentee), {"direction-steps": "2", "direction-lacking": "2"})
    laptop = browser.get(address("section", response.pk, 1))
    answer(response, {"direction-steps": "5", "direction-drifting": UNSURE_CODE})

    posted = shown_marks(laptop) | {"q-direction-steps": "2", "q-direction-lacking": "3"}
    browser.post(address("section", response.pk, 1), posted)

    values = {line.item.key: line.value for line in queries.sheet(response).pages[0].lines}
    assert values["direction-steps"] == "5"
    assert values["direction-lacking"] == "3"
    assert values["direction-drifting"] == UNSURE_CODE


@pytest.mark.parametrize(("go", "number"), [("back", 1), ("next", 3), ("", 3)])
def test_buttons_lead_where_they_say(browser, address, mentee, go, number):
    response = start(mentee)

    moved = browser.post(address("section", response.pk, 2), {"go": go})

    assert moved.url == address("section", response.pk, number)


def test_going_on_later_keeps_the_answers(browser, address, mentee):
    response = start(mentee)
    posted = {"go": "later", "q-leading-clear": "3"}

    page = browser.post(address("section", response.pk, 2), posted, follow=True)

    assert "Your answers are kept." in page.content.decode()
    assert stored(response, "leading-clear") == 3


def test_sending_too_early_says_what_is_missing(browser, address, mentee):
    response = start(mentee)

    page = browser.post(address("send", response.pk), follow=True).content.decode()

    assert "Some questions are still open." in page
    assert "Some answers are missing" in page
    assert "Send my answers" not in page


def test_nothing_is_kept_after_it_was_sent(browser, address, mentee):
    response = send(mentee)
    item = Item.objects.get(key="direction-steps")

    said = browser.post(address("save", response.pk, item.pk), {"q-direction-steps": "1"})
    page = browser.post(address("section", response.pk, 1), {"q-direction-steps": "1"}, follow=True)

    assert "You have sent this questionnaire" in said.content.decode()
    assert "This last page was not kept" in page.content.decode()
    assert stored(response, "direction-steps") == 4


def test_nothing_is_kept_after_it_was_closed(browser, address, mentee, coordinator):
    response = answer(start(mentee))
    services.close(mentee.program, Occasion.BASELINE, by=coordinator)
    item = Item.objects.get(key="direction-steps")

    said = browser.post(address("save", response.pk, item.pk), {"q-direction-steps": "1"})
    page = browser.post(address("send", response.pk), follow=True).content.decode()
    listed = browser.get(address("mine")).content.decode()

    assert "Closed by a coordinator." in said.content.decode()
    assert "This questionnaire is closed" in page
    assert "nobody reads what you had answered" in listed
    assert stored(response, "direction-steps") == 4
    response.refresh_from_db()
    assert response.submitted_at is None


def test_other_peoples_responses_do_not_exist(client_for, address, mentee):
    response = start(mentee)
    other = ParticipantFactory(program=mentee.program, mentor=True)
    browser = client_for(membership_of(other))
    item = Item.objects.first()

    for name, parts in (
        ("resume", [response.pk]),
        ("section", [response.pk, 1]),
        ("review", [response.pk]),
    ):
        assert browser.get(address(name, *parts)).status_code == 404
    assert browser.post(address("save", response.pk, item.pk), {}).status_code == 404
    assert browser.post(address("send", response.pk)).status_code == 404
    assert browser.post(address("start", mentee.pk, "baseline")).status_code == 404


def test_items_pages_and_occasions_that_do_not_exist(browser, address, mentee):
    response = start(mentee)
    start(ParticipantFactory(program=mentee.program, mentor=True))
    foreign = Item.objects.get(key="mentoring-listens")

    assert browser.post(address("save", response.pk, foreign.pk), {}).status_code == 404
    assert browser.get(address("section", response.pk, 7)).status_code == 404
    assert browser.get(address("section", response.pk, 0)).status_code == 404
    assert browser.post(address("start", mentee.pk, "later")).status_code == 404
    assert browser.post(address("start", mentee.pk, "nonsense")).status_code == 404


def test_pages_ask_few_statements(browser, address, mentee):
    response = answer(start(mentee))

    for path in (
        address("mine"),
        address("section", response.pk, 1),
        address("section", response.pk, 6),
        address("review", response.pk),
    ):
        assert len(statements(browser, path)) <= MOST


def test_who_is_in_no_program_has_nothing_to_answer(client_for, organization, address):
    participant = ParticipantFactory()

    page = client_for(membership_of(participant)).get(address("mine")).content.decode()

    assert "Nothing to answer" in page


def test_who_is_taken_out_while_answering_is_told(browser, address, mentee):
    response = start(mentee)
    mentee.standing = Standing.REMOVED
    mentee.save()

    told = browser.post(address("section", response.pk, 1), {}, follow=True)

    assert told.status_code == 200
    assert str(services.NOT_KEPT) in told.content.decode()
    assert not Answer.objects.exists()
