import csv
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from mentoring.jobs.models import RunStatus
from mentoring.jobs.running import Refused
from notifications.models import Message
from organizations.models import AuditEvent, Person
from organizations.services import save_company
from participants.importing import runs
from participants.importing.checking import Tally, check
from participants.importing.reading import PeopleFile
from participants.importing.template import template_file
from participants.models import ImportFile, ImportLine, ImportRun, Participant
from participants.roles import ImportPhase, Side
from participants.services import change_standing, save_participant
from participants.stored import job_of, values_of
from tests.participants.files import ANA, BO, many, people_file, row_of

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@pytest.fixture
def checked(program, coordinator, settle):
    """``checked(content, side)``: an import that waits for its decision."""

    def upload(content, side=Side.MENTEE):
        run = runs.ask(program, side, content, "people.csv", by=coordinator)
        settle()
        run.refresh_from_db()
        return run

    return upload


@pytest.fixture
def applied(coordinator, settle):
    """``applied(run)``: the import after its confirmation."""

    def confirm(run, **choice):
        run = runs.confirm(run, by=coordinator, **choice)
        settle()
        run.refresh_from_db()
        return run

    return confirm


def counts(run):
    return run.created, run.changed, run.unchanged, run.faulty


def people_rows():
    return Person.objects.count(), Participant.objects.count()


def test_nothing_is_written_before_it_is_confirmed(checked, applied):
    run = checked(people_file([ANA, row_of(Side.MENTEE, email="b@b.example")]))

    assert run.is_preview
    assert counts(run) == (2, 0, 0, 0)
    assert people_rows() == (0, 0)

    run = applied(run)

    assert run.is_applied
    assert people_rows() == (2, 2)
    assert not ImportFile.objects.exists()
    assert not Message.objects.exists()
    applied_event = AuditEvent.objects.get(verb="import.applied")
    assert applied_event.facts == {"created": 2, "changed": 0, "unchanged": 0, "left_out": 0}
    assert AuditEvent.objects.get(verb="import.confirmed").facts["agreed"] is True


@pytest.mark.parametrize("side", Side)
def test_the_same_file_twice_changes_nothing(checked, applied, side):
    content = people_file([row_of(side)])
    applied(checked(content, side))
    before = AuditEvent.objects.exclude(object_type="importrun").count()

    run = applied(checked(content, side))

    assert counts(run) == (0, 0, 1, 0)
    assert AuditEvent.objects.exclude(object_type="importrun").count() == before


def test_a_changed_row_is_shown_and_applied(checked, applied):
    applied(checked(people_file([ANA])))
    content = people_file([row_of(Side.MENTEE, email="ANA@talvera.example", title="Head of it")])

    run = checked(content)

    line = run.lines.get()
    assert counts(run) == (0, 1, 0, 0)
    assert (line.number, line.name, line.changes) == (
        2,
        "Ana Silva",
        [["title", "Team lead", "Head of it"]],
    )
    applied(run)
    assert Participant.objects.get().title == "Head of it"


def _stored(participant):
    return values_of(participant, job_of(participant.person))


@pytest.mark.parametrize("side", Side)
def test_the_form_and_the_import_leave_equal_rows_and_trail(program, coordinator, side):
    save_participant(program, side, row_of(side), by=coordinator)
    by_form = _stored(Participant.objects.get())
    trail_of_form = _trail()
    other = type(program).objects.create(
        name="Other", slug="other", starts_on=program.starts_on, ends_on=program.ends_on
    )
    cells = row_of(side, email="second@talvera.example")

    runs.import_file(other, side, people_file([cells]), "people.csv", by=coordinator)

    participant = Participant.objects.get(program=other)
    assert _stored(participant) == by_form | {"email": "second@talvera.example"}
    assert _trail() == sorted([*trail_of_form, *trail_of_form])
    assert not Message.objects.exists()


def _trail():
    """The audit of people: what, by whom, of what, with which facts."""
    rows = AuditEvent.objects.exclude(object_type__in=["importrun", "company"])
    return sorted(
        (row.verb, row.role, str(row.by_user_id), row.object_type, tuple(sorted(row.facts)))
        for row in rows
    )


def test_rows_with_problems_block_unless_they_are_left_out(checked, applied, coordinator):
    run = checked(people_file([ANA, row_of(Side.MENTEE, email="no address")]))

    with pytest.raises(Refused, match="1 of 2 rows has a problem"):
        runs.confirm(run, by=coordinator)

    run = applied(run, leave_out=True)
    assert people_rows() == (1, 1)
    assert [line.number for line in run.lines.all()] == [3]


def test_the_second_row_with_an_address_is_the_problem(checked):
    run = checked(people_file([ANA, row_of(Side.MENTEE, email=" ANA@Talvera.example ")]))

    (line,) = run.lines.all()
    assert (line.number, line.problems) == (
        3,
        [["email", "Row 2 has the same address. Keep one of the two."]],
    )


def test_facts_that_change_after_the_preview_stop_the_import_halfway(checked, applied):
    run = checked(many(700))
    # The first 500 rows fit as before; the change shows only in the second part.
    last = Person.objects.create(
        email="person699@talvera.example", given_name="Already", family_name="There"
    )

    run = applied(run)

    assert run.status == RunStatus.FAILED
    assert "have changed since the preview was made" in run.error
    assert list(Person.objects.all()) == [last]
    assert not Participant.objects.exists()


def test_after_a_refusal_the_file_can_be_checked_again(checked, applied, settle, coordinator):
    run = checked(people_file([ANA]))
    save_participant(run.program, Side.MENTEE, ANA, by=None)
    run = applied(run)
    assert run.status == RunStatus.FAILED

    runs.check_again(run, by=coordinator)
    settle()

    run.refresh_from_db()
    assert run.is_preview
    assert counts(run) == (0, 0, 1, 0)


def test_a_decision_is_taken_once(checked, applied, coordinator):
    run = applied(checked(people_file([ANA])))

    for decide in (runs.confirm, runs.discard, runs.check_again):
        with pytest.raises(runs.Overtaken):
            decide(run, by=coordinator)


def test_a_discarded_import_leaves_nothing(checked, coordinator):
    run = checked(people_file([row_of(Side.MENTEE, level="x")]))

    runs.discard(run, by=coordinator)

    assert not ImportFile.objects.exists()
    assert not ImportLine.objects.exists()
    assert people_rows() == (0, 0)


def test_a_file_that_nobody_decides_about_is_forgotten(checked, settle):
    run = checked(people_file([ANA]))
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(days=8))

    settle()

    run.refresh_from_db()
    assert run.status == RunStatus.CANCELLED
    assert not ImportFile.objects.exists()


def test_a_confirmation_outlives_its_coordinator_only_while_they_may(checked, coordinator, settle):
    run = runs.confirm(checked(people_file([ANA])), by=coordinator)
    coordinator.ended_at = timezone.now()
    coordinator.save()

    settle()

    run.refresh_from_db()
    assert run.error == "Whoever confirmed this import is not a coordinator any more."
    assert people_rows() == (0, 0)


def test_who_has_withdrawn_stays_so_and_it_is_noted(checked, applied, coordinator):
    applied(checked(people_file([ANA])))
    change_standing(Participant.objects.get(), "withdrawn", by=coordinator)

    run = applied(checked(people_file([row_of(Side.MENTEE, level="5")])))

    assert run.lines.get().notes == [["", "Ana Silva is “Withdrawn” in this program and stays so."]]
    assert Participant.objects.get().standing == "withdrawn"


def test_a_file_without_people_is_refused(checked):
    run = checked(people_file([dict.fromkeys(ANA, "")], header=list(ANA)))

    assert run.status == RunStatus.FAILED
    assert run.error == "The file has a header and no people. Add a row for each person."
    assert run.phase == ImportPhase.CHECK


@pytest.mark.parametrize("side", Side)
def test_template_files_import_without_a_problem(program, side):
    run = runs.import_file(program, side, template_file(side, "Talvera Foods"), "t.csv", by=None)

    assert counts(run) == (1, 0, 0, 0)
    assert not run.lines.exists()


@pytest.fixture
def sample_companies(program):
    with (SAMPLES / "companies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            save_company(name=row["name"], by=None)


@pytest.mark.parametrize(("side", "people"), [(Side.MENTEE, 120), (Side.MENTOR, 90)])
def test_the_sample_files_import_completely(program, sample_companies, side, people):
    content = (SAMPLES / f"{side}s.csv").read_bytes()

    run = runs.import_file(program, side, content, "people.csv", by=None)

    assert counts(run) == (people, 0, 0, 0)


# Rows of the sample files with mistakes that are in order, though they do not look so.
IN_ORDER = {Side.MENTEE: {2, 3, 20}, Side.MENTOR: {*range(2, 9), 11, 18, 23}}
SAID = {
    (Side.MENTEE, 5, "company"): "“Ferncastle Mutal” is not one of your companies. "
    "Did you mean “Ferncastle Mutual”?",
    (Side.MENTEE, 6, "company"): "“Brackwater Analytics” is not one of your companies.",
    (Side.MENTEE, 16, "time_zone"): "“Berlin” is not a time zone. Write its IANA name, for example "
    "Europe/Berlin. Did you mean “Europe/Berlin”?",
    (Side.MENTEE, 18, "needs"): "“motivating people” is listed twice. Remove one.",
    (Side.MENTEE, 22, "title"): "“+SUM(1)” looks like a formula: it starts with +. "
    "Write plain text.",
    (Side.MENTEE, 29, ""): "The row has 5 cells, the header 20. Compare the separators.",
    (Side.MENTOR, 15, "capacity"): "“two” is not a whole number. Write a number from 1 to 5.",
    (Side.MENTOR, 21, "given_name"): "“=1+1” looks like a formula: it starts with =. "
    "Write plain text.",
}


@pytest.mark.parametrize("side", Side)
def test_every_mistake_of_the_sample_files_is_explained(program, sample_companies, side):
    content = (SAMPLES / f"{side}s_with_mistakes.csv").read_bytes()

    with pytest.raises(runs.FaultyRows) as refusal:
        runs.import_file(program, side, content, "people.csv", by=None)

    numbers = {row.number for row in PeopleFile(content, side).rows()}
    assert {line.number for line in refusal.value.lines} == numbers - IN_ORDER[side]
    said = {
        (side, line.number, column): message
        for line in refusal.value.lines
        for column, message in line.problems
    }
    assert {key: said[key] for key in SAID if key[0] == side} == {
        key: message for key, message in SAID.items() if key[0] == side
    }
    assert people_rows() == (0, 0)


def test_memory_does_not_grow_with_the_file(program):
    def peak(rows):
        file = PeopleFile(many(rows), Side.MENTEE)
        tracemalloc.start()
        for _checked in check(program, Side.MENTEE, file, Tally()):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)

    assert peak(5000) < peak(1000) * 1.2 + 1_000_000


def test_the_command_imports_and_explains(program, organization, tmp_path, capsys):
    path = tmp_path / "mentors.csv"
    path.write_bytes(people_file([BO, row_of(Side.MENTOR, email="b@b.example", capacity="x")]))
    arguments = ("--organization", organization.slug, "--program", "bridge", "--side", "mentors")

    with pytest.raises(CommandError, match="1 of 2 rows has a problem"):
        call_command("import_people", *arguments, path)
    assert people_rows() == (0, 0)
    call_command("import_people", *arguments, path, "--leave-out")

    told = capsys.readouterr()
    assert "row 3, capacity: “x” is not a whole number" in told.err
    assert told.out == "1 created, 0 changed, 0 unchanged, 1 left out.\n"
    with pytest.raises(CommandError, match="There is no program"):
        call_command("import_people", *arguments[:3], "nowhere", *arguments[4:], path)
