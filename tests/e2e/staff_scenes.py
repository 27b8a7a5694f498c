"""What the pictures show of staff, invitations and the choice of a role."""

from datetime import timedelta

from django.utils import timezone

from dashboard.settling import digest
from notifications import optional
from organizations import invitations
from organizations.models import Company, Membership, Organization, RoleInvitation, User
from organizations.roles import Role
from organizations.services import create_organization, grant_role, login_for, save_company
from tests.factories.operators import make_operator
from tests.surroundings import dark, inside

INVITED = "lena.brandt@aldergate.example"


def prepare(scenes, aldergate):
    """Add values and people to ``scenes``, which know Aldergate, Quiet Harbor and Still Waters."""
    with inside(aldergate):
        _aldergate(scenes, aldergate)
    with inside(Organization.objects.get(slug=scenes.values["quiet"])):
        alone = grant_role(
            email="ada@quiet.example", name="Ada Lund", role=Role.ADMINISTRATOR, by=None
        )
        scenes.people["alone"], scenes.values["last_role"] = alone.user, alone.pk
    with inside(Organization.objects.get(slug=scenes.values["still"])):
        scenes.people["two_companies"] = _contact_of_two()
    _ended(scenes)
    scenes.people["operator"] = make_operator()
    scenes.values |= {"object_id": aldergate.pk, "login_id": scenes.people["coordinator"].pk}


def _aldergate(scenes, aldergate):
    administrator = Membership.objects.filter(role=Role.ADMINISTRATOR).earliest("id")
    scenes.people["administrator"] = administrator.user
    contact = Membership.objects.filter(role=Role.HR).earliest("id")
    scenes.values["membership_id"] = contact.pk
    company = Company.objects.earliest("name")
    waiting = _invite(INVITED, by=administrator, name="Lena Brandt")
    scenes.people["invited"] = _login(INVITED)
    scenes.values |= {"token": invitations.token_of(waiting), "no_token": "no-such-token"}
    lost = _invite("hr@mistyped.example", role=Role.HR, company=company, by=administrator)
    RoleInvitation.objects.filter(pk=lost.pk).update(undelivered_at=timezone.now())
    late = _invite("omar@aldergate.example", by=None)
    yesterday = timezone.now() - timedelta(days=1)
    RoleInvitation.objects.filter(pk=late.pk).update(expires_at=yesterday)
    taken = _invite("pim@aldergate.example", by=administrator)
    invitations.take_back(taken, by=administrator)
    used = _invite("sara.vik@aldergate.example", by=administrator, name="Sara Vik")
    sara = _login(used.email)
    with inside(aldergate, sara.pk):
        invitations.accept(used.pk, user=sara)
    tokens = {"late_token": late, "taken_token": taken, "used_token": used}
    scenes.values |= {name: invitations.token_of(row) for name, row in tokens.items()}
    stop = optional.stop_url(aldergate, administrator.user_id, digest.KIND).split("/")
    scenes.values |= {"stop_kind": stop[-3], "stop_token": stop[-2]}


def _login(email):
    """The login of an address, which no organization shows before its owner has accepted."""
    with dark():
        return User.objects.get(pk=login_for(email))


def _invite(email, *, by, role=Role.COORDINATOR, **facts):
    return invitations.invite(email=email, role=role, by=by, **facts)


def _contact_of_two():
    for name in ("Fern Paper", "Glade Optics"):
        company = save_company(name=name, by=None)
        hired = grant_role(
            email="hr@ferns.example", name="Tom Hale", role=Role.HR, company=company, by=None
        )
    return hired.user


def _ended(scenes):
    gone = create_organization(name="Gone Fishing", slug="gone-fishing")
    with inside(gone):
        scenes.values["ended_token"] = invitations.token_of(_invite(INVITED, by=None))
    Organization.objects.filter(pk=gone.pk).update(ended_at=timezone.now())
