"""Two devices, or two coordinators, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from organizations.models import AuditEvent
from organizations.services import create_organization
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.training import as_oneself, furnish, module_of
from tests.surroundings import dark, inside
from training.briefing import Outdated
from training.modules import learning, uses, versions
from training.modules.models import Attempt, Bookmark, Completion, ProgramModule, TextVersion
from training.roles import Need, Reached


@pytest.fixture
def committed(transactional_db):
    """A mentee and their module, visible to every connection."""
    organization = create_organization(name="Bridges", slug="bridges")
    with inside(organization):
        mentee = ParticipantFactory()
        furnish()
        return organization, mentee, module_of(mentee), membership_of(mentee)


def at_once(enter, *acts):
    """What each returns or raises, begun at the same moment on connections of their own."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            with dark(), enter():
                barrier.wait(20)
                return act()
        except (uses.CannotChange, Outdated) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_module_begun_on_two_devices_is_begun_once(committed):
    organization, mentee, module, me = committed
    begun = at_once(
        lambda: as_oneself(mentee), *[lambda: learning.begin(mentee, module, by=me).pk] * 5
    )

    assert len(set(begun)) == 1
    with inside(organization):
        assert Attempt.objects.count() == 1


def test_a_module_finished_on_two_devices_is_finished_once(committed):
    organization, mentee, module, me = committed
    with inside(organization), as_oneself(mentee):
        pk = learning.begin(mentee, module, by=me).pk
        attempt = Attempt.objects.select_related("version", "participant").get(pk=pk)
        for part in (Reached.EXERCISE, Reached.SCENARIO):
            learning.go_on(attempt, part, by=me)
        learning.choose(attempt, 0, by=me)
        learning.go_on(attempt, Reached.QUESTIONS, by=me)
        learning.answer(attempt, 0, 0, by=me)
    at_once(
        lambda: as_oneself(mentee),
        *[
            lambda: learning.answer(attempt, 1, 1, by=me),
            lambda: learning.answer(attempt, 2, 2, by=me),
        ]
        * 3,
    )

    with inside(organization):
        assert Completion.objects.count() == 1
        assert AuditEvent.objects.filter(verb="module.finished").count() == 1
        with as_oneself(mentee):
            assert Bookmark.objects.get().answers == {"0": 0, "1": 1, "2": 2}


def test_of_two_who_write_a_version_one_is_told(committed):
    organization, _mentee, module, _me = committed
    with inside(organization):
        by, source = MembershipFactory(), module.version.source

    def save(word):
        text = source.replace("summary: ", f"summary: {word} ", 1)
        return lambda: versions.save("module", "mentee", "roles", text, 1, by=by).number

    outcomes = at_once(lambda: inside(organization), save("First."), save("Second."))

    assert sorted(map(str, outcomes)) == sorted(["2", str(Outdated)])
    with inside(organization):
        assert TextVersion.objects.filter(side="mentee", code="roles").count() == 2


def test_of_the_last_two_required_modules_one_stays(committed):
    organization, mentee, _module, _me = committed
    with inside(organization):
        by = MembershipFactory()
        rows = list(ProgramModule.objects.filter(side="mentee")[:2])
        others = ProgramModule.objects.filter(side="mentee")
        others.exclude(pk__in=[row.pk for row in rows]).update(need=Need.OPTIONAL)
    outcomes = at_once(
        lambda: inside(organization),
        *[lambda row=row: uses.set_need(row, Need.OPTIONAL, by=by).need for row in rows],
    )

    assert uses.CannotChange in outcomes
    with inside(organization):
        required = ProgramModule.objects.filter(program=mentee.program, side="mentee")
        assert required.filter(need=Need.REQUIRED).count() == 1
