"""Answers as they are gathered, made of plain values: a program that no database has to hold."""

from evaluations.results.gathering import Gathered, Rate, Row
from evaluations.results.models import ResultsRun
from evaluations.results.numbers import as_data
from instruments.kinds import Informant, Occasion
from mentoring import clock
from mentoring.jobs.models import RunStatus

KEYS = ("leading-clear", "leading-difficult-talks", "leading-handing-over")
GOALS = [("set", None, 24, 12), ("mentee", -1, 6, 12), ("mentee", 0, 12, 12), ("mentee", 2, 4, 12)]


def row(who, **occasions):
    """``row(1, baseline=(2, 3, None), final=(4, 4, 4))`` on the three items of leadership."""
    return Row(
        who,
        {
            Occasion(name): {
                key: value for key, value in zip(KEYS, values, strict=True) if value is not None
            }
            for name, values in occasions.items()
        },
    )


def gathered(people, *, asked=None, goals=GOALS):
    """So many mentees who answered leadership twice, the look back, and the recommendation."""
    rows = [
        row(
            who,
            baseline=(2 + who % 2, 2, 3),
            mid_year=(3, 3, 2 + who % 3),
            final=(4, 3 + who % 3, 4),
            then=(1, 2, 2),
        )
        for who in range(people)
    ]
    told = [Row(who, {Occasion.FINAL: {"program-recommend": who % 11}}) for who in range(people)]
    asked = people if asked is None else asked
    return Gathered(
        scales={
            (Informant.MENTEE, "leadership"): rows,
            (Informant.MENTEE, "recommendation"): told,
        }
        if people
        else {},
        rates={
            occasion: {Informant.MENTEE: Rate(asked, people), Informant.MENTOR: Rate(asked, 0)}
            for occasion in (Occasion.BASELINE, Occasion.FINAL)
        },
        asked_at_end=frozenset(range(asked)),
        goals=goals,
    )


def finished(program, people, **facts):
    """A finished run of a program, with the numbers of so many made-up mentees."""
    run = ResultsRun(
        program=program,
        status=RunStatus.DONE,
        finished_at=clock.now(),
        found=as_data(gathered(people, **facts)),
    )
    run.save()
    return run
