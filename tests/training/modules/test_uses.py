"""What a program's sides have to take, and in which version."""

import pytest

from organizations.models import AuditEvent
from tests.factories.programs import ProgramFactory
from tests.factories.training import begin, finish, furnish, module_of
from training.modules import uses, versions
from training.modules.models import Attempt, Completion, ProgramModule
from training.roles import Need, TextKind


def codes(program, side="mentee"):
    return list(
        ProgramModule.objects.filter(program=program, side=side).values_list("code", flat=True)
    )


@pytest.fixture
def newer(module, coordinator):
    text = module.version.source.replace("summary: ", "summary: Ours. ")
    return versions.save(TextKind.MODULE, "mentee", "roles", text, 1, by=coordinator)


def test_a_program_is_furnished_once_in_the_order_of_the_product(mentee):
    furnish()

    in_order = ["roles", "first-meeting", "goals", "boundaries", "feedback", "endings"]
    assert codes(mentee.program) == in_order
    assert codes(mentee.program, "mentor") == in_order
    needs = ProgramModule.objects.filter(program=mentee.program, side="mentor")
    assert [row.code for row in needs if row.need == Need.OPTIONAL] == ["endings"]


def test_a_later_program_takes_the_newest_version(module, newer):
    later = ProgramFactory()
    furnish()

    assert ProgramModule.objects.get(program=later, side="mentee", code="roles").version == newer
    module.refresh_from_db()
    assert module.version.number == 1


def test_a_cloned_program_takes_what_its_model_used(mentee, module, newer, coordinator, source):
    own = versions.create("mentor", source.replace("title: ", "title: Our "), by=coordinator)
    uses.add(mentee.program, own, by=coordinator)
    uses.set_need(module_of(mentee, "goals"), Need.UNUSED, by=coordinator)
    uses.move(module, up=False, by=coordinator)
    clone = ProgramFactory(cloned_from=mentee.program)
    furnish()

    assert codes(clone)[:2] == ["first-meeting", "roles"]
    assert codes(clone, "mentor")[-1] == own.code
    taken = ProgramModule.objects.filter(program=clone, side="mentee")
    assert taken.get(code="goals").need == Need.UNUSED
    assert taken.get(code="roles").version == newer


def test_another_version_counts_from_now_on(module, newer, mentee, coordinator):
    begun = begin(mentee, module)
    uses.use_version(module, newer, by=coordinator)

    assert Attempt.objects.get(pk=begun.pk).version.number == 1
    module.refresh_from_db()
    completion = finish(mentee, module)
    assert completion.version.number == 1
    event = AuditEvent.objects.get(verb="module.used")
    assert event.facts == {"program": str(mentee.program_id), "code": "roles", "number": 2}


def test_what_was_finished_stays_finished(module, newer, mentee, coordinator):
    finish(mentee, module)
    uses.use_version(module, newer, by=coordinator)
    uses.use_version(module, newer, by=coordinator)

    assert Completion.objects.get().version.number == 1
    assert AuditEvent.objects.filter(verb="module.used").count() == 1


def test_a_version_of_another_module_is_refused(module, mentee, coordinator):
    with pytest.raises(uses.CannotChange, match="another module"):
        uses.use_version(module, module_of(mentee, "goals").version, by=coordinator)


def test_the_last_required_module_stays_required(mentee, coordinator):
    required = ProgramModule.objects.filter(program=mentee.program, side="mentee", need="required")
    *others, last = required
    for one in others:
        uses.set_need(one, Need.UNUSED, by=coordinator)

    with pytest.raises(uses.CannotChange, match="has to stay required"):
        uses.set_need(last, Need.OPTIONAL, by=coordinator)
    with pytest.raises(uses.CannotChange):
        uses.set_need(last, "whatever", by=coordinator)
    last.refresh_from_db()
    assert last.need == Need.REQUIRED


def test_a_module_changes_places_with_its_neighbor(mentee, coordinator):
    uses.move(module_of(mentee, "goals"), up=True, by=coordinator)
    assert codes(mentee.program)[:3] == ["roles", "goals", "first-meeting"]
    uses.move(module_of(mentee, "roles"), up=True, by=coordinator)
    assert codes(mentee.program)[0] == "roles"
    uses.move(module_of(mentee, "roles"), up=False, by=coordinator)
    assert codes(mentee.program)[:2] == ["goals", "roles"]


def test_a_module_is_added_at_the_end_once(mentee, coordinator, source):
    text = source.replace("title: ", "title: Our ")
    version = versions.create("mentee", text, by=coordinator)
    first = uses.add(mentee.program, version, by=coordinator)
    second = uses.add(mentee.program, version, by=coordinator)

    assert first == second
    assert first.need == Need.OPTIONAL
    assert codes(mentee.program)[-1] == version.code
