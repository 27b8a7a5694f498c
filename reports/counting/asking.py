"""Asking HR for its counts: a mail on the day, and two more until somebody has counted."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from mentoring import clock
from notifications.models import Message
from notifications.services import tell_many
from organizations.zones import zone_of
from participants.models import Participant
from participants.roles import Standing
from programs.models import Program, Sponsorship
from reports import recipients
from reports.counting import letters
from reports.counting.days import MONTHS, STILL_SAID_FOR, TURNS, turn_on
from reports.models import FollowUp, SponsorCounts

# Beyond these days after its end a program asks nobody; with room for months of all lengths.
LONGEST = 31 * max(MONTHS.values()) + max(TURNS) + STILL_SAID_FOR


def ask_due():
    """Due work: ask HR of those sponsors that have not counted; each turn once."""
    today = clock.today()
    ended = Program.objects.filter(ends_on__range=(today - timedelta(days=LONGEST), today))
    for program in ended.select_related("organization").order_by("id"):
        here = clock.today(zone_of(program.organization))
        for occasion in FollowUp.values:
            turn = turn_on(program.ends_on, occasion, here)
            if turn is not None:
                _ask(program, occasion, turn)


def _ask(program, occasion, turn):
    found = recipients.who_may_open(program)
    asked = {
        (address, letters.occasion_of(one.pk, occasion, turn)): {"user": str(login)}
        for one in who_counts(program).filter(~Exists(_counted(occasion)))
        for address, login in found.get(one.company_id, ())
    }
    told = Message.objects.filter(kind=letters.KIND, occasion__in={about for _to, about in asked})
    for known in told.values_list("address", "occasion"):
        asked.pop(known, None)
    if asked:
        tell_many(letters.KIND, [(*one, facts) for one, facts in asked.items()])


def who_counts(program):
    """Sponsorships that have people to count: somebody of theirs took part."""
    people = Participant.objects.filter(
        program=program, company=OuterRef("company"), standing=Standing.IN
    )
    return Sponsorship.objects.filter(
        Exists(people), program=program, withdrew_at__isnull=True
    ).order_by("company__name", "id")


def _counted(occasion):
    return SponsorCounts.objects.filter(
        program=OuterRef("program"), company=OuterRef("company"), occasion=occasion
    )
