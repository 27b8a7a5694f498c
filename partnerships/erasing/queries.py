"""Reads about erasures: what is asked for, what stands in the way, who was erased."""

from django.db.models import Exists, OuterRef, Q

from organizations.models import Membership
from organizations.roles import Role
from partnerships.erasing.models import Erasure
from partnerships.lifecycle import BEGUN, LIVE
from partnerships.models import Partnership


def erasure_of(person_id):
    """The person's ``Erasure`` that waits or is done, or None."""
    return Erasure.objects.filter(person=person_id, taken_back_at__isnull=True).first()


def live_partnerships(person_id):
    """Partnerships of this person that are not over, with their people."""
    own = Q(mentor_person=person_id) | Q(mentee_person=person_id)
    rows = Partnership.objects.filter(own, status__in=LIVE)
    return list(rows.select_related("mentor_person", "mentee_person").order_by("announced_at"))


def other_roles(person):
    """Roles of this person's login beside taking part, which go on."""
    return Membership.objects.filter(user_id=person.user_id).exclude(role=Role.PARTICIPANT)


def is_erased(person="pk"):
    """Of a row that leads to a person by ``person``: they were erased."""
    return Exists(Erasure.objects.filter(person=OuterRef(person), done_at__isnull=False))


def running_with(person_id):
    """The partners of this person in partnerships that both have accepted and that go on."""
    return [
        row.mentee_person if row.mentor_person_id == person_id else row.mentor_person
        for row in live_partnerships(person_id)
        if row.status in BEGUN
    ]
