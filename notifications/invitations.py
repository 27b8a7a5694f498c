"""The mail that offers somebody a role, for invitations that a lower app writes."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import as_zone, city, written_time
from notifications.kinds import Letter
from notifications.models import Failure, Message
from notifications.services import tell_address
from organizations.invitations import inviter_of, offer_of, token_of
from organizations.models import RoleInvitation
from organizations.models.invitations import InvitationStatus

KIND = "role_invitation"
MOST_AT_ONCE = 500
# Attempts end long before: who has not heard of a failure by then will not.
WATCHED_FOR = timedelta(days=2)


def mail_invitations():
    """Due work: put a message into the outbox for every sending that has none."""
    waiting = RoleInvitation.objects.open().filter(mailed_at__isnull=True)
    for invitation in waiting.select_for_update(skip_locked=True)[:MOST_AT_ONCE]:
        tell_address(invitation.email, KIND, _occasion(invitation))
        invitation.mailed_at = clock.now()
        invitation.save(update_fields=["mailed_at"])


def note_undelivered():
    """Due work: mark invitations whose mail never arrived, for those who look after them."""
    fresh = RoleInvitation.objects.open().filter(
        mailed_at__gt=clock.now() - WATCHED_FOR, undelivered_at__isnull=True
    )
    by_occasion = {_occasion(one): one.pk for one in fresh}
    if not by_occasion:
        return
    lost = Message.objects.filter(
        kind=KIND,
        occasion__in=by_occasion,
        failure__in=(Failure.REFUSED, Failure.GAVE_UP),
    )
    ids = [by_occasion[occasion] for occasion in lost.values_list("occasion", flat=True)]
    if ids:
        RoleInvitation.objects.filter(pk__in=ids).update(undelivered_at=clock.now())


def role_invitation(person, occasion, facts):
    """You are invited; the link is good for this sending alone."""
    pk, _colon, number = occasion.partition(":")
    invitation = RoleInvitation.objects.select_related("organization", "company").get(pk=pk)
    if invitation.number != int(number) or invitation.status != InvitationStatus.OPEN:
        return None
    organization, who = invitation.organization, inviter_of(invitation)
    said = {"who": who or organization.name, "offer": offer_of(invitation)}
    zone = organization.time_zone
    expires = f"{written_time(invitation.expires_at, zone)} ({city(as_zone(zone))})"
    return Letter(
        subject=_("You are invited %(offer)s") % said,
        paragraphs=(
            _("%(who)s invites you %(offer)s.") % said,
            _(
                "Open the page below, ask for a code, and enter it: this mail address is your "
                "sign-in, and there is no password to choose. You see there what you are invited "
                "to, and say yes or leave it."
            ),
        ),
        facts=((_("The link works until"), expires),),
        action_label=_("See the invitation"),
        action_url=settings.BASE_URL + reverse("invitation", args=[token_of(invitation)]),
        reason=_(
            "You receive this because somebody at %(organization)s typed your mail address. If it "
            "was not meant for you, do nothing: without your yes nothing happens."
        )
        % {"organization": organization.name},
    )


def _occasion(invitation):
    return f"{invitation.pk}:{invitation.number}"
