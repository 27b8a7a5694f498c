"""Hard rules, for all pairs at once. Each rule adds its bit; a pair keeps every reason it has."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine.people import DAY, Profile
from matching.engine.problem import Bits, Flags, Pair, Rule
from matching.engine.scoring import CHUNK

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
    companies = facts.companies
    if companies.ndim != 2 or companies.shape[0] != companies.shape[1]:
        raise ValueError("the matrix of companies must be square")
    if (companies & ~np.uint32(COMPANY_RULES)).any():
        raise ValueError("the matrix of companies holds bits that are no rule between companies")
    either_way = (companies | companies.T).astype(np.uint32)
    bits = np.empty((len(mentees), len(mentors)), np.uint32)
    for start in range(0, len(mentees), CHUNK):
        some = mentees[start : start + CHUNK]
        bits[start : start + CHUNK] = _forbidden(some, mentors, facts, either_way)
    return bits


def _forbidden(
    mentees: Sequence[Profile], mentors: Sequence[Profile], facts: Facts, companies: Bits
) -> Bits:
    bits = _between_companies(mentees, mentors, companies)
    _add(bits, Rule.COMPETING_LATER, _competing_later(mentees, mentors, facts.companies))
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
    if where.any():
        bits |= where * np.uint32(rule)


def _between_companies(
    mentees: Sequence[Profile], mentors: Sequence[Profile], companies: Bits
) -> Bits:
    mine = np.array([mentee.company for mentee in mentees], np.int64)
    theirs = np.array([mentor.company for mentor in mentors], np.int64)
    if companies.size:
        bits = companies[np.ix_(mine, theirs)]
    else:
        bits = np.zeros((len(mine), len(theirs)), np.uint32)
    _add(bits, Rule.SAME_COMPANY, mine[:, None] == theirs)
    groups = [[-1 if p.corporate_group is None else p.corporate_group for p in mentees]]
    groups.append([-2 if p.corporate_group is None else p.corporate_group for p in mentors])
    _add(bits, Rule.CORPORATE_GROUP, np.array(groups[0])[:, None] == np.array(groups[1]))
    return bits


def _competing_later(
    mentees: Sequence[Profile], mentors: Sequence[Profile], companies: Bits
) -> Flags:
    """A move brings the two into one company, or into companies with a rule between them."""
    found = np.zeros((len(mentees), len(mentors)), bool)
    _after_moves(found, mentees, mentors, companies)
    _after_moves(found.T, mentors, mentees, companies.T)
    return found


def _after_moves(
    found: Flags, movers: Sequence[Profile], others: Sequence[Profile], companies: Bits
) -> None:
    """Mark where a row's person, having moved, meets the company of another, also one to come."""
    if all(mover.moves_to is None for mover in movers):
        return
    now = np.array([other.company for other in others], np.int64)
    then = np.array([-1 if o.moves_to is None else o.moves_to for o in others], np.int64)
    until = [np.inf if other.moves_on is None else other.moves_on for other in others]
    for i, mover in enumerate(movers):
        if mover.moves_to is None:
            continue
        clash = np.zeros(max([len(companies), mover.moves_to + 1, *(now + 1), *(then + 1)]), bool)
        if len(companies):
            both = companies[mover.moves_to] | companies[:, mover.moves_to]
            clash[: len(companies)] = both != 0
        clash[mover.moves_to] = True
        found[i] |= clash[now] & (np.array(until) > mover.moves_on)
        found[i] |= clash[then] & (then >= 0)


def _common_language(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> Flags:
    return _by_kind(mentees, mentors, lambda person: person.languages, _share_a_bit)


def _share_a_bit(mine: Sequence[int], theirs: Sequence[int]) -> Flags:
    shared = [[one & other != 0 for other in theirs] for one in mine]
    return np.array(shared, bool).reshape(len(mine), len(theirs))


def _too_far(mentees: Sequence[Profile], mentors: Sequence[Profile]) -> Flags:
    return _by_kind(mentees, mentors, lambda p: (p.utc_offset, p.max_gap), _beyond_gap)


def _beyond_gap(mine: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]) -> Flags:
    """Offsets lie on a circle: UTC+12 and UTC-11 keep office hours an hour apart."""
    rows = np.array(mine, np.int64).reshape(-1, 1, 2)
    columns = np.array(theirs, np.int64).reshape(-1, 2)
    apart = np.abs(rows[..., 0] - columns[:, 0]) % DAY
    gap = np.minimum(apart, DAY - apart)
    return gap > np.minimum(rows[..., 1], columns[:, 1])


def _by_kind[Kind: Hashable](
    mentees: Sequence[Profile],
    mentors: Sequence[Profile],
    kind: Callable[[Profile], Kind],
    holds: Callable[[Sequence[Kind], Sequence[Kind]], Flags],
) -> Flags:
    """(n, m) what ``holds`` says between the kinds of two people, of which there are few."""
    rows: dict[Kind, int] = {}
    columns: dict[Kind, int] = {}
    row = [rows.setdefault(kind(person), len(rows)) for person in mentees]
    column = [columns.setdefault(kind(person), len(columns)) for person in mentors]
    table = holds(list(rows), list(columns))
    return table[np.array(row, np.int64)[:, None], np.array(column, np.int64)]


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
