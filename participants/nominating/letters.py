"""What the nominated, the invited and applicants are told by mail."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from participants.nominating.models import Asking
from participants.nominating.words import Source
from participants.roles import Side, Standing
from programs.gates import NOMINATIONS


def nomination_asked(person, occasion, facts):
    """You may take part: read what it means, and answer."""
    asking = _open(occasion)
    if asking is None:
        return None
    said = _said(asking)
    return Letter(
        subject=_SUBJECTS[asking.source]() % said,
        paragraphs=(
            _OPENINGS[asking.source]() % said,
            _("Taking part is your own decision, and both answers are fine. %(private)s")
            % {"private": _private(asking)},
            _(
                "The page below says what the program is for, what it asks of you and who reads "
                "what. Sign in with this mail address; there is no password to choose."
            ),
        ),
        facts=_deadline(asking),
        action_label=_("Read and answer"),
        action_url=_address(asking),
        reason=_why(asking),
        values={"program": asking.participant.program.name},
    )


def nomination_reminder(person, occasion, facts):
    """The question is still open."""
    asking = _open(occasion.partition(":")[0])
    if asking is None:
        return None
    said = _said(asking)
    return Letter(
        subject=_("%(program)s waits for your answer") % said,
        paragraphs=(
            _("You have not said yet whether you want to take part in %(program)s.") % said,
            _("Yes or no is equally fine. %(private)s") % {"private": _private(asking)},
        ),
        facts=_deadline(asking),
        action_label=_("Read and answer"),
        action_url=_address(asking),
        reason=_why(asking),
        values={"program": asking.participant.program.name},
    )


def _open(pk):
    rows = Asking.objects.filter(pk=pk, answered_at__isnull=True).select_related(
        *("participant__program", "participant__company", "participant__organization")
    )
    return rows.filter(participant__standing=Standing.NOMINATED).first()


_SUBJECTS = {
    Source.SPONSOR: lambda: _("You are nominated for %(program)s"),
    Source.COORDINATOR: lambda: _("You are invited to %(program)s"),
    Source.APPLICATION: lambda: _("Your application for %(program)s"),
}
_OPENINGS = {
    Source.SPONSOR: lambda: _("%(company)s has nominated you for %(program)s, as a %(side)s."),
    Source.COORDINATOR: lambda: _("%(organization)s invites you to %(program)s, as a %(side)s."),
    Source.APPLICATION: lambda: _(
        "Thank you for applying. There is a place for you in %(program)s, as a %(side)s."
    ),
}


def _said(asking):
    participant = asking.participant
    side = _("mentor") if participant.side == Side.MENTOR else _("mentee")
    return {
        "program": participant.program.name,
        "company": participant.company.name,
        "organization": participant.organization.name,
        "side": side,
    }


def _private(asking):
    return _("If you decline, %(company)s reads “not taking part” and never learns why.") % {
        "company": asking.participant.company.name
    }


def _deadline(asking):
    day = deadline_of(asking)
    return ((_("Please answer by"), written_day(day)),) if day else ()


def deadline_of(asking):
    """The last day to answer, or None."""
    if asking.answer_by is not None:
        return asking.answer_by
    row = asking.participant.program.dates.filter(key=NOMINATIONS).first()
    return row.closes_on if row else None


def _address(asking):
    participant = asking.participant
    path = reverse("portal:consent", args=[participant.organization.slug, participant.pk])
    return f"{settings.BASE_URL}{path}"


def _why(asking):
    return _("You get this mail because somebody proposed you for %(program)s.") % _said(asking)
