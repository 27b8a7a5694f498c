"""What the home page says of the end of a year: what it changed, the paper, what it brought all."""

from django.urls import reverse
from django.utils.translation import gettext as _

from participants.roles import Standing
from portal.situations import GO_ON, MEET, Step


def year_end_steps(participant, organization):
    """Steps of somebody who takes part, by what ``unseen`` annotates; each until it is taken."""
    if participant.standing != Standing.IN:
        return []
    made = (_change, participant.has_new_change), (_paper, participant.has_new_paper)
    steps = [*made, (_results, participant.has_new_results)]
    return [step(participant, organization) for step, is_new in steps if is_new]


def _change(participant, organization):
    return Step(
        MEET,
        _("See what has changed"),
        _("Your own answers at the start and at the end, side by side. You alone see this page."),
        _("See your year"),
        reverse("portal:results:mine", args=[organization.slug, participant.pk]),
    )


def _paper(participant, organization):
    said = {"program": participant.program.name}
    return Step(
        GO_ON,
        _("Get your certificate"),
        _("It says that you took part in %(program)s to the end. Print it, or keep the file.")
        % said,
        _("To your certificates"),
        reverse("portal:certificates:mine", args=[organization.slug]),
    )


def _results(participant, organization):
    said = {"program": participant.program.name}
    return Step(
        GO_ON,
        _("Read the results of %(program)s") % said,
        _("What everybody said together, without a name. Of few people nothing is told."),
        _("Read the results"),
        reverse("portal:shared:results", args=[organization.slug, participant.pk]),
    )
