"""Coordinators choose what a program's sides take, write texts, and see how far people are."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramDateFactory
from tests.factories.training import begin, finish, furnish, module_of, train
from training.modules import versions
from training.modules.models import ProgramModule, TextVersion
from training.roles import Need


@pytest.fixture
def at(organization, mentee):
    def address(name, *parts):
        return reverse(f"training:{name}", args=[organization.slug, mentee.program.slug, *parts])

    return address


@pytest.fixture
def source(module):
    return module.version.source


def newer(module, coordinator):
    text = module.version.source.replace("summary: ", "summary: Ours. ")
    return versions.save("module", "mentee", "roles", text, 1, by=coordinator)


def test_a_program_lists_what_its_sides_take(coordinator_client, at, mentee, mentor, module):
    finish(mentee, module)
    begin(mentor, module_of(mentor))
    text = coordinator_client.get(at("modules")).text

    assert module.version.title in text
    assert module_of(mentor).version.title in text
    assert "1 under way" in text
    assert "Take version" not in text


def test_before_the_first_minute_there_are_none(coordinator_client, organization):
    program = ParticipantFactory().program
    address = reverse("training:modules", args=[organization.slug, program.slug])

    assert "are being put here" in coordinator_client.get(address).text


def test_a_newer_version_is_taken_by_a_click_that_says_what_happens(
    coordinator_client, at, mentee, module, coordinator
):
    begin(mentee, module)
    version = newer(module, coordinator)
    text = coordinator_client.get(at("modules")).text
    assert "Take version 2" in text
    assert mentee.person.name in text
    assert "finish the version that they began" in text
    coordinator_client.post(at("change-module", module.pk), {"version": "newest"})

    module.refresh_from_db()
    assert module.version == version


def test_modules_are_required_moved_and_left_out(coordinator_client, at, mentee, module):
    coordinator_client.post(at("change-module", module.pk), {"need": "unused"})
    coordinator_client.post(at("change-module", module_of(mentee, "goals").pk), {"move": "up"})
    module.refresh_from_db()
    assert module.need == Need.UNUSED
    codes = ProgramModule.objects.filter(program=mentee.program, side="mentee").order_by("position")
    assert list(codes.values_list("code", flat=True))[:2] == ["roles", "goals"]

    ProgramModule.objects.exclude(code="goals").update(need=Need.OPTIONAL)
    goals = at("change-module", module_of(mentee, "goals").pk)
    for need in ("optional", "", "x" * 5000):
        answer = coordinator_client.post(goals, {"need": need}, follow=True)
        assert "has to stay required" in answer.text or "Choose whether" in answer.text
    assert module_of(mentee, "goals").need == Need.REQUIRED


def test_a_text_is_looked_at_and_saved(coordinator_client, at, module, source):
    address = at("module-text", "module", "mentee", "roles")
    typed = source.replace("title: ", "title: Our ", 1).replace("\n", "\r\n")
    page = coordinator_client.post(address, {"source": typed, "number": 1, "preview": "yes"})
    assert "As it will be read" in page.text
    assert "Our " in page.text
    assert TextVersion.objects.filter(code="roles", side="mentee").count() == 1
    coordinator_client.post(address, {"source": typed, "number": 1})

    newest = TextVersion.objects.filter(code="roles", side="mentee")[0]
    assert (newest.number, newest.is_shipped) == (2, False)
    assert "\r" not in newest.source
    again = coordinator_client.post(address, {"source": typed, "number": 2}, follow=True)
    assert "Nothing was changed" in again.text


def test_a_mistake_is_told_with_its_line_and_nothing_typed_is_lost(
    coordinator_client, at, module, source
):
    typed = source.replace("== Exercise:", "== Execise:")
    line = next(n for n, text in enumerate(typed.splitlines(), 1) if "Execise" in text)
    page = coordinator_client.post(
        at("module-text", "module", "mentee", "roles"), {"source": typed, "number": 1}
    )

    assert f"Line {line}: There is no such part" in page.text
    assert "== Execise:" in page.text
    assert "Version 1 as it is read" in page.text


@pytest.mark.parametrize(
    "typed", ["", "x" * 30_000, "title: \u202e\x07", "<script>alert(1)</script>"]
)
def test_whatever_is_no_module_is_refused(coordinator_client, at, module, typed):
    address = at("module-text", "module", "mentee", "roles")
    page = coordinator_client.post(address, {"source": typed, "number": 1})

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert TextVersion.objects.filter(code="roles", side="mentee").count() == 1


def test_who_was_slower_is_told(coordinator_client, at, module, coordinator, source):
    newer(module, coordinator)
    address = at("module-text", "module", "mentee", "roles")
    typed = source.replace("summary: ", "summary: Mine. ")
    page = coordinator_client.post(address, {"source": typed, "number": 1})
    assert "Somebody else saved a version meanwhile" in page.text
    assert "Mine." in page.text
    assert "Ours." in page.text
    coordinator_client.post(address, {"source": typed, "number": 2})

    assert TextVersion.objects.filter(code="roles", side="mentee")[0].number == 3


def test_a_guide_is_written_like_a_module(coordinator_client, at, module):
    address = at("module-text", "guide", "mentor", "work")
    guide = TextVersion.objects.get(kind="guide", side="mentor", code="work")
    assert guide.title in coordinator_client.get(address).text
    typed = guide.source.replace("title: ", "title: Our ", 1)
    coordinator_client.post(address, {"source": typed, "number": 1})

    assert TextVersion.objects.filter(kind="guide", side="mentor", code="work").count() == 2


@pytest.mark.parametrize(
    "parts", [("module", "mentee", "x"), ("poem", "mentee", "roles"), ("module", "both", "roles")]
)
def test_other_texts_are_not_found(coordinator_client, at, module, parts):
    assert coordinator_client.get(at("module-text", *parts)).status_code == 404
    assert coordinator_client.post(at("add-module", *parts[1:])).status_code == 404 or (
        parts[0] == "poem"
    )


def test_a_module_of_ones_own_is_written_over_an_example(coordinator_client, at, mentee):
    address = at("create-module", "mentee")
    page = coordinator_client.get(address)
    example = page.context["form"]["source"].value()
    assert coordinator_client.get(at("create-module", "both")).status_code == 404
    typed = {"source": example.replace("What this module is called", "Our way"), "number": 0}
    preview = coordinator_client.post(address, typed | {"preview": "yes"})
    assert "As it will be read" in preview.text
    coordinator_client.post(address, typed)

    module = module_of(mentee, "our-way")
    assert module.need == Need.OPTIONAL
    assert module.version.title == "Our way"


def test_a_module_of_another_program_is_added(coordinator_client, at, mentee, coordinator, source):
    version = versions.create("mentee", source.replace("title: ", "title: Our ", 1), by=coordinator)
    text = coordinator_client.get(at("modules")).text
    assert "1 more module of your organization" in text
    for _ in range(2):
        coordinator_client.post(at("add-module", "mentee", version.code))

    assert module_of(mentee, version.code).version == version


def test_a_module_of_another_program_is_not_changed_here(coordinator_client, at, mentee):
    other = ParticipantFactory()
    furnish()
    foreign = module_of(other)
    answer = coordinator_client.post(at("change-module", foreign.pk), {"need": "unused"})

    assert answer.status_code == 404


@pytest.fixture
def people(mentee, mentor):
    """Finished, under way, not begun, and somebody who left."""
    names = {"Amara Okafor": mentee, "Leonor Vidal": mentor}
    for name in ("Bruno Castel", "Zed Gone"):
        names[name] = ParticipantFactory(program=mentee.program)
    for name, one in names.items():
        one.person.given_name, one.person.family_name = name.split()
        one.person.save()
    train(mentee)
    finish(mentor, module_of(mentor), wrong=2)
    names["Zed Gone"].standing = Standing.WITHDRAWN
    names["Zed Gone"].save()
    return names


def shown(answer):
    return [row.person.name for row in answer.context["page"]]


def test_coordinators_see_how_far_everybody_is(coordinator_client, at, people):
    answer = coordinator_client.get(at("progress"))

    assert shown(answer) == ["Bruno Castel", "Amara Okafor", "Leonor Vidal"]
    assert "1 of 3 people have finished the training" in answer.text
    assert "15 of 15" in answer.text
    assert "1 of 3" in answer.text
    assert "4 of 5 are left" in answer.text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?side=mentor", ["Leonor Vidal"]),
        ("?state=finished", ["Amara Okafor"]),
        ("?state=under_way", ["Leonor Vidal"]),
        ("?state=new", ["Bruno Castel"]),
        ("?state=late", []),
        ("?text=cast", ["Bruno Castel"]),
        ("?side=x&state=y", ["Bruno Castel", "Amara Okafor", "Leonor Vidal"]),
        ("?text=%00%27", []),
    ],
)
def test_the_list_is_narrowed(coordinator_client, at, people, query, names):
    assert shown(coordinator_client.get(at("progress") + query)) == names


def test_late_is_who_has_not_finished_when_the_time_is_over(coordinator_client, at, people, mentee):
    week = timedelta(days=7)
    ProgramDateFactory(
        program=mentee.program,
        key="training",
        opens_on=date(2030, 10, 1),
        closes_on=date(2030, 10, 1) + week,
    )
    answer = coordinator_client.get(at("progress") + "?state=late")

    assert shown(answer) == ["Bruno Castel", "Leonor Vidal"]
    assert "It was to be finished by" in answer.text


def test_pages_cost_the_same_for_one_row_and_for_many(coordinator_client, at, mentee, mentor):
    pages = (at("modules"), at("progress"), at("module-text", "module", "mentee", "roles"))
    begin(mentee, module_of(mentee))
    few = [len(statements(coordinator_client, page)) for page in pages]
    for _ in range(2):
        other = ParticipantFactory(program=mentee.program)
        begin(other, module_of(other, "goals"))
        finish(other, module_of(other))

    assert [len(statements(coordinator_client, page)) for page in pages] == few
    assert max(few) <= MOST, few


@pytest.mark.parametrize("name", ["modules", "progress"])
def test_participants_are_kept_out(client_for, at, mentee, name):
    assert client_for(membership_of(mentee)).get(at(name)).status_code in (403, 404)
