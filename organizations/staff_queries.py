"""Reads about who may act in the organization, and who is invited to."""

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.http import Http404

from organizations.models import Membership, RoleInvitation
from organizations.roles import Role

# Those whom administrators invite; participants come by their programs.
ROLES = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.HR)
MOST_INVITATIONS = 200


def staff():
    """Memberships of administrators, coordinators and contacts of companies, in this order."""
    rank = Case(*(When(role=role, then=Value(number)) for number, role in enumerate(ROLES)))
    rows = Membership.objects.filter(role__in=ROLES).annotate(rank=rank)
    return rows.select_related("user", "company").order_by("rank", "company__name", "name", "id")


def coordinators_addresses():
    """Mail addresses of the coordinators; of the administrators where nobody coordinates."""
    rows = Membership.objects.filter(role__in=(Role.COORDINATOR, Role.ADMINISTRATOR))
    people = list(rows.select_related("user").order_by("id"))
    named = [one for one in people if one.role == Role.COORDINATOR] or people
    return sorted({one.user.email for one in named})


def unanswered_invitations():
    """Invitations of staff and contacts, the oldest first, each with ``inviter``, a name."""
    inviter = Membership.ever.filter(user_id=OuterRef("invited_by")).exclude(role=Role.PARTICIPANT)
    rows = RoleInvitation.objects.unanswered().filter(role__in=ROLES)
    rows = rows.annotate(inviter=Subquery(inviter.values("name")[:1])).select_related("company")
    return list(rows[:MOST_INVITATIONS])


def staff_or_404(membership_id):
    """The membership of staff or of a contact with this id."""
    found = staff().filter(pk=membership_id).first()
    if found is None:
        raise Http404
    return found


def invitation_or_404(invitation_id):
    """The invitation of staff or of a contact with this id, whatever became of it."""
    found = RoleInvitation.objects.filter(pk=invitation_id, role__in=ROLES).first()
    if found is None:
        raise Http404
    return found


def invitation_with_id(invitation_id):
    """An invitation with organization, company and person, whatever became of it."""
    rows = RoleInvitation.objects.select_related("organization", "company", "person")
    return rows.get(pk=invitation_id)
