"""Erasing by the API: each for themselves, coordinators for those whose time is over."""

from organizations.models import AuditEvent
from partnerships.erasing.models import Erasure
from tests.factories.participants import ParticipantFactory, membership_of
from tests.partnerships.writing.people import pair
from tests.surroundings import dark

SURE = {"understood": True}


def test_somebody_wants_it_knowing_what_it_means_and_takes_it_back(caller_for, organization):
    partnership = pair()
    own = caller_for(membership_of(partnership.mentee))
    assert own.get("erasure").json() == {"erasure": None}
    for refused in ({}, {"understood": False}, {**SURE, "person": "x"}, {"understood": "maybe"}):
        assert own.post("erasure", refused).status_code == 400
    assert own.post("erasure", SURE).status_code == 409  # a partnership runs
    for _twice in range(2):
        answer = own.post("erasure", {**SURE, "ends_partnership": True})
    told = answer.json()["erasure"]
    assert (told["asked_by"], told["ends_partnership"], told["done_at"]) == ("person", True, None)
    assert Erasure.objects.count() == 1
    for _twice in range(2):
        assert own.post("erasure/take-back", {}).json() == {"erasure": None}
    verbs = AuditEvent.objects.filter(object_id=partnership.mentee_person_id)
    assert {"person.erasure_asked", "person.erasure_taken_back"} <= set(
        verbs.values_list("verb", flat=True)
    )


def test_a_login_that_was_proven_long_ago_is_proven_anew(caller_for, organization):
    membership = membership_of(ParticipantFactory())
    own, user = caller_for(membership), membership.user
    with dark():
        user.set_password("a word to prove it with")
        user.save()
        own.browser.force_login(user)

    assert own.post("erasure", SURE).status_code == 403
    assert not Erasure.objects.exists()


def test_coordinators_ask_for_others_and_leave_wishes_of_their_own_alone(
    caller_for, staff, organization
):
    mentee = ParticipantFactory()
    own, place = caller_for(membership_of(mentee)), f"people/{mentee.person_id}/erasure"
    assert own.post(place, SURE).status_code == 403
    assert staff.post(place, {}).status_code == 400
    assert staff.post(place, SURE).json()["erasure"]["asked_by"] == "staff"
    assert own.get("erasure").json() == staff.get(place).json()
    assert staff.post(f"{place}/take-back", {}).json() == {"erasure": None}
    own.post("erasure", SURE)
    assert staff.post(f"{place}/take-back", {}).status_code == 409
    assert staff.get(f"people/{membership_of(mentee).pk}/erasure").status_code == 404
    running = f"people/{pair().mentee_person_id}/erasure"
    assert staff.post(running, SURE).status_code == 409
