"""Mails about observers: to the observers, whose link stands in no table, and to the mentee."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.observers.kinds import State
from evaluations.observers.links import LINKS
from evaluations.observers.models import ObserverInvitation
from instruments.bank import minutes_of
from instruments.kinds import Informant
from mentoring.ui.formats import written_day
from notifications.kinds import Letter

KINDS = INVITED, REMINDER, ANSWERED = "observer_invited", "observer_reminder", "observer_answered"


def occasion_of(invitation, step=None):
    """What makes a mail unique: once for each link, and each reminder of it."""
    return f"{invitation.pk}:{invitation.number}" + (f":{step}" if step else "")


def observer_invited(person, occasion, facts):
    """To an observer: somebody asks what they see."""
    invitation = _open(occasion)
    if invitation is None:
        return None
    said = _said(invitation)
    return _letter(
        invitation,
        _("%(name)s asks you for a few minutes") % said,
        _(
            "%(name)s takes part in a mentoring program of %(organization)s and asks you, who see "
            "their work, to say what you see of it."
        )
        % said,
    )


def observer_reminder(person, occasion, facts):
    """To an observer: it is still open. The same link as in the mail before."""
    invitation = _open(occasion)
    if invitation is None:
        return None
    said = _said(invitation)
    return _letter(
        invitation,
        _("%(name)s would still like to hear what you see") % said,
        _("You have not answered what %(name)s asked you yet. If you would rather not, say so "
          "behind the link, and no mail follows.") % said,
    )  # fmt: skip


def observer_answered(person, occasion, facts):
    """To the mentee: an observer has answered, and they read it before anybody else."""
    rows = ObserverInvitation.objects.select_related("organization", "participant__program")
    invitation = rows.filter(pk=occasion, read_at__isnull=True, forgotten_at__isnull=True).first()
    if invitation is None or invitation.state != State.SENT:
        return None
    place = reverse("portal:observers:answers", args=[invitation.organization.slug, invitation.pk])
    program = {"program": invitation.participant.program.name}
    return Letter(
        subject=_("One of your observers in %(program)s has answered") % program,
        paragraphs=(
            _("You read it first. The coordinators can read it once you have, or in 14 days."),
        ),
        action_label=_("Read the answers"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you invited observers in %(program)s.") % program,
        values=program,
    )


def _letter(invitation, subject, first):
    minutes = minutes_of(Informant.OBSERVER, invitation.occasion)
    takes = ngettext(
        "It takes about %(minutes)s minute and needs no account.",
        "It takes about %(minutes)s minutes and needs no account.",
        minutes,
    ) % {"minutes": minutes}
    return Letter(
        subject=subject,
        paragraphs=(
            first,
            takes,
            _("Before anything is asked the page says who reads your answers. The link is yours "
              "alone: please do not pass it on."),
        ),
        facts=((_("Open until"), written_day(invitation.expires_at.date())),),
        action_label=_("See what is asked"),
        action_url=settings.BASE_URL
        + reverse("observe-link", args=[LINKS.token_of(invitation.pk, invitation.number)]),
        reason=_("You receive this because %(name)s has given your address for this alone.")
        % _said(invitation),
    )  # fmt: skip


def _open(occasion):
    """The open invitation of this very link, or None."""
    pk, number, *_step = occasion.split(":")
    rows = ObserverInvitation.objects.select_related("organization", "participant__person")
    invitation = rows.filter(pk=pk, number=number).first()
    return invitation if invitation is not None and invitation.is_open else None


def _said(invitation):
    return {
        "name": invitation.participant.person.name,
        "organization": invitation.organization.name,
    }
