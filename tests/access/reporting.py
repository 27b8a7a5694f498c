"""What was published for each company in the world of the matrix, and the work that made it."""

from datetime import date

from mentoring import clock
from mentoring.jobs.models import RunStatus
from reports.content import hash_of, to_json
from reports.models import ReportRun, Snapshot
from tests.reports.sample import sample

READ_BY = "sponsorship of company A (seats and contacts)"
PERIOD = {"kind": "final", "period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)}


def plant(place):
    """A report of each company that sponsors, with a word that its HR and coordinators read."""
    for number, letter in enumerate("abc", start=901):
        program = place.rows["hidden_program" if letter == "c" else "program"]
        company = place.companies[letter]
        word = place.garden.plant(f"report_{letter}", (READ_BY, {f"hr_{letter}"}))
        text = to_json(sample(company=word))
        place.rows[f"report_{letter}"] = Snapshot.objects.create(
            program=program,
            company=company,
            made_for=company.pk,
            number=number,
            content=text,
            content_hash=hash_of(text),
            **PERIOD,
        )
    place.rows["report_run"] = ReportRun.objects.create(
        program=place.rows["program"],
        status=RunStatus.DONE,
        finished_at=clock.now(),
        **PERIOD,
    )
