"""What people are told by mail about questionnaires."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from instruments.models import Response
from instruments.stages import stage_of
from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from participants.models import Participant
from participants.roles import Standing

OPENED, REMINDER = "questionnaire_open", "questionnaire_reminder"
MINUTES = 6


def occasion_of(participant_id, occasion):
    """What makes a message unique: once for each participant and occasion."""
    return f"{participant_id}:{occasion}"


def questionnaire_open(person, occasion, facts):
    """The baseline can be answered from today on."""
    found = _open_stage(occasion)
    if found is None:
        return None
    participant, stage = found
    program = {"program": participant.program.name}
    return Letter(
        subject=_("A few questions before %(program)s") % program,
        paragraphs=(
            _(
                "Before anybody is matched in %(program)s we ask everybody where they stand. The "
                "same questions come again later, and only so can you see what the year changed."
            )
            % program,
            _minutes(),
            _who_reads(),
        ),
        facts=_due(stage),
        action_label=_("Answer the questions"),
        action_url=_address(participant),
        reason=_why(participant),
        values=program,
    )


def questionnaire_reminder(person, occasion, facts):
    """It is not sent yet."""
    found = _open_stage(occasion)
    if found is None:
        return None
    participant, stage = found
    program = {"program": participant.program.name}
    return Letter(
        subject=_("Your answers before %(program)s are still missing") % program,
        paragraphs=(
            _(
                "You have not sent your baseline in %(program)s yet. What you have answered so "
                "far is kept: you go on where you stopped."
            )
            % program,
            _minutes(),
            _who_reads(),
        ),
        facts=_due(stage),
        action_label=_("Go on"),
        action_url=_address(participant),
        reason=_why(participant),
        values=program,
    )


def _open_stage(occasion):
    """``(Participant, Stage)`` while there is something to answer, else None."""
    pk, _colon, key = occasion.partition(":")
    rows = Participant.objects.select_related("program__organization", "organization")
    participant = rows.get(pk=pk)
    sent = Response.objects.filter(
        participant=participant, occasion=key, submitted_at__isnull=False
    )
    if participant.standing != Standing.IN or sent.exists():
        return None
    stage = stage_of(participant.program, key)
    return (participant, stage) if stage and stage.is_open else None


def _minutes():
    return _("It takes about %(minutes)s minutes. You can stop at any time and go on later.") % {
        "minutes": MINUTES
    }


def _who_reads():
    return _("You and the coordinators read your answers. Your partner and your company never do.")


def _due(stage):
    return ((_("Open until"), written_day(stage.due)),) if stage.due else ()


def _address(participant):
    slug = participant.organization.slug
    return settings.BASE_URL + reverse("portal:questionnaires:mine", args=[slug])


def _why(participant):
    return _("You receive this because you take part in %(program)s at %(organization)s.") % {
        "program": participant.program.name,
        "organization": participant.organization.name,
    }
