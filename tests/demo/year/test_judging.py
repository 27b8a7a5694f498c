"""A judge that never finds anything would be of no use: each kind of fault, said by name."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from demo.year import expected
from demo.year.acting import Deed, Pair
from demo.year.behavior import temper
from demo.year.expected import MENTEE, MENTOR
from demo.year.judging import Judge
from tests.demo.year.test_expected import ANNOUNCED, PROGRAM, SIGNED

PK = UUID(int=1)
PEOPLE = {MENTEE: UUID(int=2), MENTOR: UUID(int=3)}
TEMPER = temper(1, "one")
REST = datetime(2025, 4, 1, 9, tzinfo=UTC)
GOAL_DUE = datetime(2025, 2, 5, 8, tzinfo=UTC)  # 30 days after the introduction
SLEPT = ((REST, "pause", MENTEE), (REST + timedelta(days=15), "resume", MENTEE))


def _message(number, kind, side, of, at, failure="", address="somebody@people.example"):
    return SimpleNamespace(
        pk=number, kind=kind, person_id=PEOPLE[side], occasion=str(of), sent_at=at,
        failure=failure, recipient=address,
    )  # fmt: skip


def _life(*deeds):
    """A year in which all is as it should be: every mail came at its first moment."""
    of = {"propose_agreement": UUID(int=9)}
    deeds = [Deed(at, what, side, str(of.get(what, ""))) for at, what, side in deeds]
    pair = Pair(PK, UUID(int=8), PEOPLE, {}, TEMPER, ANNOUNCED, ANNOUNCED + timedelta(days=7))
    pair.deeds = deeds
    life = SimpleNamespace(pairs={PK: pair}, probes=[], harvested=datetime(2026, 6, 1, tzinfo=UTC))
    life.cases = {PK: [("goal", GOAL_DUE)]}
    judge = Judge(life, PROGRAM, {PK: "one and two"})
    story = judge.stories[PK]
    owed = expected.owed(PROGRAM, story)
    rows = [_message(n, one.kind, one.side, one.of, one.first) for n, one in enumerate(owed)]
    life.messages = {row.pk: row for row in rows}
    fate = expected.fate(PROGRAM, story)
    closed = fate.closes_on and PROGRAM.begins(fate.closes_on)
    life.fates = {
        PK: {"status": fate.status, "ends_on": fate.ends_on, "closed": closed, "over": fate.over_at}
    }
    return life, judge


def _without(life, kind, side):
    row = next(m for m in life.messages.values() if (m.kind, m.person_id) == (kind, PEOPLE[side]))
    del life.messages[row.pk]


def _late(life):
    row = next(m for m in life.messages.values() if m.kind == "partnership_active")
    row.sent_at += timedelta(days=3)


def _extra(kind, at, **how):
    def add(life):
        life.messages[99] = _message(99, kind, MENTEE, PK, at, **how)

    return add


FAULTS = {
    "a mail that never came": (lambda life: _without(life, "check_open", MENTOR), "missing"),
    "a mail that came too late": (_late, "missing partnership_active"),
    "a mail for no reason": (_extra("match_over", REST), "uncalled-for match_over"),
    "a nudge in a pause": (
        _extra("silence_prompt", REST + timedelta(days=9)),
        "silence_prompt to the mentee while it rests",
    ),
    "a word when it was over": (
        _extra("silence_prompt", datetime(2026, 4, 1, tzinfo=UTC)),
        "when it was over",
    ),
    "a mail that was given up": (
        _extra("silence_prompt", None, failure="gave_up"),
        "silence_prompt was not delivered",
    ),
    "another end": (
        lambda life: life.fates[PK].update(status="expired"),
        "is expired instead of completed",
    ),
    "another last day": (
        lambda life: life.fates[PK].update(ends_on=date(2026, 2, 13)),
        "ends on 2026-02-13 instead of 2026-01-28",
    ),
    "closed a day late": (
        lambda life: life.fates[PK].update(closed=datetime(2026, 1, 29, 9, tzinfo=UTC)),
        "began to close on 2026-01-29 instead of 2026-01-28",
    ),
    "a case that nobody opened": (
        lambda life: life.cases.clear(),
        "no case goal from 2025-02-05",
    ),
    "a case without a cause": (
        lambda life: life.cases[PK].append(("call", REST)),
        "uncalled-for case call",
    ),
    "words that stay": (
        lambda life: life.probes.append((PK, MENTOR, datetime(2026, 5, 1, tzinfo=UTC), 1)),
        "the words can be read by the mentor",
    ),
}


def test_a_year_without_a_fault_has_none():
    _, judge = _life(*SIGNED, *SLEPT)

    assert judge.look() == []


@pytest.mark.parametrize(("break_it", "says"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_found_and_named(break_it, says):
    life, judge = _life(*SIGNED, *SLEPT)
    break_it(life)

    found = judge.look()

    assert says in found[0]
    assert len(found) == 1 + (break_it is _late)  # what comes too late has no reason either


def test_somebody_in_two_live_partnerships_is_found():
    life, judge = _life(*SIGNED, *SLEPT)
    other = UUID(int=4)
    life.pairs[other] = life.pairs[PK]
    life.fates[other], judge.names[other] = life.fates[PK], "one and three"
    judge._live()

    assert judge.violations == ["somebody is in two live partnerships (one and three)"] * 2


def test_an_address_that_is_gone_is_nobodys_fault():
    life, judge = _life(*SIGNED)
    row = next(iter(life.messages.values()))
    row.sent_at, row.failure, row.recipient = None, "refused", "somebody@gone.example"

    assert judge.look() == []
    life.messages = {
        pk: one for pk, one in life.messages.items() if one is row or one.person_id != row.person_id
    }
    assert judge.look() == []  # what comes later is not even tried
    row.recipient = "somebody@people.example"
    assert len(judge.look()) > 1
