"""Could everybody be matched today? If not: who is short of whom, and what would help most."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.engine.helping import OneMore, Owed, Sent, offers, sent
from matching.engine.people import DAY, Profile
from matching.engine.problem import Pair
from matching.engine.rules import Facts
from matching.engine.shortage import Group, Pool


@dataclass(frozen=True)
class Readiness:
    """``matched`` of ``mentees`` ready ones could be matched with ``mentors`` and ``places``.

    ``groups`` are short, the fewest members first. When there is none, ``tightest`` comes nearest.
    ``offers`` hold the best hypothetical mentor for each competency that would help, ``sent`` what
    each company's owed mentors would add alone, ``all_sent`` what all would add together, if they
    spoke the language, were near and offered what is needed.
    """

    mentees: int
    mentors: int
    places: int
    matched: int
    groups: tuple[Group, ...]
    tightest: Group | None
    offers: tuple[OneMore, ...]
    sent: tuple[Sent, ...]
    all_sent: int


def assess(
    mentees: Iterable[Profile],
    mentors: Iterable[Profile],
    *,
    facts: Facts,
    vetoes: Iterable[Pair] = (),
    owed: Iterable[Owed] = (),
    max_gap: int = DAY // 2,
) -> Readiness:
    """What the pool allows today. ``max_gap`` (minutes) is what a mentor to come accepts."""
    pool = Pool(mentees, mentors, facts, tuple(vetoes))
    each_sent, all_sent = sent(pool, tuple(owed))
    return Readiness(
        mentees=len(pool.mentees),
        mentors=len(pool.mentors),
        places=sum(pool.capacity),
        matched=pool.cover.matched,
        groups=pool.groups(),
        tightest=pool.tightest() if not pool.short else None,
        offers=offers(pool, max_gap),
        sent=each_sent,
        all_sent=all_sent,
    )
