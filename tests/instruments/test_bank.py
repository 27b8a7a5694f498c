"""The shipped questions: every benefit that is promised is asked about, and soon answered."""

import pytest

from instruments.bank import dimensions, minutes_of, pages
from instruments.kinds import EVERY_TIME, STAGES, Kind, Occasion

# What a year is for, and the keys of the questions that tell.
BENEFITS = {
    ("mentee", "a view from outside"): ["outside-whom", "outside-honest", "outside-elsewhere"],
    ("mentee", "a mentor who has walked the path"): ["guidance-path", "guidance-steps"],
    ("mentee", "feedback on communication"): ["feedback-using", "leading-difficult-talks"],
    ("mentee", "feedback on leadership"): ["feedback-asking", "leading-handing-over"],
    ("mentee", "feedback on change"): ["feedback-using", "change-through", "change-resistance"],
    ("mentee", "reading culture and politics"): ["culture-unwritten", "culture-interests"],
    ("mentee", "hands-on learning"): ["practice-avoided", "practice-trying"],
    ("mentor", "learning both ways"): ["two-way-junior", "two-way-industries"],
    ("mentor", "listening"): ["listening-silence", "listening-between"],
    ("mentor", "interpersonal skill"): ["interpersonal-strangers", "interpersonal-questions"],
    ("mentor", "satisfaction"): ["satisfaction-meaning", "satisfaction-year"],
    ("mentor", "perspective on their own people"): ["own-people-potential", "own-people-time"],
    ("sponsor", "succession pipeline"): ["pipeline-ready", "retained-promoted", "retained-larger"],
    ("mentee", "engagement"): ["engagement-future", "engagement-effort"],
    ("mentee", "new perspectives"): ["perspective-sides", "perspective-reconsidering"],
    ("mentor", "better leaders as mentors"): ["mentoring-listens", "mentoring-deciding"],
    ("observer", "better leaders"): ["observed-aims", "observed-developing", "observed-compared"],
    ("sponsor", "work saved for a small HR team"): ["retained-work"],
    ("sponsor", "its aims"): ["pipeline-aims", "retained-employed"],
}


def asked(informant, occasion):
    return {one.key: one for page in pages(informant, occasion) for one in page.questions}


@pytest.mark.parametrize(("informant", "benefit"), BENEFITS)
def test_every_benefit_is_asked_about_at_the_end(informant, benefit):
    final = asked(informant, Occasion.FINAL)

    for key in BENEFITS[informant, benefit]:
        assert key in final, benefit


@pytest.mark.parametrize(
    ("informant", "occasion", "minutes"),
    [
        ("mentee", Occasion.BASELINE, 6),
        ("mentor", Occasion.BASELINE, 6),
        ("mentee", Occasion.MID_YEAR, 7),
        ("mentor", Occasion.MID_YEAR, 7),
        ("mentee", Occasion.FINAL, 7),
        ("mentor", Occasion.FINAL, 7),
        ("mentee", Occasion.THEN, 5),
        ("observer", Occasion.BASELINE, 3),
        ("observer", Occasion.FINAL, 3),
        ("mentee", Occasion.FOLLOW_UP_6, 1),
        ("mentor", Occasion.FOLLOW_UP_12, 1),
    ],
)
def test_it_takes_less_than_it_may(informant, occasion, minutes):
    assert asked(informant, occasion)
    assert minutes_of(informant, occasion) <= minutes


@pytest.mark.parametrize("informant", ["mentee", "mentor"])
def test_what_is_asked_each_time_reads_the_same_each_time(informant):
    """Question, kind, scale and direction: else no change could be read from two of them."""
    occasions = [asked(informant, one) for one in EVERY_TIME]
    common = set.intersection(*map(set, occasions))

    assert len(common) >= 15
    for key in common:
        assert len({one[key] for one in occasions}) == 1


def test_follow_ups_are_three_questions():
    for informant in ("mentee", "mentor"):
        for occasion in (Occasion.FOLLOW_UP_6, Occasion.FOLLOW_UP_12):
            assert len(asked(informant, occasion)) == 3


def test_the_look_back_asks_what_mentees_rate_of_themselves_each_time():
    then, baseline = asked("mentee", Occasion.THEN), asked("mentee", Occasion.BASELINE)
    rated = {key for key, one in baseline.items() if one.dimension and one.kind == Kind.SCALE_5}

    assert set(then) == rated
    assert not any(one.required for one in then.values())
    assert all(one.text == baseline[key].text for key, one in then.items())
    assert not pages("mentor", Occasion.THEN)


def test_every_question_measures_what_is_known():
    for occasion in STAGES:
        for informant in ("mentee", "mentor", "observer", "sponsor"):
            for one in asked(informant, occasion).values():
                assert one.dimension in ("", *dimensions())
