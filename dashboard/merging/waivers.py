"""Waivers of two records that become one: only what both were granted holds for both."""

from dataclasses import dataclass

from django.db.models import Q

from mentoring import clock
from organizations.models import Company, IndustryWaiver


@dataclass(frozen=True)
class Held:
    """A waiver of one of the two records with a company that is neither."""

    waiver: IndustryWaiver
    holder: object
    third: Company

    @property
    def is_in_force(self):
        """Whether it still lifts the rule."""
        last = self.waiver.expires_on
        return last is None or last >= clock.today()


@dataclass(frozen=True)
class Split:
    """``ending`` were granted to one record alone, ``staying`` are ``(kept's, gone's)``."""

    ending: tuple
    staying: tuple


def split(gone, kept):
    """What becomes of the waivers of both, in one statement."""
    sides = (gone.pk, kept.pk)
    rows = IndustryWaiver.objects.filter(Q(low__in=sides) | Q(high__in=sides))
    rows = rows.exclude(low__in=sides, high__in=sides).select_related("low", "high").order_by("id")
    by_third = {}
    for row in rows:
        held = (row.low, row.high) if row.low_id in sides else (row.high, row.low)
        by_third.setdefault(held[1].pk, {})[held[0].pk] = Held(row, held[0].pk, held[1])
    both = [found for found in by_third.values() if len(found) > 1]
    alone = [one for found in by_third.values() if len(found) == 1 for one in found.values()]
    staying = tuple((found[kept.pk].waiver, found[gone.pk].waiver) for found in both)
    return Split(tuple(alone), staying)


def settle(gone, kept):
    """End what one record alone was granted; of two with the same third, the shorter holds."""
    found = split(gone, kept)
    for mine, other in found.staying:
        days = [row.expires_on for row in (mine, other) if row.expires_on]
        mine.expires_on = min(days, default=None)
        mine.save(update_fields=["expires_on"])
    sides = (gone.pk, kept.pk)
    over = Q(low=gone.pk) | Q(high=gone.pk) | Q(low__in=sides, high__in=sides)
    over |= Q(pk__in=[row.waiver.pk for row in found.ending])
    IndustryWaiver.objects.filter(over).delete()
