"""What evaluations keep of somebody comes along in their download, and goes with their erasure."""

from datetime import timedelta

from evaluations.results import consenting
from evaluations.results.models import FeedbackConsent
from evaluations.seen.models import Seen, What
from evaluations.seen.services import see
from instruments.models import Answer
from mentoring import clock
from partnerships.erasing import services
from partnerships.erasing.own_data import own_data
from partnerships.erasing.registry import telling
from tests.evaluations.certificates.people import complete
from tests.evaluations.results.test_portal import make_past, paired, read_by, say
from tests.factories.instruments import as_person
from tests.factories.participants import membership_of
from tests.partnerships.lasting.people import on


def test_all_of_it_comes_along_and_goes(organization):
    program, mentor = make_past()
    pair, final = paired(program, mentor)
    with clock.held_at(final.submitted_at + timedelta(days=1)):
        say(pair.mentee, lambda by: consenting.give(pair, final, by=by))
        with as_person(pair.mentee):
            see(pair.mentee, What.CHANGE)
    complete(pair)
    with as_person(pair.mentee):
        taken = own_data(pair.mentee_person_id)
    assert {"observers", "quotes", "certificates", "feedback", "seen"} == telling().keys()
    assert telling().keys() <= taken.keys()
    assert [row["partnership"] for row in taken["feedback"]] == [pair.pk]
    assert [(row["participant"], row["what"]) for row in taken["seen"]] == [
        (pair.mentee_id, "change")
    ]
    assert len(taken["questionnaires"]) == 1
    with as_person(mentor):
        theirs = own_data(pair.mentor_person_id)
    assert (theirs["feedback"], theirs["seen"]) == ([], [])
    assert len(read_by(mentor)["names"]) == 1

    ratings = Answer.objects.filter(number__isnull=False).count()
    with on(pair.ends_on + timedelta(days=90)), as_person(pair.mentee):
        erasure = services.ask(pair.mentee_person, by=membership_of(pair.mentee))
    with clock.held_at(erasure.due_at + timedelta(hours=1)):
        services.carry_out_due()
    erasure.refresh_from_db()
    assert erasure.done_at
    assert not Seen.objects.exists()
    assert FeedbackConsent.objects.get().revoked_at
    assert read_by(mentor)["names"] == []
    assert Answer.objects.filter(number__isnull=False).count() == ratings
