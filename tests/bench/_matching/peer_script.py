"""One problem through mentor-match. Runs in the environment that ``peer`` has made.

    python peer_script.py SCORES.json

SCORES are lists of whole numbers, a list a mentee and a number a place of a mentor; below 0 is a
pair that may not be. Mentors with several places stand there as several people.
"""

import json
import sys
import time

from matching import process
from matching.mentee import Mentee
from matching.mentor import Mentor


class Given:
    """A rule that knows all scores."""

    def __init__(self, scores):
        self.scores = scores

    def apply(self, match):
        score = self.scores[match.mentee.at][match.mentor.at]
        match.disallowed = score < 0
        return max(score, 0)

    def evaluate(self, match):
        return True


def person(kind, at):
    one = kind(grade=1, email=f"{kind.__name__}{at}")
    one.at = at
    return one


def main(file):
    with open(file, encoding="utf-8") as opened:
        scores = json.load(opened)
    mentors = [person(Mentor, at) for at in range(len(scores[0]))]
    mentees = [person(Mentee, at) for at in range(len(scores))]
    start = time.process_time()
    process.process_data(mentors, mentees, [[Given(scores)]])
    seconds = time.process_time() - start
    found = [scores[one.at][one.connections[0].at] for one in mentees if one.connections]
    figures = {"cpu_seconds": seconds, "matched": len(found), "total": sum(found)}
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
