"""What the API answers about evaluations and reports is what its description says."""

from datetime import UTC, date, datetime

import pytest

from mentoring import clock
from tests.api.test_reports import COUNTS, publish
from tests.api.test_schema import ROOT, check, schema  # noqa: F401  (a fixture)
from tests.evaluations.quotes.people import release
from tests.evaluations.results.people import finished
from tests.factories.instruments import open_baseline, send
from tests.factories.observers import before_the_start, observe, plant
from tests.factories.participants import ParticipantFactory, membership_of

LATER = datetime(2029, 1, 1, tzinfo=UTC)


@pytest.fixture
def said(schema):  # noqa: F811
    """``said(caller, template, **parts)``: the answer of a GET, held against the description."""

    def get(caller, template, **parts):
        answer = caller.get(template.format(program="spring", **parts))
        assert answer.status_code == 200, (template, answer.text)
        check(schema, schema["paths"][ROOT + template]["get"], 200, answer.json())
        return answer.json()

    return get


def test_of_participants_and_their_coordinators(said, caller_for, staff, program):
    open_baseline(before_the_start(program))
    mentee = ParticipantFactory(program=program)
    send(mentee)
    own, me = caller_for(membership_of(mentee)), {"participant": mentee.pk}
    quote, invitation = release(mentee), observe(plant(mentee))
    plant(mentee, email="another@example.org")
    here = "programs/{program}/participants/{participant}"
    said(own, "observers/{invitation}/answers", invitation=invitation.pk)
    for template in ("observers", "results", "shared-results"):
        said(own, f"{here}/{template}", **me)
    for template in ("quotes", "quotes/text", "certificates", "shared-results", "feedback"):
        said(own, template)
    said(own, "quotes/{quote}", quote=quote.pk)
    said(staff, "programs/{program}/observers/{invitation}", invitation=invitation.pk)
    for template in ("observers", "quotes", "certificates", "shared-results", "results"):
        said(staff, f"programs/{{program}}/{template}")


@pytest.mark.parametrize("people", [0, 4, 12])
def test_of_results_of_few_and_many(said, staff, program, people):
    finished(program, people)

    assert said(staff, "programs/{program}/results")["numbers"]
    said(staff, "programs/{program}/shared-results")


def test_of_reports_and_counts(said, staff, hr, program, company):
    program.starts_on, program.ends_on = date(2027, 1, 6), date(2028, 1, 6)
    program.save()
    ParticipantFactory(program=program, company=company)
    snapshot, whole = publish(program, company), publish(program, None, 2)
    for template in ("reports", "reports/periods", "figures", "quality"):
        said(staff, f"programs/{{program}}/{template}")
    for one in (snapshot, whole):
        said(staff, "programs/{program}/reports/{snapshot_id}", snapshot_id=one.pk)
    mine = {"company": company.pk}
    said(hr, "companies/{company}/reports", **mine)
    said(hr, "companies/{company}/reports/{snapshot_id}", snapshot_id=snapshot.pk, **mine)
    here = "programs/{program}/companies/{company}/counts/{occasion}"
    with clock.held_at(LATER):
        said(hr, here, occasion="follow_up_12", **mine)
        hr.put(f"programs/spring/companies/{company.pk}/counts/follow_up_6", COUNTS)
        assert said(hr, "companies/{company}/counts", **mine)["count"] == 1
