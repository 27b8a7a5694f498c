"""The slider of the stories: what it would do is what a run then does, and consent texts say it."""

import pytest

from matching.engine.problem import Problem
from matching.meaning.models import StoryMeaning
from matching.models import MatchingRun
from organizations.models import AuditEvent
from participants.nominating import texts
from programs.models import Program
from tests.matching.meaning.test_stories import run_of
from tests.matching.test_pages import address


def tuned(client, program, **asked):
    return client.get(address("tuning-effect", program), asked).context["tuned"]


def saved_share(program, share):
    Program.objects.filter(pk=program.pk).update(story_share=share)
    program.refresh_from_db()


def test_the_effect_of_the_slider_is_what_the_next_run_does(coordinator_client, pool, settle):
    program, mentee, _sold, closed = pool
    settle()
    totals = {share: tuned(coordinator_client, program, story_share=share) for share in (0, 25, 80)}

    assert len({found.after.total for found in totals.values()}) == 3
    assert totals[25].after == totals[25].now
    answer = coordinator_client.post(address("tuning-save", program), {"story_share": 80})
    assert answer.status_code == 302
    run = run_of(program)
    assert Problem.from_bytes(run.problem).features.story_points == 3200
    assert run.outcome["total"] == totals[80].after.total
    assert run.matches.get().mentor_id == closed.pk


def test_a_program_without_stories_sees_what_they_would_do(coordinator_client, pool, settle):
    program, *_ = pool
    settle()
    saved_share(program, 0)

    without, some = (tuned(coordinator_client, program, story_share=n) for n in (0, 60))
    assert without.after == without.now == some.now
    assert some.after.total != without.after.total
    assert (without.unread, some.unread) == (0, 0)


def test_stories_that_nobody_has_read_are_counted_and_not_read(coordinator_client, pool, settle):
    program, *_ = pool
    saved_share(program, 0)
    settle()
    part = coordinator_client.get(address("tuning-effect", program), {"story_share": 60})

    assert "3 stories have not been read yet" in part.text
    assert not StoryMeaning.objects.exists()
    assert tuned(coordinator_client, program, story_share=0).unread == 0


@pytest.mark.parametrize("share", ["101", "-1", "half", "9" * 400, "٣٠٪"])
def test_a_share_that_is_none_changes_nothing(coordinator_client, pool, share):
    program, *_ = pool
    asked = {"story_share": share}

    assert "cannot be read" in coordinator_client.get(address("tuning-effect", program), asked).text
    assert coordinator_client.post(address("tuning-save", program), asked).status_code == 422
    program.refresh_from_db()
    assert program.story_share == 25


def test_the_share_is_published_with_what_counts(coordinator_client, pool):
    program, *_ = pool
    data = {"story_share": 35, "start": "1"}
    coordinator_client.post(address("tuning-save", program), data)
    program.refresh_from_db()
    read = " ".join(line for section in texts._sections(program) for line in section["lines"])

    assert "Of the first, 35 % come from what you write in your own words" in read
    trail = AuditEvent.objects.get(verb="program.settings_changed")
    assert trail.facts["after"] == {"story_share": 35}
    assert MatchingRun.objects.count() == 1


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_there_is_no_slider_and_the_share_stays(coordinator_client, pool):
    program, *_ = pool
    page = coordinator_client.get(address("tuning", program))

    assert "Stories are not compared here" in page.text
    assert 'name="story_share"' not in page.text
    data = {"story_share": 90, "weight_needs": 50, "weight_path": 5}
    assert coordinator_client.post(address("tuning-save", program), data).status_code == 302
    program.refresh_from_db()
    assert (program.story_share, program.weight_needs) == (25, 50)
