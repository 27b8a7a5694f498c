"""The answers of a program as numbers, read in a few statements whatever its size."""

from dataclasses import dataclass, field

from django.db import connection

from evaluations.observers import queries as observers
from instruments.asked import people_asked
from instruments.kinds import Informant, Occasion
from instruments.queries import rates_of
from instruments.stages import State, stages_for
from mentoring.tenancy import context

# Scales from 1 to 5 and from 0 to 10, each item turned the way it counts. One row is one person and
# what they answered on one scale: the keys, and for each occasion a value or null for each key.
ANSWERS = """
WITH answered AS (
  SELECT p.side, p.id AS participant, i.dimension, i.key, r.occasion,
         CASE WHEN NOT i.is_reversed THEN a.number
              WHEN i.kind = 'scale_5' THEN 6 - a.number ELSE 10 - a.number END AS value
    FROM participants_participant p
    JOIN instruments_response r ON r.organization_id = p.organization_id AND r.participant_id = p.id
    JOIN instruments_answer a ON a.organization_id = r.organization_id AND a.response_id = r.id
    JOIN instruments_item i ON i.organization_id = a.organization_id AND i.id = a.item_id
   WHERE p.organization_id = %(organization)s AND p.program_id = %(program)s
     AND r.occasion = ANY(%(occasions)s)
     AND r.submitted_at IS NOT NULL AND a.number IS NOT NULL
     AND i.kind IN ('scale_5', 'scale_11') AND i.dimension <> ''),
items AS (
  SELECT side, participant, dimension, key,
         max(value) FILTER (WHERE occasion = 'baseline') AS baseline,
         max(value) FILTER (WHERE occasion = 'mid_year') AS mid_year,
         max(value) FILTER (WHERE occasion = 'final') AS final,
         max(value) FILTER (WHERE occasion = 'then') AS look_back,
         max(value) FILTER (WHERE occasion = 'follow_up_6') AS half_year,
         max(value) FILTER (WHERE occasion = 'follow_up_12') AS whole_year
    FROM answered GROUP BY side, participant, dimension, key)
SELECT side, dimension, participant, array_agg(key ORDER BY key), array_agg(baseline ORDER BY key),
       array_agg(mid_year ORDER BY key), array_agg(final ORDER BY key),
       array_agg(look_back ORDER BY key), array_agg(half_year ORDER BY key),
       array_agg(whole_year ORDER BY key)
  FROM items GROUP BY side, dimension, participant ORDER BY side, dimension, participant
"""
FEWEST_OBSERVERS = 5
RECOMMENDATION = "recommendation"
# In the order of the columns.
OCCASIONS = (
    *(Occasion.BASELINE, Occasion.MID_YEAR, Occasion.FINAL, Occasion.THEN),
    *(Occasion.FOLLOW_UP_6, Occasion.FOLLOW_UP_12),
)


@dataclass(frozen=True)
class Row:
    """What one person answered on one scale: ``{occasion: {key: value}}``."""

    who: object
    values: dict


@dataclass(frozen=True)
class Rate:
    """How many were asked and how many have answered."""

    asked: int
    sent: int


@dataclass
class Gathered:
    """All that the numbers of a program are worked out from.

    ``scales``: ``{(informant, dimension): [Row]}``; ``rates``: ``{occasion: {informant: Rate}}``;
    ``asked_at_end``: ids of those whom the final evaluation asks; ``goals``: as ``goals_of`` reads.
    """

    scales: dict = field(default_factory=dict)
    rates: dict = field(default_factory=dict)
    asked_at_end: frozenset = frozenset()
    goals: list = field(default_factory=list)


def gather(program):
    """The ``Gathered`` of a program."""
    found = Gathered(goals=goals_of(program))
    for stage in stages_for(program):
        if stage.occasion in OCCASIONS:
            rates = {rate.side: Rate(rate.asked, rate.sent) for rate in rates_of(stage)}
            # Nobody is silent who could not answer yet; pairs with a day of their own come earlier.
            if stage.state != State.PLANNED or any(rate.sent for rate in rates.values()):
                found.rates[stage.occasion] = rates
        if stage.occasion == Occasion.FINAL:
            found.asked_at_end = frozenset(people_asked(stage).values_list("pk", flat=True))
    _add_observers(found, program)
    found.scales |= scales_of(program)
    return found


def scales_of(program, asked=OCCASIONS):
    """``{(informant, dimension): [Row]}`` of mentees and mentors, in one statement."""
    scales, wanted = {}, [occasion.value for occasion in asked]
    for side, dimension, who, keys, *occasions in _rows(ANSWERS, program, occasions=wanted):
        values = {
            occasion: {
                key: value for key, value in zip(keys, given, strict=True) if value is not None
            }
            for occasion, given in zip(OCCASIONS, occasions, strict=True)
        }
        scales.setdefault((Informant(side), dimension), []).append(Row(who, values))
    return scales


def _add_observers(found, program):
    """Observers as one more informant; of few nothing: the mentee reads each of them first."""
    told = {}
    for occasion in (Occasion.BASELINE, Occasion.FINAL):
        asked, answered = observers.counts(program, occasion)
        if asked:
            found.rates.setdefault(occasion, {})[Informant.OBSERVER] = Rate(asked, answered)
            if answered >= FEWEST_OBSERVERS:
                told[occasion] = observers.numbers(program, occasion)
    for dimension, rows in observer_rows(told, whose(told, observers.addresses(program))).items():
        found.scales[Informant.OBSERVER, dimension] = rows


def whose(told, addresses):
    """``{invitation: who it was}``: of the same mentee and address it was the same observer."""
    return {
        one.invitation: (one.participant, addresses.get(one.invitation) or one.invitation)
        for given in told.values()
        for one in given
    }


def observer_rows(told, who):
    """``{dimension: [Row]}``: a row for each observer.

    ``told`` is ``{occasion: [Number]}``, and ``who`` says of each invitation who answered: each
    occasion has links of its own, so a change is known where it was the same both times.
    """
    scales = {}
    for occasion, given in told.items():
        for one in given:
            if one.dimension and one.number is not None:
                name = who[one.invitation]
                top = 10 if one.dimension == RECOMMENDATION else 6
                value = top - one.number if one.is_reversed else one.number
                row = scales.setdefault(one.dimension, {}).setdefault(name, Row(name, {}))
                row.values.setdefault(occasion, {})[one.item] = value
    return {dimension: list(rows.values()) for dimension, rows in scales.items()}


def goals_of(program):
    """``[(side, level, goals, people)]`` as the database lets coordinators count levels."""
    return _rows("SELECT side, level, goals, people FROM app.goal_levels(%(program)s)", program)


def _rows(sql, program, **facts):
    facts |= {"organization": context.current().organization_id, "program": program.pk}
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return cursor.fetchall()


def feedback_rows():
    """``[(partnership or None, item, value, people)]`` of what the mentor who asks may read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partnership, item, value, people FROM app.mentor_feedback()")
        return cursor.fetchall()
