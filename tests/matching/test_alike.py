"""A run says when its weights make everybody want the same mentors, and what to do about it."""

import pytest

from matching.models import MatchingRun
from tests.matching.pools import NEEDS, finished_run, make_pool
from tests.matching.test_pages import address

STEP = "from-specialist-to-first-leadership-role"
TITLE = "Most mentees would choose the same mentors"


@pytest.fixture
def pool(organization):
    """Mentees who want different things; half of the mentors have taken the step of them all."""
    program, mentees, mentors = make_pool(9, 9)
    for number, row in enumerate((*mentees, *mentors)):
        row.competencies.exclude(competency=NEEDS[number % 3]).delete()
        row.transitions = [STEP] if number % 2 or row in mentees else []
        row.save()
    return program, mentees, mentors


def weigh(program, **weights):
    names = ("needs", "path", "ways", "wishes", "logistics", "perspective")
    for name in names:
        setattr(program, f"weight_{name}", weights.get(name, 0))
    program.save()


def test_ordinary_weights_are_no_warning(coordinator_client, pool):
    program, *_ = pool
    weigh(program, needs=90, path=10)
    run = finished_run(program)
    assert run.insight["alike"]["mean"] < 50
    assert run.insight["alike"]["part"] is None
    assert TITLE not in coordinator_client.get(address("run", run)).text


def test_weights_by_which_all_want_the_same_are_told_of(coordinator_client, pool):
    program, *_ = pool
    weigh(program, needs=10, path=90)
    run = finished_run(program)
    assert run.insight["alike"]["part"] == "path"
    page = coordinator_client.get(address("run", run)).text
    assert TITLE in page
    assert f"agree by {run.insight['alike']['mean']} %" in page
    assert "Most of it comes from <b>Path</b>" in page
    assert address("tuning", program) in page
    match = run.matches.first()
    assert TITLE not in coordinator_client.get(address("match", run, match_id=match.pk)).text


def test_sliders_say_it_before_a_run_does(coordinator_client, pool):
    program, *_ = pool
    weigh(program, needs=90, path=10)
    url = address("tuning-effect", program)
    assert TITLE not in coordinator_client.get(url).text
    part = coordinator_client.get(url, {"weight_needs": 10, "weight_path": 90}).text
    assert TITLE in part
    assert "Most of it comes from <b>Path</b>" in part


def test_few_people_and_older_runs_say_nothing(coordinator_client, organization):
    program, *_ = make_pool(3, 3)
    run = finished_run(program)
    assert run.insight["alike"] is None
    assert TITLE not in coordinator_client.get(address("run", run)).text
    for kept in (None, {"floor": 0, "pins": 0}):
        MatchingRun.objects.filter(pk=run.pk).update(insight=kept)
        assert TITLE not in coordinator_client.get(address("run", run)).text
