"""Participants read what the program brought: once published it is frozen, and tells of no few."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluations.quotes import services as quoting
from evaluations.quotes.models import QuoteConsent
from evaluations.sharing import queries, services
from evaluations.sharing.content import compose, hash_of, to_json
from evaluations.sharing.models import SharedResults
from evaluations.sharing.services import CannotShare
from notifications import kinds
from notifications.models import Message
from tests.evaluations.quotes.people import author, release, withdraw
from tests.evaluations.sharing.numbers import bands, found, worked_out
from tests.factories.instruments import as_person
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.partnerships.lasting.people import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(organization):
    return ProgramFactory()


def refused(rule):
    return pytest.raises(CannotShare, match=".", check=lambda error: error.rule == rule)


def publish(program, run, by, edition=0, days=1):
    with on(program.ends_on + timedelta(days=days)):
        return services.publish(program, edition=edition, run_id=run.pk, by=by)


@pytest.mark.parametrize(("n", "is_told"), [(1, False), (4, False), (5, True), (9, True)])
def test_of_few_nothing_and_of_some_no_mean(program, n, is_told):
    content = compose(program, found(mentees=bands(n), people=n), words="", quotes=[])
    told = [
        line for group in content["groups"] if group["who"] == "mentee" for line in group["lines"]
    ]
    assert bool(told) == is_told
    assert all(line["before"] == line["after"] == "" for line in told)
    assert bool(content["goals"]) == is_told


def test_it_is_published_once_and_never_changes(program, coordinator):
    reader = ParticipantFactory(program=program)
    gone = ParticipantFactory(program=program, standing="withdrawn")
    stranger = ParticipantFactory()
    with refused("no_numbers"), on(program.ends_on + timedelta(days=1)):
        services.publish(program, edition=0, run_id=None, by=coordinator)
    run = worked_out(program)
    with refused("not_over"), on(program.ends_on):
        services.publish(program, edition=0, run_id=run.pk, by=coordinator)
    services.write(program, "A good year.\r\n<b>Thanks</b>", edition=0, by=coordinator)
    with refused("changed"):
        services.write(program, "Somebody else", edition=0, by=coordinator)
    with refused("too_long"):
        services.write(program, "x" * 2001, edition=1, by=coordinator)
    with refused("changed"):
        publish(program, run, coordinator)
    row = publish(program, run, coordinator, edition=1)
    assert publish(program, run, coordinator, edition=7) == row
    content = json.loads(row.content)
    assert row.content_hash == hash_of(to_json(content))
    assert content["groups"][0]["lines"][0]["said"] == "+0.75"
    assert content["rates"][0] == {
        "who": "mentee",
        "share": content["rates"][0]["share"],
        "is_weak": True,
    }
    told = Message.objects.filter(kind="results_shared")
    assert [one.person_id for one in told] == [reader.person_id]
    assert program.name in kinds.write(told.get()).subject
    with refused("published"):
        services.write(program, "Later", edition=1, by=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedResults.objects.update(content="{}")
    for one, sees in ((reader, True), (gone, True), (stranger, False)):
        with as_person(one):
            assert SharedResults.objects.exists() == sees


def test_a_draft_is_nobodys_but_the_coordinators(program, coordinator):
    reader = ParticipantFactory(program=program)
    services.write(program, "Not yet", edition=0, by=coordinator)
    with as_person(reader):
        assert not SharedResults.objects.exists()
    with refused("not_for_you"):
        services.write(program, "Mine", edition=1, by=membership_of(reader))


def test_quotes_come_along_where_enough_could_have_said_them(
    organization, coordinator, monkeypatch
):
    one = author()
    program = one.program
    written = [release(one, f"Words number {number}.") for number in range(4)]
    for quote in written:
        quoting.accept(quote, edition=1, by=coordinator)
    assert queries.may_be_quoted(program) == []  # one author alone
    monkeypatch.setattr("evaluations.quotes.queries.FEWEST_AUTHORS", 1)
    withdraw(written[3])
    run = worked_out(program)
    row = publish(program, run, coordinator)
    quoted = queries.published(row)["quotes"]
    assert sorted(quoted) == [f"Words number {number}." for number in range(3)]
    assert set(
        QuoteConsent.objects.filter(taken_at__isnull=False).values_list("taken_by", flat=True)
    ) == {row.pk}


def test_coordinators_are_reminded_until_it_is_published(program, coordinator):
    for days in (29, 30, 31, 60, 61, 90):
        with on(program.ends_on + timedelta(days=days)):
            services.remind_due()
            letters = list(Message.objects.filter(kind="results_due").order_by("id"))
            assert len(letters) == (0 if days < 30 else 1 if days <= 60 else 2)
            if letters:
                assert program.name in kinds.write(letters[-1]).subject
    run = worked_out(program)
    publish(program, run, coordinator, days=91)
    with on(program.ends_on + timedelta(days=92)):
        assert queries.due() == []
        assert kinds.write(letters[0]) is None


def test_the_pages(program, coordinator_client, client_for, coordinator):
    reader = ParticipantFactory(program=program)
    own = client_for(membership_of(reader))
    slug = program.organization.slug
    overview = reverse("sharing:overview", args=[slug, program.slug])
    page = reverse("portal:shared:results", args=[slug, reader.pk])
    assert coordinator_client.get(overview).status_code == 200
    assert own.get(page).status_code == 302
    run = worked_out(program)
    with on(program.ends_on + timedelta(days=3)):
        typed = {"words": "We <i>learned</i> a lot.", "edition": 0}
        assert coordinator_client.post(overview, typed).status_code == 302
        stale = coordinator_client.post(overview, typed | {"words": "My own"})
        assert stale.status_code == 409
        assert "My own" in stale.content.decode()
        assert "&lt;i&gt;learned" in coordinator_client.get(overview).content.decode()
        publish_at = reverse("sharing:publish", args=[slug, program.slug])
        coordinator_client.post(publish_at, {"edition": "x" * 50, "run": "none"})
        assert own.get(page).status_code == 302
        coordinator_client.post(publish_at, {"edition": 1, "run": run.pk})
        body = own.get(page).content.decode()
        assert "+0.75" in body
        assert "We &lt;i&gt;learned" in body
        assert "Published" in coordinator_client.get(overview).content.decode()
        assert program.name in own.get(reverse("portal:shared:mine", args=[slug])).content.decode()
    other = ParticipantFactory(program=program)
    assert own.get(reverse("portal:shared:results", args=[slug, other.pk])).status_code == 404
