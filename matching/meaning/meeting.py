"""Where the stories of a pair meet: what that earned, and the two sentences that meet best."""

from dataclasses import dataclass

import numpy as np

from matching.engine.scoring import story_points_of
from matching.frozen import frozen
from matching.meaning.sentences import sentences
from matching.meaning.stored import meaning_of


@dataclass(frozen=True)
class Meeting:
    """``points`` of ``most``. The sentences are empty unless both stories stand as the run read
    them; ``is_told`` is False when one of the two had none to read, so that the points are those of
    nobody's favor."""

    points: int
    most: int
    is_told: bool
    mentee: str = ""
    mentor: str = ""


def meeting_of(run, match):
    """The ``Meeting`` of a match, its people loaded ``with_meanings``; None if stories did not
    count."""
    problem, _ = frozen(run)
    features = problem.features
    if features is None or not features.story_points:
        return None
    i, k = problem.mentee_index[str(match.mentee_id)], problem.mentor_index[str(match.mentor_id)]
    read = (features.mentee_story[i], features.mentor_story[k])
    return Meeting(
        points=story_points_of(features, i, k),
        most=int(features.story_points),
        is_told=all(story.any() for story in read),
        **_sentences(match.mentee, match.mentor, read),
    )


def _sentences(mentee, mentor, read):
    """The pair of sentences whose meanings lie nearest, the earlier ones of equals."""
    both = [meaning_of(mentee), meaning_of(mentor)]
    if any(
        meaning is None or not np.array_equal(meaning.whole, story)
        for meaning, story in zip(both, read, strict=True)
    ):
        return {}
    nearness = both[0].parts.astype(np.int32) @ both[1].parts.astype(np.int32).T
    one, other = np.unravel_index(nearness.argmax(), nearness.shape)
    return {
        "mentee": sentences(mentee.story)[one],
        "mentor": sentences(mentor.story)[other],
    }
