"""Mails about shared results: that they are there, and to coordinators that they wait."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.sharing import queries
from evaluations.sharing.models import SharedResults
from notifications import kinds
from notifications.catalog import PAIR, STAFF
from notifications.kinds import Letter
from participants.models import Participant

SHARED, DUE = "results_shared", "results_due"


def register():
    values = {"values": ("program",)}
    shared = gettext_lazy("Results of a program are there")
    kinds.register(SHARED, results_shared, name=shared, audience=PAIR, **values)
    due = gettext_lazy("Results wait to be shared")
    kinds.register(DUE, results_due, name=due, audience=STAFF, **values)


def results_shared(person, occasion, facts):
    """To everybody who took part."""
    rows = Participant.objects.select_related("organization", "program")
    participant = rows.filter(pk=occasion).first()
    if participant is None or not SharedResults.objects.filter(
        program=participant.program_id, published_at__isnull=False
    ):
        return None
    said = {"program": participant.program.name}
    place = reverse("portal:shared:results", args=[participant.organization.slug, participant.pk])
    return Letter(
        subject=_("What %(program)s brought: the results are there") % said,
        paragraphs=(
            _("Thank you for what you answered. What all said together, you read now too.") % said,
            _("Nobody is named, and of few people nothing is told."),
        ),
        action_label=_("Read the results"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you took part in %(program)s.") % said,
        values=said,
    )


def results_due(person, occasion, facts):
    """To a coordinator; nothing once they are published."""
    pk, _colon, when = occasion.partition(":")
    waiting = {str(program.pk): program for program, _is_late in queries.due()}
    program = waiting.get(pk)
    if program is None:
        return None
    said = {"program": program.name, "organization": program.organization.name}
    late = when == "late"
    place = reverse("sharing:overview", args=[program.organization.slug, program.slug])
    subject = (
        _("The results of %(program)s are overdue to its people")
        if late
        else _("Share the results of %(program)s with its people")
    )
    why = (
        _("%(program)s ended more than 60 days ago, and its people have not heard what it brought.")
        if late
        else _("%(program)s ended 30 days ago. Its people should hear within 60 what it brought.")
    )
    return Letter(
        subject=subject % said,
        paragraphs=(why % said, _("The page is nearly made: look at it, add a word, publish it.")),
        action_label=_("Look at the page"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you coordinate at %(organization)s.") % said,
        values={"program": program.name},
    )
