"""What HR counts of its people after the end; everything here is read in HR's role."""

from dataclasses import dataclass, field
from datetime import date

from django.http import Http404
from django.urls import reverse

from mentoring import clock
from programs.models import Program
from programs.timetable import add_months
from reports.models import FollowUp, SponsorCounts

MONTHS = {FollowUp.HALF_YEAR: 6, FollowUp.YEAR: 12}
NUMBERS = ("counted", "stayed", "promoted", "larger_role", "moved")


@dataclass(frozen=True)
class Counting:
    """One occasion on which HR counts, and what it counted last."""

    program: Program
    occasion: str
    slug: str
    counts: SponsorCounts | None = field(default=None)

    @property
    def label(self):
        return FollowUp(self.occasion).label

    @property
    def due_on(self) -> date:
        return add_months(self.program.ends_on, MONTHS[self.occasion])

    @property
    def url(self):
        return reverse("company-reports:counts", args=[self.slug, self.program.slug, self.occasion])

    @property
    def initial(self):
        if self.counts is None:
            return {}
        names = ("group_words", *NUMBERS, *(f"group_{name}" for name in NUMBERS))
        return {name: getattr(self.counts, name) for name in names}


def follow_ups(organization):
    """``[Counting]`` that are due by now, in programs that the company sponsors, the newest first.

    HR's role reads those programs alone; in two statements.
    """
    today = clock.today()
    last = {}
    for row in SponsorCounts.objects.order_by("at", "id"):
        last[row.program_id, row.occasion] = row
    found = [
        Counting(program, occasion, organization.slug, last.get((program.pk, occasion)))
        for program in Program.objects.filter(ends_on__lt=today).order_by("-ends_on", "id")
        for occasion in FollowUp.values
    ]
    return [one for one in found if one.due_on <= today]


def follow_up_or_404(organization, program, occasion):
    """One of them, by its address."""
    for one in follow_ups(organization):
        if (one.program.slug, one.occasion) == (program, occasion):
            return one
    raise Http404
