"""The guide of a stage, on the morning after the stage was reached; not the same for both sides."""

from datetime import timedelta

from django.db.models import DateField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from notifications.services import tell_many
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.models import Partnership, PartnershipEvent
from partnerships.nudges.stages import (
    AGREE,
    AROUND_MIDDLE,
    CLOSE,
    FIRST_DAYS,
    LAST_DAYS,
    MID_YEAR,
    OPEN,
    WORK,
    stage_now,
)
from partnerships.nudges.wording import spoken
from programs.reminding import here, untold
from training.modules.models import TextVersion
from training.roles import TextKind

KIND = "stage_guide"
MOST_AT_ONCE = 500
# A stage that was reached longer ago is no news.
NEWS_FOR = 7
ONE_DAY = timedelta(days=1)


def send_guides():
    """Due work: to both of every pair that has reached a stage, once for each stage."""
    place = here()
    if not place.is_morning:
        return
    for code, reached in REACHED.items():
        rows = reached(place)
        if not rows.exists():
            continue
        rows = rows.annotate(code=Value(code))
        for side in (MENTEE, MENTOR):
            person = f"{side}_person"
            found = untold(rows, KIND, person, "pk", "code").select_related(person)
            found = [
                row
                for row in found.order_by("introduced_at", "id")[:MOST_AT_ONCE]
                if _stage_of(row, place.today) == code
            ]
            if told := [(getattr(row, person), row.told_of, {}) for row in found]:
                tell_many(KIND, told)


def stage_guide(person, occasion, facts):
    """What the stage is about, and the guide that goes with it, while the pair is there."""
    pair, _colon, code = occasion.partition(":")
    to = spoken(pair, person)
    if to.pair.status == Status.PAUSED or _stage_of(to.pair, to.today) != code:
        return None
    rows = TextVersion.objects.filter(kind=TextKind.GUIDE, side=to.side, code=code)
    guide = rows.order_by("-number").first()
    if guide is None:
        return None
    last_day = ((_("Last day"), to.day(to.pair.ends_on)),) if code == CLOSE else ()
    return to.letter(
        _SUBJECTS[code](),
        _WORDS[to.side, code](),
        _("The guide has an agenda and questions to choose from: it takes a few minutes to read."),
        action=_("Open the guide"),
        url=to.address("portal:guide", to.participant.pk, code),
        facts=((_("Guide"), guide.title), *last_day),
    )


def _stage_of(pair, today):
    if pair.introduced_at is None:
        return ""
    ends_on = pair.ends_on or today + 2 * LAST_DAYS
    return stage_now(pair.status, pair.introduced_at, ends_on, today)


def _introduced(place, first_day):
    """Pairs who prepare, and were introduced that many days ago or up to a week longer."""
    span = {
        "introduced_at__lt": place.ago(first_day - 1),
        "introduced_at__gte": place.ago(first_day + NEWS_FOR - 1),
    }
    return Partnership.objects.filter(status=Status.PREPARING, **span)


def _active(place):
    begun = PartnershipEvent.objects.filter(
        partnership=OuterRef("pk"),
        action="activate",
        at__lt=place.ago(0),
        at__gte=place.ago(NEWS_FOR),
    )
    return Partnership.objects.filter(Exists(begun), status=Status.ACTIVE)


def _half_time(place):
    """The middle is as far from the introduction as from the end, which is at most so far away."""
    rows = Partnership.objects.filter(status=Status.ACTIVE)
    rows = rows.annotate(start=TruncDate("introduced_at", tzinfo=place.zone))
    near, news = (
        Value(place.today + AROUND_MIDDLE - timedelta(days=days), output_field=DateField())
        for days in (0, NEWS_FOR)
    )
    return rows.filter(
        Q(ends_on__lte=near + (near - F("start"))), Q(ends_on__gt=news + (news - F("start")))
    )


def _last_month(place):
    last = place.today + LAST_DAYS
    first = last - timedelta(days=NEWS_FOR)
    return Partnership.objects.filter(status=Status.ACTIVE, ends_on__lte=last, ends_on__gt=first)


REACHED = {
    OPEN: lambda place: _introduced(place, 1),
    AGREE: lambda place: _introduced(place, FIRST_DAYS.days),
    WORK: _active,
    MID_YEAR: _half_time,
    CLOSE: _last_month,
}
_SUBJECTS = {
    OPEN: lambda: _("A good first meeting with %(name)s"),
    AGREE: lambda: _("Goals and an agreement with %(name)s"),
    WORK: lambda: _("Making the most of your meetings with %(name)s"),
    MID_YEAR: lambda: _("Half time with %(name)s"),
    CLOSE: lambda: _("The last weeks with %(name)s"),
}
_WORDS = {
    (MENTEE, OPEN): lambda: _(
        "Your first meeting with %(name)s is yours to arrange. A story of your own and one "
        "question are all that you need to bring."
    ),
    (MENTOR, OPEN): lambda: _(
        "%(name)s arranges your first meeting. What helps most is to listen, and to tell of a turn "
        "on your own path that did not go smoothly."
    ),
    (MENTEE, AGREE): lambda: _(
        "This is the time to write down what you would like to reach with %(name)s, and to agree "
        "on how the two of you work together."
    ),
    (MENTOR, AGREE): lambda: _(
        "This is the time to help %(name)s put goals into words, and to agree on how the two of "
        "you work together. The words are your mentee’s; the questions are yours."
    ),
    (MENTEE, WORK): lambda: _(
        "Your partnership with %(name)s is under way. You set what each meeting is about: one "
        "thing that is really going on is better than five that are not."
    ),
    (MENTOR, WORK): lambda: _(
        "Your partnership with %(name)s is under way. Let your mentee set what each meeting is "
        "about, and ask before you advise."
    ),
    (MENTEE, MID_YEAR): lambda: _(
        "Half of your time with %(name)s is nearly over. Look at your goals once more together, "
        "and change what no longer fits."
    ),
    (MENTOR, MID_YEAR): lambda: _(
        "Half of your time with %(name)s is nearly over. Ask your mentee what has helped so far, "
        "what has not, and what the second half should be about."
    ),
    (MENTEE, CLOSE): lambda: _(
        "The last weeks with %(name)s have begun. Plan your last meetings, and what you go on with "
        "when they are over."
    ),
    (MENTOR, CLOSE): lambda: _(
        "The last weeks with %(name)s have begun. Prepare a good close: say what you have seen "
        "grow, and help your mentee plan what continues."
    ),
}
