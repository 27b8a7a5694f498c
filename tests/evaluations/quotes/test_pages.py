"""The pages on which people quote themselves, and coordinators look at it."""

import pytest
from django.urls import reverse

from evaluations.quotes import queries
from evaluations.quotes.models import Audience, Quote, State
from tests.evaluations.quotes.people import WORDS, author, release
from tests.factories.instruments import WORDS as ANSWERED
from tests.factories.participants import ParticipantFactory, membership_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant(organization):
    return author()


@pytest.fixture
def own(client_for, participant):
    return client_for(membership_of(participant))


def at(name, participant, *rest):
    return reverse(name, args=[participant.organization.slug, *rest])


def typed(page, **given):
    form = page.context["form"]
    hidden = {"quote": form["quote"].value(), "edition": form["edition"].value()}
    return {**hidden, "words": WORDS, "audiences": ["program"], **given}


def test_from_an_answer_to_accepted_words(participant, own, coordinator_client):
    new = at("portal:quotes:new", participant, participant.pk)
    page = own.get(f"{new}?use=0")
    assert page.context["form"]["words"].value() == ANSWERED
    assert own.get(f"{new}?use=99999999999").context["form"]["words"].value() == ""
    sent = typed(page, words=f"{WORDS} Thanks to {participant.person.given_name}.")
    for _twice in range(2):
        assert own.post(new, sent).status_code == 302
    quote = Quote.objects.get()
    place = [participant.program.slug]
    overview = at("quotes:overview", participant, *place)
    page = coordinator_client.get(overview).content.decode()
    assert f">{participant.person.given_name}</mark>" in page
    back = at("quotes:send-back", participant, *place, quote.pk)
    assert coordinator_client.post(back, {"reason": "", "edition": 1}).status_code == 200
    assert (
        coordinator_client.post(back, {"reason": "<b>A name</b>", "edition": 1}).status_code == 302
    )
    page = own.get(at("portal:quotes:mine", participant)).content.decode()
    assert "&lt;b&gt;A name&lt;/b&gt;" in page
    one = at("portal:quotes:quote", participant, quote.pk)
    assert own.post(one, typed(own.get(one))).status_code == 302
    accept = at("quotes:accept", participant, *place, quote.pk)
    coordinator_client.post(accept, {"edition": "1"})  # a page from before
    assert Quote.objects.get().state == State.WAITING
    coordinator_client.post(accept, {"edition": "2"})
    assert [row.words for row in queries.released(participant.program, Audience.PROGRAM)] == [WORDS]
    assert WORDS in own.get(one).content.decode()
    assert own.post(at("portal:quotes:withdraw", participant, quote.pk)).status_code == 302
    assert own.get(one).status_code == 302


def test_nothing_typed_is_lost(participant, own):
    new = at("portal:quotes:new", participant, participant.pk)
    page = own.get(new)
    for given in ({"audiences": []}, {"words": "ж" * 501}, {"words": ""}):
        answer = own.post(new, typed(page, **given))
        assert answer.status_code == 200
        assert answer.context["form"].errors
    quote = release(participant)
    one = at("portal:quotes:quote", participant, quote.pk)
    answer = own.post(one, typed(own.get(one), edition=7, words="Brand new words"))
    assert answer.status_code == 409
    assert "Brand new words" in answer.content.decode()
    assert own.post(one, {"edition": "x" * 90}).status_code == 200


def test_who_sent_nothing_is_told_so(participant, client_for):
    silent = ParticipantFactory(program=participant.program)
    own = client_for(membership_of(silent))
    page = own.get(at("portal:quotes:new", silent, silent.pk), follow=True)
    assert "once you have sent" in page.content.decode()
    assert own.get(at("portal:quotes:new", silent, participant.pk)).status_code == 404


def test_a_page_of_many_takes_as_many_statements(
    participant, coordinator_client, django_assert_max_num_queries
):
    for number in range(6):
        release(participant, f"{WORDS} {number}")
    overview = at("quotes:overview", participant, participant.program.slug)
    coordinator_client.get(overview)
    with django_assert_max_num_queries(17):
        assert coordinator_client.get(overview).content.decode().count("<blockquote") == 6
