"""What an operator of the installation may do: make organizations, end them, and no more.

An operator is a login with a flag that only ``create_operator`` sets. It opens no organization:
its pages work where none is entered, so both walls keep every tenant's rows from them.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy import context
from organizations import invitations
from organizations.audit import record
from organizations.invitations import Operator
from organizations.models import AuditEvent, Membership, RoleInvitation, User
from organizations.roles import Role
from organizations.services import change_organization, create_organization

MOST_ACTS = 1000
WORDS = {
    "organization.created": _("Set up"),
    "organization.changed": _("Name or time zone changed"),
    "organization.ended": _("Ended: nobody enters, and nothing is sent"),
    "organization.reopened": _("Opened again"),
    "invitation.sent": _("Administrator invited"),
    "invitation.sent_again": _("Administrator invited once more"),
}


@transaction.atomic
def found_organization(*, name, slug, time_zone, industry_digits, administrator, by=None):
    """A new organization, and a mail that invites its first administrator: both or neither."""
    organization = create_organization(
        name=name, slug=slug, time_zone=time_zone, industry_digits=industry_digits, by=by
    )
    invite_administrator(organization, administrator, by=by)
    return organization


@transaction.atomic
def invite_administrator(organization, email, *, by=None):
    """Offer the role, or mail a new link to whoever was offered it and has not answered."""
    with _inside(organization, by):
        waiting = RoleInvitation.objects.unanswered().filter(
            email=email.strip().lower(), role=Role.ADMINISTRATOR
        )
        if found := waiting.first():
            return invitations.send_again(found, by=by)
        return invitations.invite(email=email, role=Role.ADMINISTRATOR, by=by)


@transaction.atomic
def end_organization(organization, *, by=None):
    """Nobody enters from now on and nothing is sent; the rows stay. Ending twice is once."""
    if organization.ended_at is None:
        organization.ended_at = clock.now()
        organization.save(update_fields=["ended_at"])
        with _inside(organization, by):
            record("organization.ended", organization, by=by)


@transaction.atomic
def reopen_organization(organization, *, by=None):
    """Everybody has the roles again that they had."""
    if organization.ended_at is not None:
        organization.ended_at = None
        organization.save(update_fields=["ended_at"])
        with _inside(organization, by):
            record("organization.reopened", organization, by=by)


@transaction.atomic
def rename_organization(organization, *, name, time_zone, by=None):
    """Another name or time zone; no change leaves no trace."""
    with _inside(organization, by):
        change_organization(organization, name=name, time_zone=time_zone, by=by)


@transaction.atomic
def move_login(old, new):
    """The login of the address ``old`` is signed in to by ``new`` from now on.

    Roles and passkeys stay. Each organization in which the login has a role keeps a trace of it;
    answers in how many. Raises ValidationError.
    """
    old, new = old.strip().lower(), new.strip().lower()
    validate_email(new)
    user = User.objects.select_for_update().filter(email=old).first()
    if user is None:
        raise ValidationError(_("There is no login %(email)s.") % {"email": old})
    if User.objects.filter(email__iexact=new).exists():
        raise ValidationError(_("%(email)s has a login already.") % {"email": new})
    user.email = new
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()  # the new one is proven by its first code
    with context.as_user(user.pk):
        roles = {role.organization_id: role for role in Membership.everywhere.filter(user=user)}
    for organization_id, role in roles.items():
        with context.enter(context.Context(organization_id)):
            record("login.moved", role, by=None)
    return len(roles)


@dataclass(frozen=True)
class Act:
    """What an operator did, or the installation by itself, as a line of the page of history."""

    action_time: datetime
    user: object
    get_change_message: str


def acts_in(organization):
    """``[Act]`` of operators in an organization, the newest first; of its own people none."""
    with _inside(organization, None):
        own = Q(role="", verb="organization.created") | Q(role=Operator.role, verb__in=WORDS)
        events = AuditEvent.objects.filter(own)
        events = list(events.order_by("-at", "-id")[:MOST_ACTS])
    users = User.objects.in_bulk({event.by_user_id for event in events} - {None})
    return [Act(one.at, users.get(one.by_user_id), str(WORDS[one.verb])) for one in events]


def has_second_factor(request):
    """Whether this session was opened with a passkey, or with a code of an app."""
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)


def lacks_second_factor(request):
    """Whether a second factor is asked of operators here, and this session has none."""
    return settings.OPERATORS_NEED_SECOND_FACTOR and not has_second_factor(request)


def _inside(organization, by):
    return context.enter(context.Context(organization.pk, by.user_id if by else None))
