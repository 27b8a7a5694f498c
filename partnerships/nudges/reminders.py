"""Reminders of what a pair needs to begin: training, agreement, a first goal.

After one, two and three weeks, each to whoever can do something about it; never while it rests.
"""

from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from notifications.services import tell_many
from partnerships.lifecycle import MENTEE, MENTOR, Status
from partnerships.models import Partnership
from partnerships.nudges.conditions import (
    TRAINED_WITHIN,
    WITHIN,
    is_untrained,
    lacks_goal,
    owes_signature,
)
from partnerships.nudges.wording import spoken
from programs.models import ProgramDate
from programs.reminding import here, untold, waiting_since, with_step

MOST_AT_ONCE = 500
TRAINING = "training"
TRAINING_DUE, AGREEMENT_DUE, GOAL_DUE = "training_due", "agreement_due", "goal_due"
SIDES = (MENTEE, MENTOR)


def remind_of_training():
    """Due work: from the day both have accepted, or the program's training opens if later."""
    place = here()
    if not place.is_morning:
        return
    waiting = Partnership.objects.filter(status=Status.PREPARING, introduced_at__isnull=True)
    programs = set(waiting.order_by().values_list("program", flat=True).distinct())
    opens = ProgramDate.objects.filter(key=TRAINING, program__in=programs)
    opens_on = dict(opens.values_list("program", "opens_on"))
    for program in sorted(programs):
        since = ["mentee_accepted_at", "mentor_accepted_at"]
        if program in opens_on:
            opened = place.start_of(opens_on[program])
            since.append(Value(opened, output_field=DateTimeField()))
        rows = waiting.filter(program=program).annotate(since=Greatest(*since))
        _remind(TRAINING_DUE, rows, is_untrained, "since", place)


def remind_of_agreements():
    """Due work: from the introduction on, whoever's signature is missing."""
    _remind_introduced(AGREEMENT_DUE, owes_signature)


def remind_of_goals():
    """Due work: from the introduction on, mentees without a goal."""
    _remind_introduced(GOAL_DUE, lacks_goal)


def _remind_introduced(kind, condition):
    place = here()
    if place.is_morning:
        _remind(kind, Partnership.objects.all(), condition, "introduced_at", place)


def _remind(kind, rows, condition, moment, place):
    rows = rows.filter(waiting_since(moment, place))
    if not rows.exists():
        return
    rows = with_step(rows, moment, place)
    for side in SIDES:
        person = f"{side}_person"
        found = untold(rows.filter(condition(side)), kind, person, "pk", "step")
        found = found.select_related(person).order_by(moment, "id")[:MOST_AT_ONCE]
        if told := [(getattr(row, person), row.told_of, {}) for row in found]:
            tell_many(kind, told)


def training_due(person, occasion, facts):
    """The training of your side is not finished, and your partner cannot meet you before."""
    to = _waits(person, occasion, is_untrained)
    if to is None:
        return None
    begun = max(to.pair.mentee_accepted_at, to.pair.mentor_accepted_at)
    due = max(
        [begun.date() + TRAINED_WITHIN]
        + [row.closes_on for row in to.pair.program.dates.filter(key=TRAINING)]
    )
    return to.letter(
        _("Before you meet %(name)s: your training"),
        _(
            "You and %(name)s can meet as soon as both of you have finished the training of your "
            "part in %(program)s. Yours is not finished yet."
        ),
        _("It takes minutes, not hours, and you go on where you stopped."),
        action=_("Go on with your training"),
        url=to.address("portal-training:list"),
        facts=_by(to, due),
    )


def agreement_due(person, occasion, facts):
    """Your signature is missing."""
    to = _waits(person, occasion, owes_signature)
    if to is None:
        return None
    due = to.pair.introduced_at.date() + WITHIN
    if to.pair.agreements.exists():
        opening = _("Your agreement with %(name)s in %(program)s waits for your signature.")
        action = _("Read and sign")
    else:
        opening = _(
            "You and %(name)s have no agreement yet. One of you proposes how often you meet and "
            "what stays between you, and both sign; with that your partnership begins."
        )
        action = _("Propose your agreement")
    return to.letter(
        _("Your agreement with %(name)s"),
        opening,
        _("A few minutes are enough, and you can change it together at any time."),
        action=action,
        url=to.page("portal:agreements:agreement"),
        facts=_by(to, due),
    )


def goal_due(person, occasion, facts):
    """A first goal is missing."""
    to = _waits(person, occasion, lacks_goal)
    if to is None:
        return None
    return to.letter(
        _("What would you like to reach with %(name)s?"),
        _(
            "You have not written down a goal for your partnership with %(name)s in %(program)s "
            "yet. One is enough to begin with, and it need not be perfect."
        ),
        _("You two alone read it. Coordinators see that there is a goal, never which."),
        action=_("Write your first goal"),
        url=to.page("portal:goals:board"),
        facts=_by(to, to.pair.introduced_at.date() + WITHIN),
    )


def _waits(person, occasion, condition):
    """The ``Spoken`` while there is something to do for this person, else None."""
    to = spoken(occasion.partition(":")[0], person)
    rows = Partnership.objects.filter(condition(to.side), pk=to.pair.pk)
    return to if rows.exists() else None


def _by(to, day):
    return ((_("Please do it by"), to.day(day)),) if day >= to.today else ()
