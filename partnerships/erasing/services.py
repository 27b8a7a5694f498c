"""Asking that a person is erased, taking that back in time, and carrying it out."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.crypto.services import destroy_keys as destroy_own_keys
from notifications.services import tell
from organizations.audit import record
from organizations.models import Membership, Person
from organizations.roles import STAFF, Role
from participants.models import Participant
from participants.nominating.models import Application
from participants.roles import Standing
from participants.services import change_standing
from partnerships.endings import services as endings
from partnerships.erasing import queries, registry
from partnerships.erasing.models import Erasure
from partnerships.erasing.traces import forget_traces
from partnerships.erasing.words import Asker
from partnerships.lifecycle import BEGUN, Status
from partnerships.refusals import Refusal
from partnerships.services import withdraw
from partnerships.writing.keys import destroy_keys as destroy_pair_keys

GRACE = timedelta(days=7)
# Nobody asked for it, so there is more time to notice.
GRACE_OF_RETENTION = timedelta(days=30)
MOST_AT_ONCE = 20
LEAVES = {Standing.IN: Standing.WITHDRAWN, Standing.NOMINATED: Standing.REMOVED}

NOT_YOURS = gettext_lazy("One asks for oneself, or a coordinator asks for somebody.")
RUNS = gettext_lazy("A partnership runs. Say that it may end, or wait until it is over.")
RUNS_OF_OTHER = gettext_lazy(
    "A partnership runs, and only the person themselves can give it up in this way. "
    "End it first, or wait until it is over."
)
HAS_ROLE = gettext_lazy(
    "This login also works for the organization or for a company here. "
    "An administrator ends that role first."
)
OWN_WISH = gettext_lazy("It is their own wish, so they alone take it back.")
IS_DONE = gettext_lazy("This has been carried out already and cannot be taken back.")


class CannotErase(Refusal):
    """This person cannot be erased now, or it cannot be taken back; nothing was written."""


@transaction.atomic
def ask(person, *, by, ends_partnership=False):
    """Have a person erased when the days of grace are over; asking twice is asking once.

    ``by`` is the person's own membership or a coordinator's; None for the end of retention.
    ``ends_partnership``: the person wants it although a partnership runs. Raises ``CannotErase``.
    """
    asked_by = _asker(person, by)
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    found = queries.erasure_of(person.pk)
    insists = ends_partnership and asked_by == Asker.PERSON
    if found is None or (insists and not found.ends_partnership):
        _check(person, insists, asked_by)
    if found is not None:
        if insists and not found.ends_partnership and found.is_open:
            found.ends_partnership = True
            found.save(update_fields=["ends_partnership"])
        return found
    now = clock.now()
    erasure = Erasure.objects.create(
        person=person,
        asked_by=asked_by,
        by_user_id=by.user_id if by else None,
        asked_at=now,
        due_at=now + (GRACE if by else GRACE_OF_RETENTION),
        ends_partnership=insists,
    )
    record("person.erasure_asked", person, by=by, asked_by=asked_by)
    tell(person, "erasure_asked", erasure.pk)
    return erasure


@transaction.atomic
def take_back(person, *, by):
    """Leave everything as it is; twice is once.

    What somebody wants for themselves they alone take back; what a coordinator or the end of
    retention wants, both. Raises ``CannotErase`` otherwise, and when it is done.
    """
    asker = _asker(person, by)
    rows = Erasure.objects.filter(person=person, taken_back_at__isnull=True)
    erasure = rows.select_for_update(of=("self",)).first()
    if erasure is None:
        return
    if erasure.done_at:
        raise CannotErase("done", IS_DONE)
    if erasure.asked_by == Asker.PERSON and asker != Asker.PERSON:
        raise CannotErase("not_yours", OWN_WISH)
    erasure.taken_back_at = clock.now()
    erasure.save(update_fields=["taken_back_at"])
    record("person.erasure_taken_back", person, by=by)


def carry_out_due():
    """Due work: erase whose days of grace are over.

    Each person in one transaction: a worker that dies leaves them as they were, for the next one.
    """
    waiting = Erasure.objects.filter(
        taken_back_at__isnull=True, done_at__isnull=True, due_at__lte=clock.now()
    ).order_by("due_at")
    for pk in list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        _carry_out(pk)


def mark_of(organization_id, address):
    """The keyed hash by which an erased address is known again; nothing leads back from it."""
    value = f"{organization_id}|{address.strip().casefold()}"
    return salted_hmac("partnerships.erasing", value, algorithm="sha256").hexdigest()


@transaction.atomic
def _carry_out(pk):
    rows = Erasure.objects.filter(pk=pk, taken_back_at__isnull=True, done_at__isnull=True)
    erasure = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if erasure is None:  # it is taken back, or another worker has it
        return
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=erasure.person_id)
    try:
        _check(person, erasure.ends_partnership, erasure.asked_by)
    except CannotErase as refusal:
        erasure.due_at = clock.now() + GRACE
        erasure.save(update_fields=["due_at"])
        record("person.erasure_put_off", person, by=None, why=refusal.rule)
        return
    _leave(person)
    destroy_pair_keys(person.pk)
    destroy_own_keys(person.pk)
    for application in _applications(person):
        destroy_own_keys(application)
    forget_traces(person)
    for forget in registry.forgetting():
        forget(person.pk)
    _erase(erasure, person)
    record("person.erased", person, by=None, asked_by=erasure.asked_by)


def _erase(erasure, person):
    """What no statement of the application may change, and everything that names the person."""
    seal = mark_of(person.organization_id, person.email)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.erase_person(%s, %s, %s, %s)",
            [erasure.pk, str(_("Erased")), str(_("person")), seal],
        )


def _leave(person):
    """End what runs, without fault, and leave the programs; as the person would."""
    own = Membership.objects.filter(person=person, role=Role.PARTICIPANT).first()
    for partnership in queries.live_partnerships(person.pk):
        if partnership.status == Status.PROPOSED:
            withdraw(partnership, by=None)
        elif partnership.status in BEGUN:
            endings.end(partnership, by=own)
    for participant in Participant.objects.filter(person=person, standing__in=LEAVES):
        change_standing(participant, LEAVES[participant.standing], by=None)


def _applications(person):
    """Ids of what this person wrote to be taken in; each has a key of its own."""
    own = Application.objects.filter(email__iexact=person.email)
    found = own | Application.objects.filter(participant__person=person)
    return list(found.order_by().values_list("pk", flat=True).distinct())


def _asker(person, by):
    if by is None:
        return Asker.RETENTION
    if by.role == Role.PARTICIPANT and by.person_id == person.pk:
        return Asker.PERSON
    if by.role in STAFF:
        return Asker.STAFF
    raise CannotErase("not_yours", NOT_YOURS)


def _check(person, insists, asked_by):
    if person.user_id and queries.other_roles(person).exists():
        raise CannotErase("has_role", HAS_ROLE)
    if not insists and any(row.status in BEGUN for row in queries.live_partnerships(person.pk)):
        raise CannotErase("runs", RUNS if asked_by == Asker.PERSON else RUNS_OF_OTHER)
