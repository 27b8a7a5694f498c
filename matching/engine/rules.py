"""Hard rules, for all pairs at once. Each rule adds its bit; a pair keeps every reason it has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from matching.engine.people import DAY, Profile
from matching.engine.problem import Bits, Flags, Pair, Rule

COMPANY_RULES = (
    Rule.SAME_COMPANY
    | Rule.CORPORATE_GROUP
    | Rule.DECLARED_COMPETITORS
    | Rule.COMPETITOR_GROUP
    | Rule.SAME_INDUSTRY
    | Rule.COMPANY_VETO
)
TOP_NEEDS = 2


@dataclass(frozen=True, eq=False)
class Facts:
    """What the profiles do not say.

    ``companies`` (c, c) bits of ``COMPANY_RULES`` between companies, by the index that profiles
    use; a bit in either direction counts for both. The diagonal need not be given.
    ``paired_before`` are (mentee, mentor) ids. A former employer counts for
    ``former_employer_months`` after it ended.
    """

    companies: Bits = field(default_factory=lambda: np.zeros((0, 0), np.uint32))
    paired_before: Iterable[Pair] = ()
    former_employer_months: int = 24


def forbidden(mentees: Sequence[Profile], mentors: Sequence[Profile], facts: Facts) -> Bits:
    """(n, m) bits of ``Rule``, in the order given; 0 means that the pair is possible.

    Raises ValueError when ``facts.companies`` is not square or holds bits of other rules.
    """
    bits = _between_companies(mentees, mentors, facts.companies)
    _add(bits, Rule.NO_COMMON_LANGUAGE, ~_common_language(mentees, mentors))
    _add(bits, Rule.TIME_ZONE_GAP, _too_far(mentees, mentors))
    _add(bits, Rule.FORMER_EMPLOYER, _former(mentees, mentors, facts.former_employer_months))
    _add(bits, Rule.REPORTING_LINE, _reporting(mentees, mentors))
    _add(bits, Rule.PLEASE_NOT, _please_not(mentees, mentors))
    _add(bits, Rule.PAIRED_BEFORE, _listed(mentees, mentors, facts.paired_before))
    _add(bits, Rule.NO_TOP_NEED, ~_top_need_on_offer(mentees, mentors))
    bits[:, [mentor.capacity == 0 for mentor in mentors]] |= np.uint32(Rule.NO_CAPACITY)
    incomplete = np.uint32(Rule.INCOMPLETE_PROFILE)
    bits[[not mentee.is_complete for mentee in mentees]] |= incomplete
    bits[:, [not mentor.is_complete for mentor in mentors]] |= incomplete
    return bits


def _add(bits: Bits, rule: Rule, where: Flags) -> None:
    bits[where] |= np.uint32(rule)


def _between_companies(
    mentees: Sequence[Profile], mentors: Sequence[Profile], companies: Bits
) -> Bits:
    if companies.ndim != 2 or companies.shape[0] != companies.shape[1]:
        raise ValueError("the matrix of companies must be square")
    if (companies & ~np.uint32(COMPANY_RULES)).any():
        raise ValueError("the matrix of companies holds bits that are no rule between companies")
    either_way = companies | companies.T
    mine = np.array([mentee.company for mentee in mentees], np.int64)
    theirs = np.array([mentor.company for mentor in mentors], np.int64)
    if companies.size:
        bits = either_way[np.ix_(mine, theirs)].astype(np.uint32)
    else:
        bits = np.zeros((len(mine), len(theirs)), np.uint32)
    _add(bits, Rule.SAME_COMPANY, mine[:, None] == theirs)
    groups = [[-1 if p.corporate_group is None else p.corporate_group for p in mentees]]
    groups.append([-2 if p.corporate_group is None else p.corporate_group for p in mentors])
    _add(bits, Rule.CORPORATE_GROUP, np.array(groups[0])[:, None] == np.array(groups[1]))
    return bits


def _common_language(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> Flags:
    width = max((p.languages.bit_length() for p in (*mentees, *mentors)), default=0)
    return _bits(mentees, width) @ _bits(mentors, width).T > 0


def _bits(people: Sequence[Profile], width: int) -> npt.NDArray[np.float32]:
    rows = [[p.languages >> bit & 1 for bit in range(width)] for p in people]
    return np.array(rows, np.float32).reshape(len(people), width)


def _too_far(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> Flags:
    """Offsets lie on a circle: UTC+12 and UTC-11 keep office hours an hour apart."""
    mine = np.array([p.utc_offset for p in mentees], np.int64)[:, None]
    theirs = np.array([p.utc_offset for p in mentors], np.int64)
    apart = np.abs(mine - theirs) % DAY
    gap = np.minimum(apart, DAY - apart)
    accepted = np.minimum(
        np.array([p.max_gap for p in mentees], np.int64)[:, None],
        np.array([p.max_gap for p in mentors], np.int64),
    )
    return gap > accepted


def _former(mentees: Sequence[Profile], mentors: Sequence[Profile], months: int) -> Flags:
    """One of the two worked for the other's company until recently."""

    def recent(person: Profile) -> set[int]:
        return {company for company, ago in person.former_employers if ago < months}

    return _points_at_company(mentees, mentors, recent)


def _please_not(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> Flags:
    by_company = _points_at_company(mentees, mentors, lambda p: p.please_not_companies)
    return by_company | _points_at_person(mentees, mentors, lambda p: p.please_not_people)


def _reporting(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> Flags:
    return _points_at_person(mentees, mentors, lambda person: person.managers)


def _top_need_on_offer(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> Flags:
    column: dict[int, int] = {}
    for mentee in mentees:
        for need in mentee.needs[:TOP_NEEDS]:
            column.setdefault(need, len(column))
    wanted = np.zeros((len(mentees), len(column)), np.float32)
    offered = np.zeros((len(mentors), len(column)), np.float32)
    for i, mentee in enumerate(mentees):
        wanted[i, [column[need] for need in mentee.needs[:TOP_NEEDS]]] = 1
    for k, mentor in enumerate(mentors):
        offered[k, [column[offer] for offer, _ in mentor.offers if offer in column]] = 1
    return wanted @ offered.T > 0


def _points_at_company(
    mentees: Sequence[Profile],
    mentors: Sequence[Profile],
    companies: Callable[[Profile], Iterable[int]],
) -> Flags:
    """(n, m) pairs in which one person's ``companies`` name the other's employer."""
    rows, columns = _by_company(mentees), _by_company(mentors)
    found = np.zeros((len(mentees), len(mentors)), bool)
    for i, mentee in enumerate(mentees):
        for company in companies(mentee):
            found[i, columns.get(company, [])] = True
    for k, mentor in enumerate(mentors):
        for company in companies(mentor):
            found[rows.get(company, []), k] = True
    return found


def _by_company(people: Sequence[Profile]) -> dict[int, list[int]]:
    positions: dict[int, list[int]] = {}
    for position, person in enumerate(people):
        positions.setdefault(person.company, []).append(position)
    return positions


def _points_at_person(
    mentees: Sequence[Profile],
    mentors: Sequence[Profile],
    people: Callable[[Profile], Iterable[str]],
) -> Flags:
    """(n, m) pairs in which one person's ``people`` name the other."""
    by_mentee = [(mentee.id, other) for mentee in mentees for other in people(mentee)]
    by_mentor = [(other, mentor.id) for mentor in mentors for other in people(mentor)]
    return _listed(mentees, mentors, by_mentee + by_mentor)


def _listed(mentees: Sequence[Profile], mentors: Sequence[Profile], pairs: Iterable[Pair]) -> Flags:
    row = {mentee.id: i for i, mentee in enumerate(mentees)}
    column = {mentor.id: k for k, mentor in enumerate(mentors)}
    found = np.zeros((len(mentees), len(mentors)), bool)
    for mentee, mentor in pairs:
        if mentee in row and mentor in column:
            found[row[mentee], column[mentor]] = True
    return found
