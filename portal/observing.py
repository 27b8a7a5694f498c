"""What the home page says of observers: whom to invite, and what there is to read."""

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.observers.windows import windows_by
from participants.roles import Side, Standing
from portal.situations import GO_ON, MEET, UNTIL, Step

KNOWN = {"baseline": "has_observers", "final": "has_final_observers"}


def observer_steps(participant, dates, partnerships, organization):
    """Steps of a mentee, by the annotations of ``observed`` and what is at hand of the program."""
    if participant.side != Side.MENTEE or participant.standing != Standing.IN:
        return []
    steps = [_read(participant, organization)] if participant.unread_observer else []
    pairs = [row for row in partnerships if row.mentee_id == participant.pk]
    for window in windows_by(participant, dates, pairs):
        if window.is_open and not getattr(participant, KNOWN[window.occasion]):
            steps.append(_invite(window, organization))
    return steps


def _read(participant, organization):
    return Step(
        MEET,
        _("%(name)s has said what they see of you") % {"name": participant.unread_observer},
        _("You read it first. The coordinators can read it once you have, or after 14 days."),
        _("Read it"),
        reverse(
            "portal:observers:answers", args=[organization.slug, participant.unread_observer_id]
        ),
    )


def _invite(window, organization):
    texts = {
        "baseline": _(
            "Somebody who sees you at work says what they see now, and again at the end of the "
            "year: the chair of your board, your manager, a colleague. You choose whom."
        ),
        "final": _(
            "Whoever said before the start how they see you at work can say now what has changed."
        ),
    }
    return Step(
        GO_ON,
        _("Invite an observer"),
        texts[window.occasion],
        _("Choose whom to ask"),
        reverse("portal:observers:mine", args=[organization.slug]),
        due=window.closes_on,
        due_is=UNTIL,
    )
