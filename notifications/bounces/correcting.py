"""Another mail address for somebody whom mail does not reach."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mentoring import clock
from notifications.bounces.queries import is_failing
from notifications.bounces.services import settle_changed
from organizations.audit import record
from organizations.models import Membership, Person, User
from organizations.people import lock
from organizations.roles import Role
from organizations.services import login_for


def may_correct(person):
    """While mail comes back, or nobody has signed in with the login that the address made."""
    return is_unused(person) or is_failing(person.email)


def is_unused(person):
    """Whether nobody ever signed in as this person."""
    used = User.objects.filter(pk=person.user_id, last_login__isnull=False)
    return person.user_id is None or not used.exists()


@transaction.atomic
def correct(person, email, *, seen, by):
    """Mail to the person goes to ``email`` from now on; True if they sign in with it as well.

    A login that was never used is replaced, one that was in use stays its owner's. ``seen`` is the
    address that was read before. Raises ValidationError.
    """
    lock(person)
    person.refresh_from_db(fields=["email", "user"])
    _refuse(person, email, seen)
    before = person.user_id
    moves = is_unused(person) and _move_login(person, email, by)
    if not moves:
        person.user_id = before
        _refuse_unreached(person)
    try:
        with transaction.atomic():
            person.email = email
            person.save(update_fields=["email"])
    except IntegrityError as refused:  # somebody was entered with it at the same moment
        words = _("Somebody else has this address. Look for them under People.")
        raise ValidationError({"email": words}) from refused
    settle_changed()
    record("person.address_corrected", person, by=by, login="moved" if moves else "kept")
    return moves


def _refuse(person, email, seen):
    if person.email != seen:
        words = _("It was corrected meanwhile. The address on record is %(email)s.")
        raise ValidationError(words % {"email": person.email})
    if not may_correct(person):
        _refuse_unreached(person)
    if person.email.lower() == email.lower():
        raise ValidationError({"email": _("This is the address on record.")})
    known = Q(email__iexact=email) | Q(user__email__iexact=email)
    other = Person.objects.filter(known).exclude(pk=person.pk).first()
    if other is not None:
        words = _("This is the address of %(name)s.") % {"name": other.name}
        raise ValidationError({"email": words})


def _refuse_unreached(person):
    if not is_failing(person.email):
        raise ValidationError(
            _("Mail reaches this person, so the address stays as it is. Look at the page again.")
        )


def _move_login(person, email, by):
    """Whoever reads mail at the new address signs in as this person, and nobody else.

    False if the database knows better: the login is in use.
    """
    login = login_for(email)
    if login == by.user_id:
        raise ValidationError({"email": _("This is your own address.")})
    if login == person.user_id:
        return True
    person.user_id = login
    try:
        with transaction.atomic():
            person.save(update_fields=["user"])
    except IntegrityError:
        return False
    roles = Membership.objects.filter(person=person, role=Role.PARTICIPANT)
    names = list(roles.values_list("name", flat=True))
    roles.update(ended_at=clock.now())
    for name in names:
        role = Membership(user_id=login, role=Role.PARTICIPANT, person=person, name=name)
        role.save(force_insert=True)
        record("membership.granted", role, by=by, role=Role.PARTICIPANT)
    return True
