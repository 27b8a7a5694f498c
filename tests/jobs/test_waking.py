"""When a change asks for a sweep, and when many changes do not."""

from uuid import uuid4

import pytest

from mentoring.jobs import waking
from mentoring.jobs.progress import client
from mentoring.jobs.tasks import sweep, unhurried, wake

TICK = 60  # seconds


@pytest.fixture
def queued(monkeypatch):
    """The organizations whose sweeps were queued."""
    queued = []
    monkeypatch.setattr(sweep, "queue_now", lambda headers: queued.append(headers["organization"]))
    return queued


def test_many_changes_in_a_row_leave_the_sweep_to_the_next_tick(
    organization, queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), unhurried():
        wake()
        wake()

    assert queued == []


def test_one_sweep_of_an_organization_waits_at_a_time(
    organization, queued, django_capture_on_commit_callbacks
):
    def change():
        with django_capture_on_commit_callbacks(execute=True):
            wake()

    change()
    change()
    assert queued == [str(organization.pk)], "one is on its way, and it will see the second change"

    waking.has_begun(organization.pk)
    change()
    assert len(queued) == 2, "the one that looks already may have missed it"


def test_each_organization_has_its_own_and_a_lost_sweep_holds_nobody_up_for_long():
    one, other = uuid4(), uuid4()

    assert waking.is_first(one)
    assert waking.is_first(other)
    assert not waking.is_first(other)
    assert 0 < client().ttl(f"{waking.PREFIX}{other}") <= waking.SECONDS < TICK


def test_the_sweep_says_that_it_has_begun(inside):
    waking.is_first(inside.organization_id)

    sweep.apply(headers={"organization": str(inside.organization_id)}, throw=True)

    assert waking.is_first(inside.organization_id)


def test_a_change_is_swept_even_when_redis_is_away(settings):
    client.cache_clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    try:
        assert waking.is_first("one")
        assert waking.is_first("one")
        waking.has_begun("one")
    finally:
        client.cache_clear()
