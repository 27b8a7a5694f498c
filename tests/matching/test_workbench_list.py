"""The list of the workbench: narrowed and ordered by its address."""

import pytest

from matching.models import Match
from tests.matching.pools import finished_run, make_pool
from tests.matching.test_pages import address


@pytest.fixture
def run(organization):
    program, *_ = make_pool(4, 6)
    return finished_run(program)


def shown(browser, run, **asked):
    return [row.match for row in browser.get(address("run", run), asked).context["bench"].rows]


def test_the_least_sure_come_first(coordinator_client, run):
    found = shown(coordinator_client, run, order="unsure")
    costs = [(match.veto_matches, match.veto_points) for match in found]
    assert (len(costs), costs) == (4, sorted(costs))


def test_scores_in_both_orders(coordinator_client, run):
    up = [match.score for match in shown(coordinator_client, run, order="lowest")]
    down = [match.score for match in shown(coordinator_client, run, order="highest")]
    assert up == sorted(up)
    assert down == sorted(up, reverse=True)


def test_one_band_alone_and_nonsense_narrows_nothing(coordinator_client, run):
    Match.objects.filter(run=run).update(band="good")
    one = Match.objects.filter(run=run).first()
    Match.objects.filter(pk=one.pk).update(band="sure")
    assert [row.pk for row in shown(coordinator_client, run, band="sure")] == [one.pk]
    assert len(shown(coordinator_client, run, band="huge", order="sideways")) == 4


def test_the_next_match_follows_the_order(coordinator_client, run):
    first, second, *_ = shown(coordinator_client, run, order="lowest")
    page = coordinator_client.get(address("match", run, match_id=first.pk), {"order": "lowest"})
    assert str(second.pk) in page.context["bench"].next
    assert "order=lowest" in page.context["bench"].next
