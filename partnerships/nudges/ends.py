"""What comes to an end: a check that nobody answered, and what two have written."""

from datetime import timedelta

from django.utils.translation import gettext as _

from mentoring import clock
from notifications.services import tell_many
from partnerships.checks.kinds import Occasion
from partnerships.checks.models import Check
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.models import Partnership
from partnerships.nudges.wording import spoken
from partnerships.writing.keys import OPEN_AFTER_END
from programs.reminding import here, untold

MOST_AT_ONCE = 500
CHECK_CLOSED, CONTENT_CLOSES = "check_closed", "content_closes"
# A check that closed longer ago is not spoken of any more.
LATE_DAYS = 3
GOES_ON = (Status.PREPARING, Status.ACTIVE)
DAYS_LEFT = 7


def tell_of_closed_checks():
    """Due work: the day after a check has closed, whoever did not answer."""
    place = here()
    if not place.is_morning:
        return
    closed = (place.today - timedelta(days=LATE_DAYS), place.today - timedelta(days=1))
    rows = Check.objects.filter(
        answered_at__isnull=True, closes_on__range=closed, partnership__status__in=GOES_ON
    ).exclude(occasion=Occasion.FIT)
    rows = untold(rows, CHECK_CLOSED, "participant__person", "partnership_id", "occasion")
    rows = rows.select_related("participant__person").order_by("closes_on", "id")
    if told := [(row.participant.person, row.told_of, {}) for row in rows[:MOST_AT_ONCE]]:
        tell_many(CHECK_CLOSED, told)


def check_closed(person, occasion, facts):
    """Nothing is owed any more; whoever has something to say can still say it."""
    pair, _colon, key = occasion.partition(":")
    rows = Check.objects.filter(partnership=pair, occasion=key, participant__person=person)
    to = spoken(pair, person)
    if not rows.filter(answered_at__isnull=True).exists() or to.pair.status not in GOES_ON:
        return None
    return to.letter(
        _("The questions on how it is going have closed"),
        _(
            "The short check in %(program)s has closed without your answer. There is nothing to "
            "do; the next one comes in a few months."
        ),
        _(
            "If something does not go as it should, a coordinator calls you whenever you ask, and "
            "your partner does not learn of it."
        ),
        action=_("Ask for a call"),
        url=to.page("portal:help:ways"),
    )


def tell_of_closing_content():
    """Due work: a week before what two wrote is closed to them, both of them."""
    place = here()
    if not place.is_morning:
        return
    now = clock.now()
    soon = place.ago(-DAYS_LEFT - 1) - OPEN_AFTER_END
    rows = Partnership.objects.filter(
        status__in=(Status.COMPLETED, Status.ENDED),
        ended_at__gt=now - OPEN_AFTER_END,
        ended_at__lt=soon,
    )
    for side in (MENTEE, MENTOR):
        person = f"{side}_person"
        found = untold(rows, CONTENT_CLOSES, person, "pk").select_related(person)
        found = found.order_by("ended_at", "id")[:MOST_AT_ONCE]
        if told := [(getattr(row, person), row.told_of, {}) for row in found]:
            tell_many(CONTENT_CLOSES, told)


def content_closes(person, occasion, facts):
    """Keep what you would like to keep."""
    to = spoken(occasion, person)
    ended = to.pair.ended_at
    if ended is None or ended + OPEN_AFTER_END <= clock.now():
        return None
    closes_on = (ended + OPEN_AFTER_END).astimezone(here().zone).date()
    return to.letter(
        _("What you and %(name)s wrote closes soon"),
        _(
            "Your partnership with %(name)s in %(program)s is over. What the two of you wrote can "
            "be read until the day below, and by nobody afterwards."
        ),
        _("If you would like to keep your part of it, download it with all that is kept of you."),
        action=_("Download what is yours"),
        url=to.address("portal:data"),
        facts=((_("Closes on"), to.day(closes_on)),),
    )
