"""A program in the middle of its year and one that is over are lived through the services."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from django.db.models import Count

from demo import cases
from demo.lived import year
from demo.lived.alumni import ALUMNI
from demo.lived.cast import FINISHED, MIDYEAR
from demo.seeding import SAMPLES
from evaluations.results.models import ResultsRun
from evaluations.sharing.models import SharedResults
from instruments.models import Response
from mentoring.tenancy import context
from organizations.company_files import read_rows, save_rows
from partnerships.cases.models import Case, CaseEvent
from partnerships.checks.models import Check
from partnerships.lifecycle import Status
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership, PartnershipEvent
from partnerships.writing.keys import Keyring
from partnerships.writing.models import Note
from partnerships.writing.queries import opened
from reports.models import Snapshot

# Whatever happens to anybody happens to one of these.
FEW = tuple(
    replace(pair, turns=pair.turns | ({"quiet", "call"} if pair.language == "fr" else set()))
    for pair in MIDYEAR
    if pair.language in ("uk", "ar", "fr")
)
LAST = FINISHED[-1:]
PROGRAMS = (("Bridge Midyear", year.BEGUN, FEW), ("Bridge Alumni", year.ENDED, LAST))


def test_both_programs_have_lived_until_today_and_a_second_time_adds_nothing(
    organization, coordinator
):
    save_rows(read_rows(SAMPLES / "companies.csv"), by=None)
    let_in, said = [], []
    for _time in range(2):
        year.live(organization, let_in.append, said.append, PROGRAMS)

    rows = Partnership.objects.select_related("program")
    stood = {
        name: Counter(row.status for row in rows if row.program.name == name)
        for name in ("Bridge Midyear", "Bridge Alumni")
    }
    assert stood["Bridge Alumni"] == {Status.COMPLETED: len(LAST)}
    assert stood["Bridge Midyear"] == {Status.ACTIVE: len(FEW) - 1, Status.ENDED: 1}
    assert {len(logins) for logins in let_in} == {2 * len(FEW), 2 * len(LAST)}
    _lived_on_its_days()
    _have_answered()
    _says_what_they_wrote(organization)
    _has_left_what_a_year_leaves()
    _is_looked_after(organization)


def test_the_year_that_is_over_has_a_company_that_is_large_enough_for_a_whole_report():
    companies = Counter(one.company for one in _people(ALUMNI))
    large = [company for company, people in companies.items() if people >= 5]
    early = sum(bool(pair.turns & year.EARLY.keys()) for pair in ALUMNI)

    assert max(companies.values()) >= 10
    assert len(large) >= 4  # so that a reader of one may be told of three others
    assert len(ALUMNI) - early >= 12
    assert early >= 2
    everybody = [one.email for one in _people((*ALUMNI, *MIDYEAR))]
    assert len(everybody) == len(set(everybody))


def _has_left_what_a_year_leaves():
    """Reports of every period that is over, of each sponsor and of the organization itself."""
    found = Counter(Snapshot.objects.values_list("program__name", "kind"))
    assert found == {
        ("Bridge Alumni", "quarterly"): 3 * 3,
        ("Bridge Alumni", "final"): 3,
        ("Bridge Midyear", "quarterly"): 1 + len({row.company for row in _people(FEW)}),
    }
    last = ResultsRun.objects.filter(program__name="Bridge Alumni").latest("id")
    assert last.status == "done"
    assert "follow_up_6" in last.found["rates"]
    assert any("follow_up_6" in one["levels"] for one in last.found["scales"])
    shared = SharedResults.objects.get(program__name="Bridge Alumni")
    assert shared.published_at.date() == shared.program.ends_on + timedelta(days=26)


def _people(pairs):
    return [one for pair in pairs for one in (pair.mentee, pair.mentor)]


def _lived_on_its_days():
    """No event is of today alone: each has the day on which it happened."""
    days = {event.at.date() for event in PartnershipEvent.objects.filter(role="mentee")}
    assert len(days) >= 5
    assert Meeting.objects.filter(status="held").count() > 10
    assert Meeting.objects.filter(status="planned").exists()
    assert Check.objects.filter(answered_at__isnull=False).count() > 8
    assert Partnership.objects.filter(days_paused__gt=0).count() == 1


def _have_answered():
    """On their days: all of the year that is over, and the first of the middle that is open."""
    sent = Response.objects.filter(submitted_at__isnull=False)
    counts = sent.values_list("participant__program__name", "occasion").annotate(Count("pk"))
    assert {(name, occasion): n for name, occasion, n in counts} == {
        ("Bridge Alumni", "baseline"): 2,
        ("Bridge Alumni", "mid_year"): 1,
        ("Bridge Alumni", "final"): 2,
        ("Bridge Alumni", "then"): 1,
        ("Bridge Alumni", "follow_up_6"): 1,
        ("Bridge Midyear", "baseline"): 6,
        ("Bridge Midyear", "mid_year"): 2,
    }
    assert len({row.submitted_at.date() for row in sent}) >= 5


def _says_what_they_wrote(organization):
    (ukrainian,) = (pair for pair in FEW if pair.language == "uk")
    partnership = Partnership.objects.get(mentee_person__email=ukrainian.mentee.email)
    person = partnership.mentee_person
    as_self = context.Context(organization.pk, person.user_id, context.Actor.PARTICIPANT)
    with context.enter(as_self):
        notes = Note.objects.filter(partnership=partnership)
        keys = Keyring(partnership.pk)
        assert {opened(row, person.pk, keys).text for row in notes} == {ukrainian.words.note}


def _is_looked_after(organization):
    cases.look_after(organization)

    open_cases = Case.objects.filter(status="open")
    found = Counter(Case.objects.values_list("signal", flat=True))
    assert found == {"call": 1, "no_meeting": 1}
    assert open_cases.filter(owner__isnull=True).exists()
    assert CaseEvent.objects.filter(action="contacted").exists()
