"""What the list of cases is as a file."""

from django.utils.translation import gettext_lazy

from mentoring.ui.exports import Column
from partnerships.cases.kinds import CaseStatus, Level, Outcome, Severity, Signal
from partnerships.cases.subjects import company_of, people_of


def _of(name, label, words=None):
    return Column(name, label, lambda case: getattr(case, name), words)


def _of_person(place, name, label, read):
    """A column of the first or second of those it is about; empty where there is no second."""

    def value(case):
        people = people_of(case)
        return read(case, *people[place]) if place < len(people) else None

    return Column(name, label, value)


COLUMNS = (
    _of("signal", gettext_lazy("About"), dict(Signal.choices)),
    _of_person(0, "person", gettext_lazy("Person"), lambda _case, _side, person: person.name),
    _of_person(
        0,
        "person_company",
        gettext_lazy("Company"),
        lambda case, side, _one: company_of(case, side),
    ),
    _of_person(1, "partner", gettext_lazy("Partner"), lambda _case, _side, person: person.name),
    _of_person(
        1,
        "partner_company",
        gettext_lazy("Company of the partner"),
        lambda case, side, _one: company_of(case, side),
    ),
    Column("program", gettext_lazy("Program"), lambda case: case.program.name),
    _of("severity", gettext_lazy("How pressing"), dict(Severity.choices)),
    Column("owner", gettext_lazy("Looked after by"), lambda case: case.owner and case.owner.name),
    _of("due_on", gettext_lazy("Due")),
    _of("snoozed_until", gettext_lazy("Put off until")),
    _of("level", gettext_lazy("Raised to"), dict(Level.choices)),
    _of("status", gettext_lazy("Status"), dict(CaseStatus.choices)),
    _of("outcome", gettext_lazy("Outcome"), dict(Outcome.choices)),
    _of("since", gettext_lazy("Since")),
    _of("opened_at", gettext_lazy("Opened")),
    _of("closed_at", gettext_lazy("Closed")),
)
