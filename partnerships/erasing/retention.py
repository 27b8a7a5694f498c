"""How long things are kept when nobody asks for anything.

The words of a pair for 90 days after the end, of which the two can read them for 30; people for two
years after the last program that they were in; invitations that nobody accepted and applications
that came to nothing for as many days as the organization says.
"""

from collections import Counter
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.crypto.services import destroy_keys as destroy_own_keys
from mentoring.tenancy import context
from organizations.audit import record
from organizations.models import Membership, Organization, Person
from organizations.roles import Role
from participants.models import Participant
from partnerships.erasing.models import Erasure
from partnerships.erasing.services import CannotErase, ask
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership
from partnerships.writing.keys import destroy_keys
from partnerships.writing.models import PairKey

WORDS_KEPT = timedelta(days=90)
PEOPLE_KEPT = timedelta(days=731)
# Whoever says that somebody stays is not asked again for as long.
ASKED_AGAIN_AFTER = timedelta(days=365)
MOST_AT_ONCE = 50


def destroy_old_words():
    """Due work: what a pair wrote is unreadable for good 90 days after their partnership."""
    before = clock.now() - WORDS_KEPT
    organization_id = context.current().organization_id
    with context.enter(context.Context(organization_id, actor=context.Actor.KEEPER)):
        keys = PairKey.objects.filter(destroyed_at__isnull=True, partnership__ended_at__lt=before)
        found = keys.order_by().values_list("partnership", "author").distinct()
        found = list(found[:MOST_AT_ONCE])
    for partnership_id, author_id in found:
        destroy_keys(author_id, partnership_id)
    for partnership in Partnership.objects.filter(pk__in={pk for pk, _author in found}):
        record("partnership.words_erased", partnership, by=None)


@transaction.atomic
def forget_unanswered():
    """Due work: nothing tells any more who was invited or has applied, once the time is over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, which FROM app.forget_unanswered(%s, %s, %s)",
            [clock.now(), str(_("Erased")), str(_("person"))],
        )
        found = cursor.fetchall()
    if not found:
        return
    for kind, pk in found:
        if kind == "application":
            destroy_own_keys(pk)
    counts = Counter(kind for kind, _pk in found)
    organization = Organization.objects.get(pk=context.current().organization_id)
    numbers = {"invitations": counts["invitation"], "applications": counts["application"]}
    record("organization.unanswered_forgotten", organization, by=None, **numbers)


def ask_when_time_is_over():
    """Due work: ask for the erasure of those who have been in no program for two years."""
    for person in _forgotten()[:MOST_AT_ONCE]:
        try:
            ask(person, by=None)
        except CannotErase:  # a role or a partnership began at this moment
            continue


def _forgotten():
    now = clock.now()
    mine = Participant.objects.filter(person=OuterRef("pk"))
    lately = mine.filter(program__ends_on__gte=(now - PEOPLE_KEPT).date())
    own = Q(mentor_person=OuterRef("pk")) | Q(mentee_person=OuterRef("pk"))
    asked = Erasure.objects.filter(person=OuterRef("pk")).filter(
        Q(taken_back_at__isnull=True) | Q(taken_back_at__gt=now - ASKED_AGAIN_AFTER)
    )
    roles = Membership.objects.filter(user=OuterRef("user")).exclude(role=Role.PARTICIPANT)
    return Person.objects.filter(
        Exists(mine),
        ~Exists(lately),
        ~Exists(Partnership.objects.filter(own, status__in=LIVE)),
        ~Exists(asked),
        ~Exists(roles),
    ).order_by("pk")
