"""The portal's training: what is to do, and a module read part by part without any script."""

import re

import pytest
from django.urls import reverse

from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.participants import ParticipantFactory
from tests.factories.training import begin, finish, furnish, module_of
from training.modules import parsing, uses, versions
from training.modules.models import Attempt, Completion
from training.roles import Need


@pytest.fixture
def browser(client_for, me):
    return client_for(me)


def page_of(module, organization):
    return reverse("portal-training:module", args=[organization.slug, module.pk])


def listed(organization):
    return reverse("portal-training:list", args=[organization.slug])


def test_the_list_says_what_is_to_do(browser, organization, mentee):
    text = browser.get(listed(organization)).text
    assert "0 of 5 required modules are finished" in text
    assert "Start with the first one" in text
    assert text.count("if you like") == 1
    finish(mentee, module_of(mentee), wrong=1)
    begin(mentee, module_of(mentee, "goals"))

    text = browser.get(listed(organization)).text
    assert "1 of 5 required modules are finished" in text
    assert "2 of 3 right at once" in text
    assert "Go on where you were" in text
    assert "Begun" in text


def test_who_has_finished_is_told(browser, organization, mentee):
    for code in ("roles", "first-meeting", "goals", "boundaries", "feedback"):
        finish(mentee, module_of(mentee, code))

    assert "You have finished" in browser.get(listed(organization)).text


def test_mentor_here_and_mentee_there_sees_both_sides_apart(browser, organization, mentee):
    ParticipantFactory(person=mentee.person, company=mentee.company, mentor=True)
    furnish()

    text = browser.get(listed(organization)).text
    assert text.index("For you as a mentee") != text.index("For you as a mentor")
    assert text.count("0 of 5 required modules are finished") == 2


def test_looking_begins_nothing(browser, organization, module):
    answer = browser.get(page_of(module, organization))

    assert "You can stop anywhere" in answer.text
    assert not Attempt.objects.exists()


def test_a_module_is_gone_through_by_clicks_alone(browser, organization, module):
    page, module_text = page_of(module, organization), parsing.module(module.version.source)
    browser.post(page, {"begin": "yes"})
    text = browser.get(page).text
    assert module_text.body.blocks[1].text[:40].replace("'", "&#x27;") in text
    assert "Part 1 of 4" in text
    text = browser.post(page, {"part": "exercise"}, follow=True).text
    assert module_text.exercise.title in text
    text = browser.post(page, {"part": "scenario"}, follow=True).text
    assert "How does it go on?" in text
    assert "Go on to the questions" not in text
    text = browser.post(page, {"ending": "1"}, follow=True).text
    assert "You chose" in text
    assert text.index(module_text.endings[1].title) < text.index(module_text.endings[0].title)
    text = browser.post(page, {"part": "questions"}, follow=True).text
    for number, question in enumerate(module_text.questions):
        assert f'name="question" value="{number}"' in text
        wrong = (question.right + 1) % 3
        choice = wrong if number == 0 else question.right
        text = browser.post(page, {"question": number, "choice": choice}, follow=True).text
        assert question.choices[question.right].why.replace("'", "&#x27;")[:30] in text
    assert "You have finished this module." in text
    assert "2 of 3 answers were right at once" in text
    assert Completion.objects.get().score == 2
    assert "Part 1 of 4" in browser.get(f"{page}?part=reading").text


def test_another_device_goes_on_where_one_was(browser, client_for, me, organization, module):
    page = page_of(module, organization)
    browser.post(page, {"begin": "yes"})
    browser.post(page, {"part": "exercise"})

    assert "Part 2 of 4" in client_for(me).get(page).text


@pytest.mark.parametrize(
    "posted",
    [
        {"part": "questions"},
        {"part": "\x00"},
        {"part": "x" * 10_000},
        {"ending": "0"},
        {"ending": "-1"},
        {"question": "9", "choice": "0"},
        {"question": "٣", "choice": "0"},
        {"question": "0"},
        {"question": "99999999999", "choice": "1e9"},
        {},
    ],
)
def test_what_is_not_offered_changes_nothing(browser, organization, module, posted):
    page = page_of(module, organization)
    answer = browser.post(page, posted, follow=True)

    assert answer.status_code == 200
    assert "Part 1 of 4" in answer.text
    assert not Completion.objects.exists()


def test_a_question_without_an_answer_says_so(browser, organization, module):
    page = page_of(module, organization)
    for posted in ({"part": "exercise"}, {"part": "scenario"}, {"ending": "0"}):
        browser.post(page, posted)
    browser.post(page, {"part": "questions"})

    assert "Choose one of the answers" in browser.post(page, {"question": "0"}, follow=True).text


def test_modules_of_others_are_not_found(browser, organization, mentee, mentor):
    elsewhere = ParticipantFactory()
    furnish()
    for foreign in (module_of(mentor), module_of(elsewhere)):
        assert browser.get(page_of(foreign, organization)).status_code == 404
        assert browser.post(page_of(foreign, organization), {"begin": "y"}).status_code == 404


def test_who_left_finds_nothing(browser, organization, mentee, module):
    mentee.standing = Standing.REMOVED
    mentee.save()

    assert browser.get(page_of(module, organization)).status_code == 404
    assert "No training yet" in browser.get(listed(organization)).text


def test_what_is_not_used_any_more_stays_for_who_began_it(
    browser, organization, mentee, module, coordinator
):
    finish(mentee, module)
    goals = module_of(mentee, "goals")
    for one in (module, goals):
        uses.set_need(one, Need.UNUSED, by=coordinator)

    text = browser.get(listed(organization)).text
    assert module.version.title in text
    assert goals.version.title not in text
    assert browser.get(page_of(module, organization)).status_code == 200
    assert browser.get(page_of(goals, organization)).status_code == 404


def test_a_text_is_text(browser, organization, mentee, module, coordinator):
    bad = "<script>alert(1)</script>"
    source = module.version.source.replace("title: ", f"title: {bad} ", 1)
    source = source.replace("== Exercise: ", f"== Exercise: {bad} ", 1)
    version = versions.save("module", "mentee", "roles", source, 1, by=coordinator)
    uses.use_version(module, version, by=coordinator)
    page = page_of(module, organization)
    browser.post(page, {"part": "exercise"})

    for address in (page, listed(organization)):
        text = browser.get(address).text
        assert bad not in text
        assert "&lt;script&gt;" in text


def test_links_lead_to_ones_own_pages(browser, organization, mentee, module, coordinator):
    goals = module_of(mentee, "goals")
    source = module.version.source.replace(
        "\n\n== Exercise", "\n\n=> module:goals On goals\n=> module:nowhere Nowhere\n\n== Exercise"
    )
    version = versions.save("module", "mentee", "roles", source, 1, by=coordinator)
    uses.use_version(module, version, by=coordinator)
    page = page_of(module, organization)
    browser.post(page, {"begin": "yes"})

    text = browser.get(page).text
    assert re.search(rf'href="{page_of(goals, organization)}"[^>]*>On goals', text)
    assert "Nowhere" not in text


def test_pages_cost_the_same_for_one_module_begun_and_for_many(browser, organization, mentee):
    begin(mentee, module_of(mentee))
    page = page_of(module_of(mentee), organization)
    few = [len(statements(browser, address)) for address in (listed(organization), page)]
    for code in ("goals", "boundaries", "feedback"):
        finish(mentee, module_of(mentee, code))

    assert [len(statements(browser, address)) for address in (listed(organization), page)] == few
    assert max(few) <= MOST
