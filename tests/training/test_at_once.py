"""Two people at the same moment: one of them is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from organizations.services import create_organization
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside
from tests.training.conftest import facts_of, plan, someone
from training import services
from training.models import LiveSession, SessionInvitation


@pytest.fixture
def committed(transactional_db):
    """An organization with two mentees and one place, visible to every connection."""
    organization = create_organization(name="Bridges", slug="bridges")
    with inside(organization):
        program = ProgramFactory()
        for name in ("Amara Okafor", "Bruno Castel"):
            someone(program, name)
        return organization, plan(program, capacity=1)


def at_once(organization, *acts):
    """What each of these returns or raises, begun at the same moment on connections of its own."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            with inside(organization):
                barrier.wait(10)
                return act()
        except (services.ChangedMeanwhile, services.CannotAnswer) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_move_a_session_one_is_told(committed):
    organization, session = committed
    facts = facts_of(starts_at=session.starts_at)

    def move(place):
        return lambda: services.change_session(session, 1, by=None, **facts | {"place": place})

    outcomes = at_once(organization, move("First hall"), move("Second hall"))

    assert outcomes.count(services.ChangedMeanwhile) == 1
    with inside(organization):
        assert (LiveSession.objects.get().edition, LiveSession.objects.get().sequence) == (2, 1)


def test_of_two_who_want_the_last_place_one_gets_it(committed):
    organization, session = committed
    with inside(organization):
        rows = list(SessionInvitation.objects.filter(session=session))

    def come(row):
        return lambda: services.answer(row, "coming", by=None)

    outcomes = at_once(organization, *map(come, rows))

    assert outcomes.count(services.CannotAnswer) == 1
    with inside(organization):
        assert SessionInvitation.objects.filter(answer="coming").count() == 1
