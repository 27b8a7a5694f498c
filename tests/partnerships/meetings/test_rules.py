"""What the database refuses about meetings, whoever asks and by whatever path."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from partnerships.meetings.models import Meeting, MeetingSeries, MeetingWords
from partnerships.writing.keys import Keyring
from tests.factories.participants import membership_of
from tests.partnerships.meetings.people import ahead, plan, propose
from tests.partnerships.writing.people import BOTH, Actor, as_side, as_user, pair


def row(partnership, side, **columns):
    pk = uuid7()
    said = {
        "pk": pk,
        "partnership": partnership,
        "uid": f"{pk}@test",
        "zone": "UTC",
        "minutes": 60,
        "form": "virtual",
        "proposed_by_id": getattr(partnership, f"{side}_person_id"),
        "starts_at": ahead(),
        "options": [ahead()],
        "open_until": ahead(),
    }
    return Meeting(**{**said, **columns})


PLANNED = {"status": "planned", "options": [], "open_until": None}
HELD = {"status": "held", "options": [], "open_until": None}


def refused(act):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return error.value.__cause__.diag.constraint_name


def changed(meeting, **columns):
    return lambda: Meeting.objects.filter(pk=meeting.pk).update(**columns)


def test_nobody_makes_a_meeting_for_the_other_or_too_early(partnership, coordinator):
    early = pair()
    with as_side(partnership, "mentee"):
        assert refused(row(partnership, "mentor").save) == "meeting_by_oneself"
        assert refused(row(partnership, "mentee", **PLANNED).save) == "meeting_needs_a_yes"
        other = row(partnership, "mentee", **HELD, mentor_said="held")
        assert refused(other.save) == "meeting_by_oneself"
        series = MeetingSeries(pk=uuid7(), zone="UTC", uid="x", minutes=60, form="phone")
        series.partnership, series.proposed_by_id = partnership, partnership.mentee_person_id
        series.first_on = series.until = clock.today()
        series.at, series.status, series.agreed_at = clock.now().time(), "planned", clock.now()
        assert refused(lambda: series.save(force_insert=True)) == "meeting_needs_a_yes"
    with as_side(early, "mentee"):
        assert refused(row(early, "mentee").save) == "meeting_after_introduction"
    for actor in (Actor.COORDINATOR, Actor.WORKER):
        with as_user(partnership, coordinator.user_id, actor):
            assert refused(row(partnership, "mentee").save) == "meeting_of_the_two"


def test_nobody_answers_or_speaks_for_the_other(partnership, coordinator):
    asked, planned = propose(partnership), plan(partnership)
    agreed = {**PLANNED, "starts_at": ahead()}
    with as_side(partnership, "mentee"):
        assert refused(changed(asked, **agreed)) == "meeting_needs_a_yes"
        assert refused(changed(planned, starts_at=ahead(9))) == "meeting_needs_a_yes"
        other = partnership.mentor_person_id
        assert refused(changed(asked, proposed_by=other)) == "meeting_by_oneself"
        told = changed(planned, status="held", mentor_said="held")
        assert refused(told) == "meeting_by_oneself"
        assert refused(changed(planned, uid="other")) == "meeting_frozen"
    with as_side(partnership, "mentor"):
        never = {**PLANNED, "starts_at": ahead(30)}
        assert refused(changed(asked, **never)) == "meeting_needs_a_yes"
        assert refused(changed(asked, **HELD, mentor_said="held")) == "meeting_steps"
    with as_user(partnership, coordinator.user_id, Actor.COORDINATOR):
        assert refused(changed(planned, minutes=90)) == "meeting_of_the_two"
        assert changed(planned, status="cancelled")() == 1
        assert refused(changed(planned, minutes=90)) == "meeting_frozen"
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=asked.pk).delete()


def test_others_see_no_meeting_and_only_the_two_its_words(partnership, coordinator):
    meeting = plan(partnership, place="Somewhere")
    stranger = membership_of(pair().mentee)

    def seen(user_id, actor):
        with as_user(partnership, user_id, actor):
            return Meeting.objects.count(), MeetingWords.objects.count()

    assert seen(stranger.user_id, Actor.PARTICIPANT) == (0, 0)
    assert seen(coordinator.user_id, Actor.COORDINATOR) == (1, 0)
    assert seen(None, Actor.WORKER) == (1, 0)
    assert seen(None, Actor.GUEST) == (0, 0)
    for side in BOTH:
        with as_side(partnership, side):
            assert (Meeting.objects.count(), MeetingWords.objects.count()) == (1, 1)
    with as_side(partnership, "mentor"):
        words = MeetingWords(
            partnership=partnership,
            author_id=partnership.mentor_person_id,
            kind="agenda",
            meeting=meeting,
            edited_at=clock.now() - timedelta(minutes=1),
        )
        words.stamp()
        Keyring(partnership.pk).seal(words, "Mine")
        assert refused(lambda: words.save(force_insert=True)) == "meeting_agenda_of_mentee"
