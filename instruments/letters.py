"""What people are told by mail about questionnaires."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from instruments.bank import minutes_of
from instruments.kinds import Occasion
from instruments.models import Response
from instruments.stages import own_stage_of
from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from participants.models import Participant
from participants.roles import Standing

OPENED, REMINDER = "questionnaire_open", "questionnaire_reminder"


def occasion_of(participant_id, occasion):
    """What makes a message unique: once for each participant and occasion."""
    return f"{participant_id}:{occasion}"


def questionnaire_open(person, occasion, facts):
    """It can be answered from today on."""
    found = _open_stage(occasion)
    if found is None:
        return None
    participant, stage = found
    program = {"program": participant.program.name}
    subject, why = _opening(stage.occasion)
    return Letter(
        subject=subject % program,
        paragraphs=(why % program, _minutes(participant, stage), _who_reads()),
        facts=_due(stage),
        action_label=_("Answer the questions"),
        action_url=_address(participant),
        reason=_why(participant),
        values=program,
    )


def _opening(occasion):
    """Subject and first words of each occasion."""
    words = {
        Occasion.BASELINE: (
            _("A few questions before %(program)s"),
            _(
                "Before anybody is matched in %(program)s we ask everybody where they stand. The "
                "same questions come again later, and only so can you see what the year changed."
            ),
        ),
        Occasion.MID_YEAR: (
            _("Half of %(program)s is behind you: how is it going?"),
            _(
                "The questions are those of the start, and some about the two of you. There is "
                "still time to change what you would like to be different."
            ),
        ),
        Occasion.FINAL: (
            _("%(program)s comes to its end: what did it change?"),
            _(
                "The questions are those of the start, so that you can see what the year changed, "
                "and some about what it was like. Your partnership ends on its day, whether you "
                "answer or not."
            ),
        ),
        Occasion.FOLLOW_UP_6: (
            _("Half a year after %(program)s: three questions"),
            _("We should like to know what has stayed of it."),
        ),
        Occasion.FOLLOW_UP_12: (
            _("A year after %(program)s: three questions"),
            _("We should like to know what has stayed of it. We do not ask again after this."),
        ),
    }
    return words[occasion]


def questionnaire_reminder(person, occasion, facts):
    """It is not sent yet."""
    found = _open_stage(occasion)
    if found is None:
        return None
    participant, stage = found
    program = {"program": participant.program.name}
    subject, which = _missing(stage.occasion)
    kept = _("What you have answered so far is kept: you go on where you stopped.")
    return Letter(
        subject=subject % program,
        paragraphs=(f"{which % program} {kept}", _minutes(participant, stage), _who_reads()),
        facts=_due(stage),
        action_label=_("Go on"),
        action_url=_address(participant),
        reason=_why(participant),
        values=program,
    )


def _missing(occasion):
    """Subject and first sentence of a reminder on each occasion."""
    words = {
        Occasion.BASELINE: (
            _("Your answers before %(program)s are still missing"),
            _("You have not sent your baseline in %(program)s yet."),
        ),
        Occasion.MID_YEAR: (
            _("Your answers in the middle of %(program)s are still missing"),
            _("You have not sent your mid-year evaluation in %(program)s yet."),
        ),
        Occasion.FINAL: (
            _("Your answers at the end of %(program)s are still missing"),
            _("You have not sent your final evaluation in %(program)s yet."),
        ),
    }
    later = (
        _("Three questions about %(program)s still wait for you"),
        _("You have not told us yet what has stayed of %(program)s."),
    )
    return words.get(occasion, later)


def _open_stage(occasion):
    """``(Participant, Stage)`` while there is something to answer, else None."""
    pk, key, *_step = occasion.split(":")
    rows = Participant.objects.select_related("program__organization", "organization")
    participant = rows.get(pk=pk)
    sent = Response.objects.filter(
        participant=participant, occasion=key, submitted_at__isnull=False
    )
    if participant.standing != Standing.IN or sent.exists():
        return None
    stage = own_stage_of(participant, key)
    return (participant, stage) if stage and stage.is_open else None


def _minutes(participant, stage):
    minutes = minutes_of(participant.side, stage.occasion)
    return ngettext(
        "It takes about %(minutes)s minute. You can stop at any time and go on later.",
        "It takes about %(minutes)s minutes. You can stop at any time and go on later.",
        minutes,
    ) % {"minutes": minutes}


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
