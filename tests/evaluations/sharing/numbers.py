"""Numbers of a program as a worker leaves them, with few and with many behind them."""

from evaluations.results.models import ResultsRun
from mentoring import clock
from mentoring.jobs.models import RunStatus

FULL = {
    "as": "numbers",
    "n": 12,
    "mean_before": 2.5,
    "mean_after": 3.25,
    "mean_change": 0.75,
    "sd_change": 0.5,
    "ci95": [0.4, 1.1],
    "standardized_change": 1.5,
}


def bands(n):
    ends = {"improved": [3, 4], "same": [0, 2], "worse": [0, 2]}
    return {"as": "bands", "n": n, **ends, "level_before": 2.5, "level_after": 3.0}


def found(mentees=FULL, mentors=None, people=12):
    scales = [("mentee", mentees), ("mentor", mentors or bands(6))]
    return {
        "rates": {"final": {side: {"asked": 20, "sent": 11} for side in ("mentee", "mentor")}},
        "scales": [
            {
                "informant": side,
                "dimension": "leadership",
                "levels": {},
                "changes": {"baseline:final": data},
            }
            for side, data in scales
        ],
        "silent": [],
        "recommendation": [],
        "goals": {
            "set": 20,
            "people": people,
            "sides": [
                {
                    "informant": "mentee",
                    "people": people,
                    "scored": 18,
                    "reached": 14,
                    "as": "numbers",
                }
            ],
        },
    }


def worked_out(program, **facts):
    run = ResultsRun(
        program=program, status=RunStatus.DONE, found=found(**facts), finished_at=clock.now()
    )
    run.save()
    return run
