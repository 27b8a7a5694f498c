"""What people on a shortlist are told by mail; nobody is named in it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.shortlists.models import ShortlistAnswer, ShortlistRound
from mentoring.ui.formats import as_zone, city, written_time
from notifications.kinds import Letter
from participants.models import Participant
from participants.roles import Side, Standing
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership

UTC = "UTC"


def shortlist_opened(person, occasion, facts):
    """There are profiles to read and rank."""
    found = _waiting(occasion)
    if found is None:
        return None
    round_, participant = found
    if facts["side"] == Side.MENTEE:
        opening = _("Before the matches of %(program)s are made, you can say who would suit you.")
    else:
        opening = _("Before the matches of %(program)s are made, you can say whom you would guide.")
    return Letter(
        subject=_("%(program)s: who would suit you?") % {"program": round_.program.name},
        paragraphs=(
            opening % {"program": round_.program.name},
            _(
                "You find some profiles without names. Rank them, or say that none of them suits "
                "you. It takes about five minutes, and your coordinators alone read it."
            ),
        ),
        facts=((_("Open until"), _last_moment(round_, participant)),),
        action_label=_("Read the profiles"),
        action_url=_address(round_, participant),
        reason=_why(round_),
        values={"program": round_.program.name},
    )


def shortlist_reminder(person, occasion, facts):
    """Two days are left."""
    found = _waiting(occasion)
    if found is None:
        return None
    round_, participant = found
    return Letter(
        subject=_("%(program)s: your wishes, two days left") % {"program": round_.program.name},
        paragraphs=(
            _("You have not ranked the profiles in %(program)s yet.")
            % {"program": round_.program.name},
            _("Without your wishes a match is made all the same, from all that you told us."),
        ),
        facts=((_("Open until"), _last_moment(round_, participant)),),
        action_label=_("Read the profiles"),
        action_url=_address(round_, participant),
        reason=_why(round_),
        values={"program": round_.program.name},
    )


def _waiting(occasion):
    """``(round, participant)`` of the occasion; None when there is nothing to do any more."""
    round_id, participant_id = occasion.split(".")
    round_ = ShortlistRound.objects.select_related("program__organization").get(pk=round_id)
    participant = Participant.objects.get(pk=participant_id)
    answers = ShortlistAnswer.objects.filter(round=round_, participant=participant)
    if not round_.is_published or participant.standing != Standing.IN or answers.exists():
        return None
    # A mentee with a match has nothing to wish for any more.
    if Partnership.objects.filter(mentee=participant, status__in=LIVE).exists():
        return None
    return round_, participant


def _last_moment(round_, participant):
    zone = participant.time_zone or UTC
    return f"{written_time(round_.closes_at, zone)} ({city(as_zone(zone))})"


def _why(round_):
    return _("You receive this because you take part in %(program)s at %(organization)s.") % {
        "program": round_.program.name,
        "organization": round_.program.organization.name,
    }


def _address(round_, participant):
    page = reverse("portal:shortlist", args=[round_.program.organization.slug, participant.pk])
    return f"{settings.BASE_URL}{page}"
