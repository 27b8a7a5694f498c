"""Changing and ending roles. The database keeps the last administrator; this says so kindly."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentoring import clock
from organizations import invitations
from organizations.audit import record
from organizations.models import Membership
from organizations.names import clean_name
from organizations.roles import Role
from organizations.staff_refusals import rule_of

LAST_ADMINISTRATOR = "membership_last_administrator"
ONCE = "membership_once"


@transaction.atomic
def end_role(membership, *, by):
    """End it at once: the next request finds no door. What the person did keeps their name.

    The staff whom an administrator invited and who have not answered find none either.
    Raises ``ValidationError`` for the last administrator, ``PermissionDenied`` if ``by`` does not
    administer at this moment. Ending twice changes nothing.
    """
    live = _locked(membership, by)
    if live is None:
        return
    _end(live, by)
    record("membership.ended", live, by=by, role=live.role, user=str(live.user_id))


@transaction.atomic
def change_role(membership, *, role, by, company=None, name=""):
    """End the role and grant the person another in its place; the new Membership.

    ``company`` goes with HR alone. Raises ``ValidationError`` if the role ended in the meantime, is
    held already, or is the last administrator's.
    """
    live = _locked(membership, by)
    if live is None:
        raise ValidationError(_("This role ended a moment ago. Look at the list again."))
    name = clean_name(name) or live.name
    if (role, company) == (live.role, live.company):
        live.name = name
        live.save(update_fields=["name"])
        return live
    _end(live, by)
    granted = Membership(
        user_id=live.user_id, role=role, company=company, person_id=live.person_id, name=name
    )
    try:
        with transaction.atomic():
            granted.save()
    except IntegrityError as error:
        if rule_of(error) != ONCE:
            raise
        said = {"name": live.name, "role": Role(role).label}
        raise ValidationError(_("%(name)s has this role already: %(role)s.") % said) from error
    facts = {"before": live.role, "role": role, "user": str(live.user_id)}
    record("membership.changed", granted, by=by, **facts)
    return granted


def _locked(membership, by):
    """The live row to change, or None. Locks the actor's row too: both in one order."""
    ids = {membership.pk, by.pk} if by else {membership.pk}
    rows = Membership.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    live = {row.pk: row for row in rows}
    if by and (by.pk not in live or live[by.pk].role != Role.ADMINISTRATOR):
        raise PermissionDenied
    return live.get(membership.pk)


def _end(live, by):
    if live.role == Role.ADMINISTRATOR:
        invitations.take_back_staff_of(live, by=by)
    live.ended_at = clock.now()
    try:
        with transaction.atomic():
            live.save(update_fields=["ended_at"])
    except IntegrityError as error:
        if rule_of(error) != LAST_ADMINISTRATOR:
            raise
        raise ValidationError(
            _(
                "%(name)s is the only administrator. Make somebody else an administrator first: "
                "without one nobody could invite anybody."
            )
            % {"name": live.name}
        ) from error
