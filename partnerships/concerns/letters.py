"""Mails about calls and concerns: that there is something, never what."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import as_zone, city, written_time
from notifications.kinds import Letter
from partnerships.concerns import links
from partnerships.concerns.models import CallRequest, Concern
from partnerships.concerns.reading import CODE_LASTS

ASKED, TOLD, CODE = "call_asked", "concern_told", "concern_code"


def call_asked(person, occasion, facts):
    """To a coordinator: somebody asks for a call, and nobody has closed it."""
    rows = CallRequest.objects.select_related("organization", "partnership__program")
    call = rows.defer("locked").filter(pk=occasion, closed_at__isnull=True).first()
    if call is None:
        return None
    program = call.partnership.program
    said = {"program": program.name, "organization": call.organization.name}
    place = reverse("checks:calls", args=[call.organization.slug, program.slug])
    return Letter(
        subject=_("Somebody in %(program)s asks for a call") % said,
        paragraphs=(
            _("One of a pair in %(program)s asks a coordinator to call them.") % said,
            _(
                "Who it is stands on the page below, with a number or a time if they gave one. "
                "They have not said why, and their partner does not know."
            ),
        ),
        action_label=_("See who to call"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you coordinate at %(organization)s.") % said,
    )


def concern_told(person, occasion, facts):
    """To the contact person: something was written to them alone."""
    concern = _open_concern(occasion)
    if concern is None:
        return None
    said = _said(concern)
    zone = concern.organization.time_zone
    return Letter(
        subject=_("A message for you alone, from %(program)s") % said,
        paragraphs=(
            _(
                "You are the contact person of %(program)s at %(organization)s. Somebody who takes "
                "part has written to you, and to nobody else: the coordinators do not know of it."
            )
            % said,
            _(
                "The words are not in this mail. Open the page below and ask for a code; it comes "
                "to this address, and you need no account."
            ),
        ),
        facts=(
            (
                _("The link works until"),
                f"{written_time(concern.expires_at, zone)} ({city(as_zone(zone))})",
            ),
        ),
        action_label=_("Read it"),
        action_url=_address(concern),
        reason=_why(said),
    )


def concern_code(person, occasion, facts):
    """The code that opens it, while it is the newest and fresh."""
    pk, _colon, number = occasion.partition(":")
    concern = _open_concern(pk)
    if concern is None or concern.code_number != int(number):
        return None
    if concern.code_asked_at <= clock.now() - CODE_LASTS:
        return None
    said = _said(concern)
    return Letter(
        subject=_("Your code for a message from %(program)s") % said,
        paragraphs=(
            _("Type this code on the page where you asked for it. It works for ten minutes, once."),
            _("If you did not ask for it, do nothing: without the code nothing opens."),
        ),
        facts=((_("Code"), links.code_of(concern.pk, concern.code_number)),),
        action_label=_("Back to the page"),
        action_url=_address(concern),
        reason=_why(said),
    )


def _open_concern(pk):
    rows = Concern.objects.select_related("organization", "contact", "partnership__program")
    return rows.defer("locked").filter(pk=pk, expires_at__gt=clock.now()).first()


def _said(concern):
    return {
        "program": concern.partnership.program.name,
        "organization": concern.organization.name,
    }


def _address(concern):
    return settings.BASE_URL + reverse("concern", args=[links.token_of(concern.pk)])


def _why(said):
    return (
        _(
            "You receive this because %(organization)s has named you as the contact person of "
            "%(program)s."
        )
        % said
    )
