"""Which cases a coordinator is owed about a pair, and when: counted from what the two did.

Pure, like ``expected``. Of these signals everything is known, so that none of them opens without a
cause either.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.year.expected import DAY, fate, last_day

SOON = 2 * DAY
AFTER_DAYS = {"unsigned": 30, "goal": 30}
ANSWERS_LOW, NOT_A_FIT = "rating", "not_a_fit"
KNOWN = {*AFTER_DAYS, "call", ANSWERS_LOW, NOT_A_FIT}
LOW = 2


@dataclass(frozen=True)
class Opens:
    """A case of this signal that opens between two moments."""

    signal: str
    first: datetime
    last: datetime
    optional: bool = False


def opens(program, story, temper):
    """Every ``Opens`` of this pair; ``temper`` says how its two answer."""
    if story.introduced_at is None:
        return []
    found = [Opens("call", deed.at, deed.at + SOON) for deed in story.all("call")]
    for signal, done in (("unsigned", story.when("sign")), ("goal", story.when("set_goal"))):
        found += _after(program, story, signal, done)
    for deed in story.all("answer_check"):
        if deed.of == "fit" and temper.fit == "not":
            found.append(Opens(NOT_A_FIT, deed.at, deed.at + SOON))
        if deed.of != "fit" and min(temper.ratings) <= LOW:
            found.append(Opens(ANSWERS_LOW, deed.at, deed.at + SOON))
    return found


def _after(program, story, signal, done):
    """So many days after the introduction, if nothing was done; a pause stops the clock."""
    first = program.begins(program.day(story.introduced_at) + timedelta(days=AFTER_DAYS[signal]))
    rested = any(at < first + SOON for at, _to in story.pauses)
    last = first + SOON + (timedelta(days=120) if rested else timedelta(0))
    until = min(filter(None, (done, _over(program, story))))
    if until <= first:
        return []
    return [Opens(signal, first, last, optional=until < last or rested)]


def _over(program, story):
    ended = fate(program, story)
    if ended.status == "ended":
        return ended.over_at
    return program.begins(last_day(program, story)[1])


def broken(program, story, temper, cases):
    """What is wrong with ``cases``, ``[(signal, opened at)]`` of this pair: sentences."""
    owed, said = opens(program, story, temper), []
    called = set()
    for one in owed:
        fits = [row for row in cases if row[0] == one.signal and one.first <= row[1] <= one.last]
        called |= set(fits)
        if not fits and not one.optional:
            said.append(f"no case {one.signal} from {one.first.isoformat()}")
    for signal, at in cases:
        if signal in KNOWN and (signal, at) not in called:
            said.append(f"uncalled-for case {signal} {at.isoformat()}")
    return said
