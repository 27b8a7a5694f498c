"""Points are exact, add up, and treat silence as neutral."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.features import build_features
from matching.engine.people import MeetingForm, Role, utc_hours
from matching.engine.scoring import (
    MAX_SCORE,
    NEUTRAL,
    PARTS,
    Weights,
    apportion,
    confidence,
    parts,
    parts_of,
    parts_of_pairs,
    scores,
)
from tests.matching.engine.persons import mentee, mentor, people

sliders = st.builds(
    Weights, **dict.fromkeys(PARTS, st.integers(1, 100)), story=st.sampled_from([0, 25, 100])
)
MENTEES, MENTORS = people(Role.MENTEE, "e"), people(Role.MENTOR, "o")


def earned(part, mentees, mentors, weights=Weights()):  # noqa: B008 - frozen
    """Points of a part, one line per mentee."""
    features = build_features(mentees, mentors, weights)
    return parts(features)[PARTS.index(part)].tolist()


@given(MENTEES, MENTORS, sliders)
def test_parts_add_up_exactly_to_the_score(mentees, mentors, weights):
    features = build_features(mentees, mentors, weights)

    total, by_part = scores(features), parts(features)

    assert (by_part.sum(axis=0) == total).all()
    assert by_part.min() >= 0
    assert total.max() <= MAX_SCORE
    assert (by_part <= np.array(weights.points())[:, None, None]).all()


@given(MENTEES, MENTORS, sliders)
def test_parts_of_one_pair_are_those_of_all_pairs(mentees, mentors, weights):
    features = build_features(mentees, mentors, weights)
    by_part = parts(features)

    for i, k in itertools.product(range(len(mentees)), range(len(mentors))):
        assert list(parts_of(features, i, k).values()) == by_part[:, i, k].tolist()
    rows, columns = np.indices(by_part.shape[1:]).reshape(2, -1)
    assert (parts_of_pairs(features, rows, columns) == by_part[:, rows, columns]).all()


@given(MENTEES, MENTORS, sliders, st.data())
def test_score_of_a_pair_does_not_depend_on_the_pool(mentees, mentors, weights, data):
    i = data.draw(st.integers(0, len(mentees) - 1))
    k = data.draw(st.integers(0, len(mentors) - 1))

    together = scores(build_features(mentees, mentors, weights))[i, k]
    alone = scores(build_features([mentees[i]], [mentors[k]], weights))[0, 0]

    assert together == alone


@given(MENTEES, MENTORS, sliders)
def test_one_float_product_equals_integer_arithmetic(mentees, mentors, weights):
    features = build_features(mentees, mentors, weights)

    exact = features.mentee.astype(object) @ features.mentor.astype(object).T

    assert (features.mentee @ features.mentor.T == exact.astype(np.int64)).all()


def test_full_marks_are_ten_thousand():
    answers = {
        "transitions": 1,
        "hours": ((480, 1020),),
        "meeting_form": MeetingForm.EITHER,
        "ways_of_working": (1, -1) * 4,
        "perspective": 2,
        "story": (127, 0),
    }
    one = mentee(level=3, years=5, wishes=("o1",), **answers)
    other = mentor(level=4, years=12, wishes=("e1",), **answers)
    features = build_features([one], [other], Weights(story=25))

    assert scores(features).tolist() == [[MAX_SCORE]]
    assert confidence(features).tolist() == [[100]]


@pytest.mark.parametrize(
    ("weights", "points"),
    [
        (Weights(), (4000, 1500, 1500, 1500, 1000, 500)),
        (Weights(1, 1, 1, 1, 1, 1), (1670, 1670, 1670, 1670, 1660, 1660)),
        (Weights(0, 0, 0, 0, 0, 3), (0, 0, 0, 0, 0, 10_000)),
    ],
)
def test_weights_become_points_that_sum_to_ten_thousand(weights, points):
    assert weights.points() == points


@pytest.mark.parametrize("wrong", [{"needs": -1}, {"story": 101}, dict.fromkeys(PARTS, 0)])
def test_impossible_weights_are_refused(wrong):
    with pytest.raises(ValueError, match="weights"):
        Weights(**wrong)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 50), min_size=1).filter(any))
def test_apportion_is_whole_and_complete(total, weights):
    shares = apportion(total, tuple(weights))

    assert sum(shares) == total
    exact = [total * weight / sum(weights) for weight in weights]
    assert shares == pytest.approx(exact, abs=1)


def test_needs_follow_rank_and_level():
    one = mentee(needs=(1, 2, 3))
    offers = [(), ((1, 5),), ((1, 1),), ((2, 5),), ((1, 5), (2, 5), (3, 5)), ((9, 5),)]

    row = earned("needs", [one], [mentor(f"o{k}", offers=o) for k, o in enumerate(offers)])

    assert row == [[0, 2000, 600, 1200, 4000, 0]]


def test_story_takes_its_share_of_the_needs():
    one = mentee(story=(127, 0))
    stories = [(127, 0), (0, 127), None]
    others = [mentor(f"o{k}", story=story) for k, story in enumerate(stories)]

    assert earned("needs", [one], others, Weights(story=25)) == [[4000, 3000, 3150]]
    assert earned("needs", [one], others) == [[4000, 4000, 4000]]


def test_path_prefers_who_has_walked_the_step_from_a_helpful_distance():
    one = mentee(transitions=0b10, level=2, years=4)
    walked = mentor("o1", transitions=0b110, level=3, years=10)
    elsewhere = mentor("o2", transitions=0b101, level=3, years=10)
    too_near = mentor("o3", transitions=0b10, level=1, years=1)
    silent = mentor("o4")

    row = earned("path", [one], [walked, elsewhere, too_near, silent])

    assert row == [[1500, 600, 900, 900 * 30 // 100 + 2 * (300 * 60 // 100)]]


def test_ways_of_working_count_agreement():
    one = mentee(ways_of_working=(1,) * 8)
    answers = [(1,) * 8, (-1,) * 8, (1,) * 4 + (-1,) * 4, (0,) * 8]
    others = [mentor(f"o{k}", ways_of_working=a) for k, a in enumerate(answers)]

    assert earned("ways_of_working", [one], others) == [[1500, 0, 752, 4 * 94 + 4 * 93]]


def test_wishes_of_both_sides_count_by_rank():
    chooser, silent = mentee("e1", wishes=("o2", "o1")), mentee("e2")
    wanting, other = mentor("o1", wishes=("e1",)), mentor("o2")

    assert earned("wishes", [chooser, silent], [wanting, other]) == [
        [600 + 750, 750 + 375],
        [375, 375 + 375],
    ]


def test_wish_for_somebody_else_is_ignored():
    assert earned("wishes", [mentee(wishes=("nobody",))], [mentor()]) == [[375]]


def test_logistics_count_shared_hours_and_form():
    one = mentee(hours=((480, 1020),), meeting_form=MeetingForm.VIRTUAL)
    full = mentor("o1", hours=((780, 1320),), meeting_form=MeetingForm.EITHER)
    half = mentor("o2", hours=((900, 1440),), meeting_form=MeetingForm.IN_PERSON)
    silent = mentor("o3")

    assert earned("logistics", [one], [full, half, silent]) == [[1000, 350, 420 + 240]]


def test_perspective_counts_the_share_of_what_was_asked():
    asking, content = mentee("e1", perspective=0b11), mentee("e2")
    others = [mentor("o1", perspective=0b11), mentor("o2", perspective=0b101)]

    assert earned("perspective", [asking, content], others) == [[500, 250], [250, 250]]


@given(MENTEES, MENTORS)
def test_silence_of_a_mentee_favors_nobody(mentees, mentors):
    """A mentee who answers only the needs ranks mentors by needs, and by the mentors' wishes."""
    silent = [mentee("e99", needs=(1, 2))]
    others = [mentor(person.id, offers=person.offers) for person in mentors]
    features = build_features(silent, mentors, Weights(wishes=0))
    needs_alone = build_features(silent, others, Weights(wishes=0))

    difference = scores(features) - scores(needs_alone)

    assert (difference == difference[0, 0]).all()


def test_silence_lowers_confidence_not_the_score_of_others():
    one = mentee(level=2, years=4, ways_of_working=(1,) * 8)
    answered = mentor("o1", level=3, years=10, ways_of_working=(1,) * 8)
    silent = mentor("o2")
    features = build_features([one], [answered, silent], Weights())

    sure, unsure = confidence(features)[0].tolist()

    assert (sure, unsure) == (100 * 6100 // 8000, 100 * 4000 // 8000)


def test_confidence_without_questions_at_stake_is_full():
    weights = Weights(0, 0, 0, 1, 0, 0)

    assert confidence(build_features([mentee()], [mentor()], weights)).tolist() == [[100]]


@pytest.mark.parametrize("question", sorted(NEUTRAL))
def test_neutral_is_a_share(question):
    assert 0 < NEUTRAL[question] < 100


@pytest.mark.parametrize(
    ("start", "end", "offset", "expected"),
    [
        (540, 1020, 0, ((540, 1020),)),
        (540, 1020, 60, ((480, 960),)),
        (540, 1020, 600, ((0, 420), (1380, 1440))),
        (540, 1020, -660, ((0, 240), (1200, 1440))),
        (1320, 360, 0, ((0, 360), (1320, 1440))),
        (0, 0, 0, ((0, 1440),)),
    ],
)
def test_office_hours_in_utc(start, end, offset, expected):
    assert utc_hours(start, end, offset) == expected


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"ways_of_working": (1,)}, "ways_of_working"),
        ({"capacity": -1}, "capacity"),
        ({"offers": ((1, 6),)}, "level"),
    ],
)
def test_impossible_profiles_are_refused(facts, why):
    with pytest.raises(ValueError, match=why):
        mentor(**facts)
