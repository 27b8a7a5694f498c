"""Who of each sponsor a run matches: mentees on its seats, and places at its mentors."""

from dataclasses import dataclass

from django.db.models import Count, Value

from matching.models import Match
from matching.taking_back import unanswered
from programs.queries import sponsors_of


@dataclass(frozen=True)
class Balance:
    """One sponsor in a run: ``sponsor`` with its seats, and how many of its people are matched."""

    sponsor: object
    mentees: int
    mentors: int

    @property
    def without(self):
        """Mentees of the sponsor that the run leaves without a match."""
        return max(0, self.sponsor.mentees - self.mentees)


def seats_of(run):
    """``([Balance] by the sponsor's name, announced matches unanswered)``, in three statements."""
    rows = Match.objects.filter(run=run).order_by()
    counts = [
        unanswered(run)
        .order_by()
        .values("run")
        .annotate(side=Value("unanswered"), number=Count("pk"))
        .values_list("run", "side", "number"),
    ]
    counts += [
        rows.values_list(f"{side}__company")
        .annotate(side=Value(side), number=Count("pk"))
        .values_list(f"{side}__company", "side", "number")
        for side in ("mentee", "mentor")
    ]
    found = {(pk, side): number for pk, side, number in counts[0].union(*counts[1:]).order_by()}
    balance = [
        Balance(
            sponsor,
            found.get((sponsor.company.pk, "mentee"), 0),
            found.get((sponsor.company.pk, "mentor"), 0),
        )
        for sponsor in sponsors_of(run.program)
    ]
    return balance, found.get((run.pk, "unanswered"), 0)
