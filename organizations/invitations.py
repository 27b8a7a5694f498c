"""Offering somebody a role by mail: the invitation, its link, and what becomes of it.

The token in the link is derived from the row and the installation's secret when the mail is
written; the row keeps its hash. So neither a copy of the database nor the outbox opens a door.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.jobs.tasks import wake
from mentoring.links import Secrets, written
from organizations.audit import record
from organizations.models import Membership, Person, RoleInvitation
from organizations.models.invitations import InvitationStatus
from organizations.names import clean_name
from organizations.roles import STAFF, Role
from organizations.staff_refusals import rule_of

LASTS = timedelta(days=14)
SECRETS = Secrets("organizations.invitation")

# What somebody is invited to, as the end of a sentence.
OFFERS = {
    Role.ADMINISTRATOR: gettext_lazy("to administer %(organization)s"),
    Role.COORDINATOR: gettext_lazy("to coordinate mentoring at %(organization)s"),
    Role.HR: gettext_lazy("to be the contact of %(company)s at %(organization)s"),
    Role.PARTICIPANT: gettext_lazy("to take part in mentoring at %(organization)s"),
}


class NotOpen(Exception):
    """The invitation cannot be accepted any more; ``status`` says why."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


class AnotherAddress(Exception):
    """The login that wants to accept is not the one that was invited."""


@dataclass(frozen=True)
class Operator:
    """An operator of the installation, as whom something is done inside an organization."""

    user_id: UUID
    role: str = "operator"


@transaction.atomic
def invite(*, email, role, by, company=None, person=None, name=""):
    """Offer ``role`` to a mail address for 14 days; the mail goes out by itself.

    HR needs ``company``, a participant ``person``; ``name`` is what the form of acceptance begins
    with. ``by`` is a Membership, an ``Operator``, or None for the system. Raises
    ``ValidationError`` if the address has the role or an open invitation to it, and
    ``PermissionDenied`` if ``by`` may not offer it.
    """
    _may_offer(role, by)
    email = email.strip().lower()
    invitation = RoleInvitation(
        email=email,
        role=role,
        company=company,
        person=person,
        name=clean_name(name),
        invited_by_id=by.user_id if by else None,
    )
    _renew(invitation)
    invitation.clean_fields(exclude=["organization", "invited_by"])
    _refuse_holder(email, role, company)
    _close_expired(email, role, company, by)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        if rule_of(error) != "roleinvitation_one_open":
            raise
        raise ValidationError({"email": _already_open(email)}) from error
    record("invitation.sent", invitation, by=by, **_facts(invitation))
    wake()
    return invitation


@transaction.atomic
def send_again(invitation, *, by):
    """Mail a new link for another 14 days; the earlier one opens nothing any more."""
    _may_offer(invitation.role, by)
    invitation = _locked(invitation.pk)
    if invitation.status not in (InvitationStatus.OPEN, InvitationStatus.EXPIRED):
        raise ValidationError(_answered(invitation))
    invitation.number += 1
    invitation.mailed_at = invitation.undelivered_at = None
    _renew(invitation)
    invitation.save()
    record("invitation.sent_again", invitation, by=by, number=invitation.number)
    wake()
    return invitation


@transaction.atomic
def take_back(invitation, *, by):
    """Close the link; taking back twice changes nothing. Refuses one that was accepted."""
    _may_offer(invitation.role, by)
    invitation = _locked(invitation.pk)
    if invitation.accepted_at:
        raise ValidationError(_answered(invitation))
    if not invitation.taken_back_at:
        _close(invitation, by)
    return invitation


def take_back_staff_of(administrator, *, by):
    """Close what this administrator, whose row is locked, offered of what others may not."""
    rows = RoleInvitation.objects.unanswered().filter(
        invited_by=administrator.user_id, role__in=STAFF
    )
    for invitation in rows.select_for_update(of=("self",)).order_by("pk"):
        _close(invitation, by)


@transaction.atomic
def accept(invitation_id, *, user, name=""):
    """Give the invited login its role; the Membership. The caller stands in the organization.

    Raises ``AnotherAddress`` for any other login, ``NotOpen`` for an invitation that was accepted,
    taken back or ran out, ``ValidationError`` for a name that cannot be kept or a person who has
    another login already.
    """
    invitation = _locked(invitation_id)
    if user.email.lower() != invitation.email:
        raise AnotherAddress
    if invitation.status != InvitationStatus.OPEN:
        raise NotOpen(invitation.status)
    if invitation.person_id:
        _link(invitation.person_id, user)
    membership = _membership(invitation, user, name)
    invitation.accepted_at, invitation.accepted_by = clock.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("invitation.accepted", invitation, by=membership, **_facts(invitation))
    return membership


def token_of(invitation):
    """The secret of this sending, for the mail alone."""
    return written(SECRETS.secret_of(f"{invitation.pk}:{invitation.number}"))


def place_of(token):
    """``(organization id, invitation id)`` of a token, or None; asked outside any organization."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.invitation_of(%s)", [SECRETS.hash_of(token)])
        organization_id, invitation_id = cursor.fetchone()
    return (organization_id, invitation_id) if invitation_id else None


def inviter_of(invitation):
    """The name of who invites, or an empty text: an operator, or nobody any more."""
    if invitation.invited_by_id is None:
        return ""
    held = Membership.objects.filter(user_id=invitation.invited_by_id).exclude(
        role=Role.PARTICIPANT
    )
    return held.values_list("name", flat=True).first() or ""


def offer_of(invitation):
    """What the invitation is to, as the end of a sentence: “to administer Aldergate”."""
    company = invitation.company.name if invitation.company_id else ""
    return OFFERS[invitation.role] % {
        "organization": invitation.organization.name,
        "company": company,
    }


def _renew(invitation):
    invitation.token_hash = SECRETS.hash_of(token_of(invitation))
    invitation.expires_at = clock.now() + LASTS


def _locked(pk):
    return RoleInvitation.objects.select_for_update().get(pk=pk)


def _may_offer(role, by):
    """Staff are chosen by administrators, at this moment; participants choose nobody."""
    giver = by.role if by else None
    if giver == Role.PARTICIPANT or (giver == Role.HR and role != Role.PARTICIPANT):
        raise PermissionDenied
    if role not in STAFF or not isinstance(by, Membership):
        return
    held = Membership.objects.filter(pk=by.pk, role=Role.ADMINISTRATOR)
    if not held.select_for_update(of=("self",), no_key=True):  # who ends it waits, or this does
        raise PermissionDenied


def _refuse_holder(email, role, company):
    if Membership.objects.filter(user__email=email, role=role, company=company).exists():
        said = {"email": email, "role": Role(role).label}
        raise ValidationError({"email": _("%(email)s has this role already: %(role)s.") % said})


def _close_expired(email, role, company, by):
    held = RoleInvitation.objects.unanswered().filter(email=email, role=role, company=company)
    found = held.select_for_update().first()
    if found is None:
        return
    if found.status == InvitationStatus.OPEN:
        raise ValidationError({"email": _already_open(email)})
    _close(found, by)


def _close(invitation, by):
    invitation.taken_back_at = clock.now()
    invitation.save(update_fields=["taken_back_at"])
    record("invitation.taken_back", invitation, by=by)


def _already_open(email):
    return _("%(email)s is invited to this already. Send that invitation again instead.") % {
        "email": email
    }


def _answered(invitation):
    said = {"email": invitation.email}
    if invitation.accepted_at:
        return _("%(email)s has accepted in the meantime.") % said
    return _("The invitation of %(email)s was taken back in the meantime.") % said


def _link(person_id, user):
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.user_id == user.pk:
        return
    is_known = Person.objects.filter(user=user).exists()
    if person.user_id or is_known:
        raise ValidationError(
            _(
                "You are known here with another mail address. "
                "Ask your coordinator which one is to stay."
            )
        )
    person.user = user
    person.save(update_fields=["user"])


def _membership(invitation, user, name):
    """The role as a row; the one that was granted in the meantime, if there is one."""
    offered = {"user": user, "role": invitation.role, "company_id": invitation.company_id}
    held = Membership.objects.filter(**offered).first()
    if held:
        return held
    called = clean_name(name) or invitation.name
    if invitation.person_id:
        called = invitation.person.name
    if not called:
        raise ValidationError({"name": _("Type your name, as others here know you.")})
    membership = Membership(**offered, person_id=invitation.person_id, name=called)
    membership.clean_fields(exclude=["organization", "user"])
    membership.save()
    record("membership.granted", membership, by=membership, role=invitation.role)
    return membership


def _facts(invitation):
    company = {"company": str(invitation.company_id)} if invitation.company_id else {}
    return {"role": invitation.role, **company}
