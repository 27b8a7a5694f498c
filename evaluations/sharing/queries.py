"""Reads about shared results: a program's draft or page, and those that somebody may read."""

import json
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.http import Http404

from evaluations.quotes import queries as quotes
from evaluations.quotes.models import Audience
from evaluations.results import services as results
from evaluations.sharing.content import compose
from evaluations.sharing.models import SharedResults
from mentoring import clock
from mentoring.ui.formats import as_zone
from participants.models import Participant
from participants.roles import Standing
from programs.models import Program

# Days after the end of a program: reminded from the first on, late after the second.
REMIND_AFTER, LATE_AFTER = timedelta(days=30), timedelta(days=60)
# Afterwards Today is silent about it.
WAITED_FOR = timedelta(days=365)


def of_program(program):
    """The draft or the published row, or None before anything was written."""
    return SharedResults.objects.filter(program=program).first()


def newest_numbers(program):
    """The finished run whose numbers would be published, or None."""
    _newest, done = results.runs_of(program)
    return done


def may_be_quoted(program):
    """The quotes that would stand on the page now: enough by enough, or none."""
    found = quotes.released(program, Audience.PROGRAM)
    is_enough = len(found) >= quotes.FEWEST_QUOTES and quotes.may_be_shown(
        found, quotes.eligible_authors(program)
    )
    return found if is_enough else []


def preview(program, row, run):
    """The content as it would be published now."""
    words = row.words if row else ""
    found = [one.words for one in may_be_quoted(program)]
    return compose(program, run.found, words=words, quotes=found)


def published(row):
    """The frozen content of a published row."""
    return json.loads(row.content)


def own(person_id):
    """``[(participant, SharedResults)]`` of what is published for somebody, newest first."""
    mine = Participant.objects.filter(person=person_id).select_related("program")
    mine = {one.program_id: one for one in mine.order_by("id")}
    rows = SharedResults.objects.filter(program__in=list(mine), published_at__isnull=False)
    return [(mine[row.program_id], row) for row in rows.order_by("-published_at")]


def own_or_404(participant_id, person_id):
    """One of them."""
    for participant, row in own(person_id):
        if participant.pk == participant_id:
            return participant, row
    if not Participant.objects.filter(pk=participant_id, person=person_id).exists():
        raise Http404
    return None, None


def readers(program):
    """Who is told: everybody who took part to the end."""
    rows = Participant.objects.filter(program=program, standing=Standing.IN)
    return rows.select_related("person").order_by("id")


def today_of(program):
    return clock.today(as_zone(program.organization.time_zone))


def is_over(program):
    return today_of(program) > program.ends_on


def unshared(days=REMIND_AFTER):
    """Programs that are over for so many days, and nothing of them is published."""
    shared = SharedResults.objects.filter(program=OuterRef("pk"), published_at__isnull=False)
    return Program.objects.filter(~Exists(shared), ends_on__lte=clock.today() - days)


def is_waited_for(program, today):
    """Whether people may still wait to read what a program brought, by its days alone."""
    return REMIND_AFTER <= today - program.ends_on <= WAITED_FOR


def is_late(program, today):
    return today - program.ends_on > LATE_AFTER


def due():
    """``[(program, whether it is late)]``: over for thirty days, and nothing is published."""
    # It may be the next day already where the organization is.
    rows = unshared(REMIND_AFTER - timedelta(days=1)).select_related("organization")
    found = []
    for program in rows.order_by("ends_on", "id"):
        days = today_of(program) - program.ends_on
        if days >= REMIND_AFTER:
            found.append((program, is_late(program, today_of(program))))
    return found
