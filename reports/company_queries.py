"""What HR counts of its people after the end; everything here is read in HR's role."""

from dataclasses import dataclass, field
from datetime import date

from django.http import Http404
from django.urls import reverse

from mentoring import clock
from programs.models import Program
from reports.counting.days import due_on
from reports.models import FollowUp, SponsorCounts

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
        return due_on(self.program.ends_on, self.occasion)

    @property
    def is_due(self):
        return self.due_on <= clock.today()

    @property
    def url(self):
        return reverse("company-reports:counts", args=[self.slug, self.program.slug, self.occasion])

    @property
    def initial(self):
        if self.counts is None:
            return {}
        names = ("group_words", *NUMBERS, *(f"group_{name}" for name in NUMBERS))
        return {name: getattr(self.counts, name) for name in names} | {"seen": self.counts.pk}


def follow_ups(organization):
    """``[Counting]`` that are due by now, in programs that the company sponsors, the newest first.

    HR's role reads those programs alone; in two statements.
    """
    return [one for one in _all(organization, Program.objects.all()) if one.is_due]


def follow_up_or_404(organization, program, occasion):
    """One of them by its address, due or not."""
    for one in _all(organization, Program.objects.filter(slug=program)):
        if one.occasion == occasion:
            return one
    raise Http404


def _all(organization, programs):
    last = {}
    for row in SponsorCounts.objects.order_by("at", "id"):
        last[row.program_id, row.occasion] = row
    return [
        Counting(program, occasion, organization.slug, last.get((program.pk, occasion)))
        for program in programs.order_by("-ends_on", "id")
        for occasion in FollowUp.values
    ]
