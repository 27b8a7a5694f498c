"""What a pair agrees on: proposed by either, signed by each for themselves, changed by both."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mentoring import clock
from mentoring.tenancy import context
from notifications.models import Message
from organizations.models import AuditEvent
from organizations.roles import Role
from partnerships.agreements import queries, services, versions
from partnerships.agreements.digests import digest_of
from partnerships.agreements.models import Agreement, AgreementText, PairClauses, Signature
from partnerships.agreements.refusals import CannotAgree
from partnerships.agreements.waiting import waiting
from partnerships.erasing.own_data import own_data
from partnerships.lifecycle import Status
from partnerships.models import Partnership, PartnershipEvent
from partnerships.writing.keys import Keyring, destroy_keys
from tests.factories.agreements import agree, furnish, propose, sign
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import as_oneself, introduce
from tests.partnerships.writing.people import as_side, as_user

SECRET = "We call each other on Fridays, before the board meets. Πάντα ρεῖ."
BOTH = ("mentee", "mentor")


@pytest.fixture
def pair(organization):
    """Both have finished their training."""
    made = make_partnership(accepted_by=BOTH)
    introduce(made)
    return made


def read_by(pair, side):
    with as_side(pair, side):
        return queries.agreements_of(pair, Keyring(pair.pk))


def refused(rule, do, *args, **facts):
    with pytest.raises(CannotAgree) as refusal:
        do(*args, **facts)
    assert refusal.value.rule == rule


def waits(pair, side):
    person_id = getattr(pair, f"{side}_person_id")
    with as_side(pair, side):
        row = Partnership.objects.annotate(**waiting(person_id)).get(pk=pair.pk)
    return {name for name in waiting(person_id) if getattr(row, name)}


def test_the_second_signature_begins_the_partnership_once(pair):
    assert [waits(pair, side) for side in BOTH] == [{"agreement_to_propose"}] * 2
    agreement = propose(pair, "mentor", clauses=SECRET)
    assert [waits(pair, side) for side in BOTH] == [{"agreement_to_sign"}] * 2
    sign(pair, "mentee", agreement)
    sign(pair, "mentee", agreement)
    pair.refresh_from_db()
    assert pair.status == Status.PREPARING
    assert waits(pair, "mentee") == {"agreement_to_countersign"}
    assert waits(pair, "mentor") == {"agreement_to_sign"}
    assert list(queries.unsigned_since(clock.now())) == [pair]
    assert not queries.unsigned_since(clock.now() - timedelta(days=30)).exists()
    sign(pair, "mentor", agreement)
    sign(pair, "mentor", agreement)

    pair.refresh_from_db()
    assert pair.status == Status.ACTIVE
    assert not queries.unsigned_since(clock.now()).exists()
    assert PartnershipEvent.objects.filter(action="activate").count() == 1
    assert Signature.objects.count() == 2
    assert [waits(pair, side) for side in BOTH] == [set(), set()]
    for side in BOTH:
        found = read_by(pair, side)
        assert found.standing.clauses == SECRET
        assert found.proposed is None
        assert found.newest.row.digest == digest_of(found.newest.row)


def test_each_is_told_once_and_nothing_of_the_clauses(pair, settle):
    agreement = propose(pair, "mentor", clauses=SECRET)
    sign(pair, "mentee", agreement)
    sign(pair, "mentor", agreement)
    amendment = propose(pair, "mentee", clauses="Other words.", seen=1, weeks=2)
    for side in BOTH:
        sign(pair, side, amendment)

    rows = Message.objects.filter(kind__startswith="agreement_").values_list("kind", "person")
    mentor, mentee = pair.mentor_person_id, pair.mentee_person_id
    assert sorted(rows) == sorted(
        [
            ("agreement_proposed", mentee),
            ("agreement_signed", mentor),
            ("agreement_proposed", mentor),
            ("agreement_stands", mentee),
            ("agreement_stands", mentor),
        ]
    )
    facts = str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert SECRET not in facts
    assert AuditEvent.objects.filter(verb="agreement.stands").count() == 2


def test_a_changed_proposal_voids_what_was_signed(pair):
    first = propose(pair, clauses=SECRET)
    sign(pair, "mentee", first)
    second = propose(pair, "mentor", clauses=SECRET, minutes=90, seen=1)

    refused("newer", sign, pair, "mentor", first)
    sign(pair, "mentor", second)
    pair.refresh_from_db()
    assert pair.status == Status.PREPARING
    assert waits(pair, "mentee") == {"agreement_to_sign"}
    assert second.clauses_id == first.clauses_id  # what nobody changed stays its author's
    sign(pair, "mentee", second)
    pair.refresh_from_db()
    assert pair.status == Status.ACTIVE


def test_until_both_sign_an_amendment_the_former_holds(pair):
    agree(pair, clauses=SECRET)
    amendment = propose(pair, "mentor", clauses="Every second week.", weeks=2, seen=1)
    found = read_by(pair, "mentee")
    assert (found.standing.row.number, found.proposed.row.number) == (1, 2)
    weeks = Partnership.objects.annotate(weeks=queries.agreed_weeks())
    assert weeks.get(pk=pair.pk).weeks == 4
    for side in BOTH:
        sign(pair, side, amendment)

    found = read_by(pair, "mentor")
    assert (found.standing.row.number, found.proposed) == (2, None)
    assert weeks.get(pk=pair.pk).weeks == 2
    assert [said.row.number for said in found.all] == [2, 1]
    assert PartnershipEvent.objects.filter(action="activate").count() == 1


def test_a_stale_page_is_told_and_the_same_again_is_once(pair):
    propose(pair, clauses=SECRET)
    assert propose(pair, clauses=f"{SECRET}\r\n").number == 1
    refused("changed", propose, pair, "mentor", clauses="Mine.", seen=0)
    refused("too_long", propose, pair, clauses="x" * 5_001, seen=1)
    assert Agreement.objects.count() == 1
    assert propose(pair, "mentor", clauses="", seen=1).clauses is None


def test_nobody_else_agrees_and_nobody_before_the_training(organization, coordinator):
    pair = make_partnership(accepted_by=BOTH)
    agreement = propose(pair)
    stranger = ParticipantFactory(program=pair.program)
    cadence = {"weeks": 1, "minutes": 60, "form": "either", "clauses": "", "seen": 1}

    refused("not_trained", sign, pair, "mentee", agreement)
    for by in (coordinator, membership_of(stranger)):
        refused("not_yours", services.propose, pair, by=by, **cadence)
        refused("not_yours", services.sign, pair, number=1, digest=agreement.digest, by=by)
    assert waits(pair, "mentee") == set()


def test_nothing_is_agreed_on_after_the_end(pair):
    agreement = propose(pair)
    Partnership.objects.filter(pk=pair.pk).update(
        status="ended", place=None, ended_at=pair.announced_at
    )

    refused("over", sign, pair, "mentee", agreement)
    refused("over", propose, pair, "mentor", weeks=1, seen=1)
    assert waits(pair, "mentee") == set()


def test_erasing_one_leaves_what_the_other_wrote_and_what_was_signed(pair):
    agree(pair, clauses=SECRET)
    amendment = propose(pair, "mentor", clauses="The words of the mentor.", seen=1)
    destroy_keys(pair.mentee_person_id)

    found = read_by(pair, "mentor")
    assert found.newest.clauses == "The words of the mentor."
    assert (found.standing.clauses, found.standing.has_unreadable) == (None, True)
    refused("gone", propose, pair, "mentee", clauses="Again.", seen=2)
    sign(pair, "mentor", amendment)


def test_what_is_kept_of_somebody_has_what_they_signed_and_wrote(pair):
    agree(pair, clauses=SECRET)
    kept = {}
    for side in BOTH:
        with as_side(pair, side):
            [kept[side]] = own_data(getattr(pair, f"{side}_person_id"))["partnerships"]

    assert [kept[side]["signed"][0]["agreement__number"] for side in BOTH] == [1, 1]
    assert kept["mentee"]["written"]["pairclauses"][0]["text"] == SECRET
    assert SECRET not in str(kept["mentor"])


def insert(model, **columns):
    row = model(**columns)
    row.stamp()
    with transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("actor", list(context.Actor))
def test_the_database_lets_nobody_sign_for_another(pair, coordinator, actor):
    agreement = propose(pair)
    logins = [coordinator.user_id, pair.mentor_person.user_id, None]
    for login in logins:
        with as_user(pair, login, actor), pytest.raises(DatabaseError), transaction.atomic():
            insert(
                Signature,
                agreement_id=agreement.pk,
                person_id=pair.mentee_person_id,
                digest=agreement.digest,
            )
    assert not Signature.objects.exists()


def test_the_database_refuses_words_that_nobody_read(pair):
    first = propose(pair, clauses=SECRET)
    second = propose(pair, "mentor", seen=1)
    own = {"person_id": pair.mentee_person_id}
    for facts in (
        {"agreement_id": first.pk, "digest": first.digest},
        {"agreement_id": second.pk, "digest": first.digest},
    ):
        with as_side(pair, "mentee"), pytest.raises(IntegrityError) as error:
            insert(Signature, **own, **facts)
        assert error.value.__cause__.diag.constraint_name == "signature_of_newest"
    forged = {"partnership": pair, "text": second.text, "weeks": 1, "minutes": 60}
    forged |= {"form": "either", "digest": second.digest, "proposed_by_id": pair.mentee_person_id}
    for number, rule in ((3, "agreement_digest"), (5, "agreement_in_turn")):
        with as_side(pair, "mentee"), pytest.raises(IntegrityError) as error:
            insert(Agreement, number=number, **forged)
        assert error.value.__cause__.diag.constraint_name == rule
    with as_side(pair, "mentor"), pytest.raises(DatabaseError), transaction.atomic():
        insert(Agreement, number=3, **forged)


def test_nothing_begins_before_both_have_signed(pair):
    agreement = propose(pair)
    sign(pair, "mentee", agreement)
    begun = {"status": "active", "ends_on": pair.program.ends_on}
    rows = Partnership.objects.filter(pk=pair.pk)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        rows.update(**begun)
    assert error.value.__cause__.diag.constraint_name == "partnership_both_signed"
    with as_side(pair, "mentee"), pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**begun)


def test_coordinators_see_that_and_when_and_never_the_clauses(pair, coordinator):
    agree(pair, clauses=SECRET)
    with as_user(pair, coordinator.user_id, context.Actor.COORDINATOR):
        [said] = queries.agreements_of(pair).all
        assert (said.stands, said.row.weeks, said.row.text.number) == (True, 4, 1)
        assert not PairClauses.objects.exists()
        assert queries.agreements_of(pair, Keyring(pair.pk)).newest.clauses is None
    for table in (Agreement, Signature, AgreementText, PairClauses):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table._meta.db_table}")


def test_others_see_nothing(pair):
    agree(pair, clauses=SECRET)
    stranger = ParticipantFactory()
    hr = MembershipFactory(role=Role.HR, company=pair.mentee_company)
    with as_oneself(stranger):
        assert [table.objects.count() for table in (Agreement, Signature, PairClauses)] == [0] * 3
        assert not AgreementText.objects.exists()
    with (
        as_user(pair, hr.user_id, context.Actor.HR),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        Agreement.objects.count()


def test_texts_are_shipped_saved_and_pinned(pair, coordinator):
    furnish()
    furnish()
    first = queries.newest_text()
    ours = first.source.replace("title: ", "title: Our ", 1)
    assert versions.save(ours, 1, by=coordinator).number == 2
    assert versions.save(ours, 2, by=coordinator) is None
    with pytest.raises(versions.Outdated):
        versions.save(first.source, 1, by=coordinator)
    versions.ship()
    assert queries.newest_text().source == ours
    assert propose(pair).text_id == first.pk
    versions.use_version(pair.program, queries.newest_text(), by=coordinator)
    versions.use_version(pair.program, queries.newest_text(), by=coordinator)
    assert propose(pair, seen=1).text.number == 2
    assert AuditEvent.objects.filter(verb="agreement_text.used").count() == 1
