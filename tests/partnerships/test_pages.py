"""The coordinators' pages of matches: who answered, by when, and taking back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.tenancy import context
from organizations.models import AuditEvent
from partnerships import services
from partnerships.lifecycle import DeclineReason, Status
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside

MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")


@pytest.fixture
def program(organization):
    return ProgramFactory(slug="bridge")


@pytest.fixture
def match(program, coordinator):
    return _announce(program, coordinator)


@pytest.fixture
def page(coordinator_client, organization):
    """``page("list")``, ``page("detail", pk)``, ``page("withdraw", pk, data={})``."""

    def open_page(name, *args, data=None, query=""):
        address = reverse(f"partnerships:{name}", args=[organization.slug, "bridge", *args])
        if data is not None:
            return coordinator_client.post(address, data)
        return coordinator_client.get(address + query)

    return open_page


def _announce(program, by):
    return services.announce_partnership(
        mentor=ParticipantFactory(program=program, mentor=True),
        mentee=ParticipantFactory(program=program),
        by=by,
        answer_days=7,
    )


def _as(participant, act, match, **facts):
    own = membership_of(participant)
    with context.enter(context.Context(own.organization_id, own.user_id)):
        return act(match, by=own, **facts)


def _text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_list_says_what_to_do(page, program):
    assert "Start a matching run" in _text(page("list"))
    assert "None here" in _text(page("list", query="?show=over"))


def test_the_list_shows_who_answered_and_until_when(page, match):
    _as(match.mentee, services.accept, match)

    text = _text(page("list"))

    assert match.mentee.person.name in text
    assert match.mentor.company.name in text
    assert "Mentee: accepted" in text
    assert "not yet" in text
    assert "(UTC)" in text


@pytest.mark.parametrize(
    ("show", "found"), [("waiting", 1), ("accepted", 0), ("over", 1), ("x", 2)]
)
def test_the_list_is_filtered_by_where_a_match_stands(page, match, program, show, found):
    other = _announce(program, None)
    services.withdraw(other, by=None)

    text = _text(page("list", query=f"?show={show}"))

    assert sum(one.mentee.person.name in text for one in (match, other)) == found


def test_a_decline_shows_its_category_to_coordinators(page, match):
    _as(match.mentor, services.decline, match, reason=DeclineReason.TOO_CLOSE)

    for text in (_text(page("list")), _text(page("detail", match.pk))):
        assert "our companies are too close" in text
    assert "The mentor declined" in _text(page("detail", match.pk))


def test_taking_back_asks_first_and_happens_once(page, match):
    assert "Take this match back?" in _text(page("withdraw", match.pk))

    for _ in range(2):
        assert page("withdraw", match.pk, data={}).status_code == 302

    match.refresh_from_db()
    assert match.status == Status.WITHDRAWN
    assert AuditEvent.objects.filter(verb="partnership.withdrawn").count() == 1
    assert "A coordinator took the match back" in _text(page("detail", match.pk))
    assert page("withdraw", match.pk).status_code == 302


def test_what_both_accepted_cannot_be_taken_back(page, match):
    for participant in (match.mentor, match.mentee):
        _as(participant, services.accept, match)

    assert page("withdraw", match.pk).status_code == 302
    assert page("withdraw", match.pk, data={}).status_code == 302

    match.refresh_from_db()
    assert match.status == Status.PREPARING
    assert "Take back" not in _text(page("detail", match.pk))


def test_another_programs_match_is_not_found(page, program, coordinator):
    elsewhere = _announce(ProgramFactory(), coordinator)

    for name in ("detail", "withdraw"):
        assert page(name, elsewhere.pk).status_code == 404
    assert page("withdraw", elsewhere.pk, data={}).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.status == Status.PROPOSED


def test_another_organizations_match_is_not_found(page, program, other_organization):
    with inside(other_organization):
        foreign = _announce(ProgramFactory(slug="bridge"), None)
        name = foreign.mentee.person.name

    assert page("detail", foreign.pk).status_code == 404
    assert name not in _text(page("list"))


@pytest.mark.parametrize("name", ["list", "detail", "withdraw"])
def test_a_participant_may_not_open_them(client_for, organization, match, name):
    args = [organization.slug, "bridge", *([] if name == "list" else [match.pk])]
    browser = client_for(membership_of(match.mentee))

    assert browser.get(reverse(f"partnerships:{name}", args=args)).status_code == 403
    match.refresh_from_db()
    assert match.status == Status.PROPOSED


def test_names_are_written_as_text(page, match):
    match.mentee.person.given_name = "<script>alert(1)</script>"
    match.mentee.person.save()

    for text in (
        _text(page("list")),
        _text(page("detail", match.pk)),
        _text(page("withdraw", match.pk)),
    ):
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text
        assert "&amp;lt;" not in text


def test_the_number_of_statements_does_not_grow(page, program, match):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            _text(page("list"))
        return len([one for one in captured if not one["sql"].startswith(MARKS)])

    once = statements()
    for _ in range(2):
        _announce(program, None)

    assert statements() == once <= 12


def test_many_matches_come_in_pages(page, program, match, monkeypatch):
    monkeypatch.setattr("mentoring.ui.listing.SIZE", 2)
    for _ in range(2):
        _announce(program, None)

    assert match.mentee.person.name not in _text(page("list"))
    assert match.mentee.person.name in _text(page("list", query="?page=2"))
