"""What one more mentor with which offer would change, and what the mentors owed by sponsors would.

Nothing is solved again: a mentor adds as many matches as one largest matching can leave out of the
mentees who could have them, and only members of short groups can be left out at all.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.engine.cover import Row, bits_of, rows_of
from matching.engine.people import Profile, Role
from matching.engine.problem import Rule
from matching.engine.rules import TOP_NEEDS, Facts, forbidden
from matching.engine.shortage import Pool

MOST_PLACES = 5  # what one mentor can take
# What a sponsor can choose its mentors by.
ABOUT_THE_MENTOR = Rule.NO_TOP_NEED | Rule.NO_COMMON_LANGUAGE | Rule.TIME_ZONE_GAP


@dataclass(frozen=True)
class OneMore:
    """One more mentor from a company that competes with nobody's, who offers one competency.

    With ``q`` places they would add min(q, ``gain``) matches, ``gain`` is at most ``MOST_PLACES``.
    Any of ``helps`` mentees of short groups could have them.
    """

    competency: int
    language: int
    utc_offset: int
    gain: int
    helps: int


@dataclass(frozen=True)
class Owed:
    """Mentors whom a company still owes."""

    company: int
    mentors: int


@dataclass(frozen=True)
class Sent:
    """What the mentors that a company owes would add at most, with one place each."""

    company: int
    mentors: int
    gain: int


def offers(pool: Pool, max_gap: int) -> tuple[OneMore, ...]:
    """The best language and time zone for each competency that short groups ask for."""
    asked = [pool.mentees[i] for i in bits_of(pool.short)]
    needs = sorted({need for person in asked for need in person.needs[:TOP_NEEDS]})
    suited = _Suited(pool, needs, max_gap)
    found = [_best(pool, need, suited) for need in needs]
    order = sorted(found, key=lambda one: (-one.gain, -one.helps, one.competency))
    return tuple(one for one in order if one.gain)


class _Suited:
    """Members of short groups, as rows, for whom an offer, a language or a time zone would do.

    Nothing else stands between them and somebody from a company of which nobody has heard.
    """

    def __init__(self, pool: Pool, needs: Sequence[int], max_gap: int) -> None:
        asked = [pool.mentees[i] for i in bits_of(pool.short)]
        stranger, facts = _with_stranger(pool)
        languages = range(max((person.languages.bit_length() for person in asked), default=0))
        offsets = sorted({person.utc_offset for person in asked})

        def look(rule: Rule, probes: list[Profile]) -> list[Row]:
            flags = np.zeros((len(pool.mentees), len(probes)), bool)
            against = forbidden(asked, probes, facts) & np.uint32(rule)
            flags[list(bits_of(pool.short))] = against == 0
            return rows_of(flags.T)

        def probe(**facts_of_one: Any) -> Profile:
            return Profile(
                id="", role=Role.MENTOR, company=stranger, max_gap=max_gap, **facts_of_one
            )

        offering = look(Rule.NO_TOP_NEED, [probe(offers=((need, 5),)) for need in needs])
        speaking = look(Rule.NO_COMMON_LANGUAGE, [probe(languages=1 << at) for at in languages])
        near = look(Rule.TIME_ZONE_GAP, [probe(utc_offset=offset) for offset in offsets])
        self.by_need = dict(zip(needs, offering, strict=True))
        self.by_language = dict(zip(languages, speaking, strict=True))
        self.by_offset = dict(zip(offsets, near, strict=True))

    def kinds(self, need: int) -> list[tuple[int, Row, int, int]]:
        """(how many, who, language, offset) of mentors who offer it, whom most could have first."""
        rows = [
            (self.by_need[need] & speaking & near, language, offset)
            for language, speaking in self.by_language.items()
            for offset, near in self.by_offset.items()
        ]
        kinds = [(row.bit_count(), row, language, offset) for row, language, offset in rows if row]
        return sorted(kinds, key=lambda kind: (-kind[0], kind[2], kind[3]))


def _best(pool: Pool, need: int, suited: _Suited) -> OneMore:
    """Of all who offer the competency the one who adds most, then helps most."""
    best = OneMore(need, 0, 0, gain=0, helps=0)
    for helps, wanted, language, offset in suited.kinds(need):
        # No one can add more matches than there are mentees who could have them.
        if min(helps, MOST_PLACES) <= best.gain:
            break
        added = gain(pool, wanted)
        if added > best.gain:
            best = OneMore(need, language, offset, added, helps)
    return best


def gain(pool: Pool, wanted: Row) -> int:
    """Matches that a mentor for ``wanted`` mentees would add with ``MOST_PLACES`` places.

    Components do not meet, so what they gain adds up; where one mentee is unmatched, or one is
    wanted, it is one.
    """
    total = 0
    for part in pool.components:
        inside = wanted & part.mentees
        most = min(inside.bit_count(), len(part.unmatched), MOST_PLACES - total)
        total += pool.cover.spared(part.unmatched, inside, most) if most > 1 else most
    return total


def _with_stranger(pool: Pool) -> tuple[int, Facts]:
    """The index of a company of which nobody has heard, and the facts with room for it."""
    companies = pool.facts.companies
    known = [person.company for person in (*pool.mentees, *pool.mentors)]
    stranger = max([len(companies) - 1, *known], default=-1) + 1
    wider = stranger + 1 - len(companies)
    padded = np.pad(companies, ((0, wider), (0, wider)))
    return stranger, dataclasses.replace(pool.facts, companies=padded)


def sent(pool: Pool, owed: Sequence[Owed]) -> tuple[tuple[Sent, ...], int]:
    """What the mentors owed would add: company by company, and all together."""
    senders = [
        Profile(id=f"{at}", role=Role.MENTOR, company=one.company, offers=((0, 5),))
        for at, one in enumerate(owed)
    ]
    blocks = forbidden(pool.mentees, senders, pool.facts)
    ignored = np.uint32(ABOUT_THE_MENTOR | Rule.INCOMPLETE_PROFILE)
    rows = rows_of((blocks & ~ignored == 0).T)
    more = [(row, one.mentors) for row, one in zip(rows, owed, strict=True)]
    found = [
        Sent(one.company, one.mentors, _adds(pool, [each]))
        for one, each in zip(owed, more, strict=True)
    ]
    found.sort(key=lambda one: (-one.gain, one.company))
    return tuple(found), _adds(pool, more)


def _adds(pool: Pool, more: Sequence[tuple[Row, int]]) -> int:
    return pool.cover.changed(more=more).matched - pool.cover.matched
