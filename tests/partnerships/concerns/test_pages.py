"""The pages: what was typed is there again, and everybody sees what is for them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentoring import clock
from partnerships.checks.models import Check
from partnerships.concerns import services
from partnerships.concerns.models import Concern
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import membership_of
from tests.factories.training import introduce
from tests.partnerships.writing.people import pair

WORDS = "Was ich nicht zweimal tippen möchte"


@pytest.fixture
def partnership(organization):
    return pair()


@pytest.fixture
def mentee(partnership, client_for):
    return client_for(membership_of(partnership.mentee))


def page(partnership, name):
    return reverse(f"portal:help:{name}", args=[partnership.organization.slug, partnership.pk])


def test_a_concern_is_sent_to_whom_its_author_has_read_of(partnership, mentee):
    administrator = MembershipFactory(role="administrator")
    address = page(partnership, "concern")
    assert "No contact person is named" in mentee.get(address).text
    facts = {"program": partnership.program, "by": administrator}
    first = services.name_contact(name="Ruth Adler", email="ruth@ombud.example", **facts)
    form = mentee.get(address).context["form"]
    sent = {"text": WORDS, "item": form.initial["item"], "contact": first.pk}
    second = services.name_contact(name="Ana Diaz", email="ana@ombud.example", **facts)

    answer = mentee.post(address, sent)
    assert answer.status_code == 409
    assert all(said in answer.text for said in (WORDS, "Ana Diaz", str(second.pk)))
    answer = mentee.post(address, {**sent, "text": f"{WORDS} {'x' * 8000}", "contact": second.pk})
    assert answer.status_code == 200
    assert WORDS in answer.text
    for _again in range(2):
        assert mentee.post(address, {**sent, "contact": second.pk}).status_code == 302
    assert Concern.objects.get().contact == second
    answer = mentee.get(address)
    assert "Not read yet" in answer.text
    assert WORDS not in answer.text


def test_a_check_that_closed_meanwhile_gives_back_what_was_typed(partnership, mentee):
    introduce(partnership)
    check = Check.objects.create(
        partnership=partnership,
        participant=partnership.mentee,
        occasion="check_1",
        closes_on=clock.today(),
    )
    address = reverse("portal:checks:check", args=[partnership.organization.slug, check.pk])
    with clock.held_at(clock.now() + timedelta(days=2)):
        answer = mentee.post(address, {"meeting": 3, "useful": 4, "words": WORDS})
        assert answer.status_code == 409
        assert WORDS in answer.text
    sent = {"meeting": 3, "useful": 4, "words": WORDS, "call": "on"}
    assert mentee.post(address, sent).status_code == 302
    assert WORDS in mentee.get(address).text
    assert "You have asked for a call" in mentee.get(page(partnership, "ways")).text


def test_coordinators_narrow_down_and_name_nobody(partnership, coordinator, client_for):
    introduce(partnership)
    for side in ("mentee", "mentor"):
        Check.objects.create(
            partnership=partnership,
            participant=getattr(partnership, side),
            occasion="check_1",
            closes_on=date(2099, 1, 1),
        )
    place = [partnership.organization.slug, partnership.program.slug]
    staff = client_for(coordinator)
    overview = reverse("checks:overview", args=place)
    for query, found in (("", 2), ("side=mentor", 1), ("state=trouble", 0), ("state=x", 2)):
        assert staff.get(f"{overview}?{query}").context["page_obj"].paginator.count == found
    assert "Nobody waits" in staff.get(reverse("checks:calls", args=place)).text
    assert staff.post(reverse("checks:contact", args=place), {"name": "X"}).status_code == 403
