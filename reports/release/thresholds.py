"""From how many people on something is said. An organization may raise it, never lower it."""

from reports.release.ledger import K

NARROW = 10  # quotes, and cuts by gender, age or nationality


def people_needed(asked: int | None = None) -> int:
    """``k`` of an organization that asks for so many, or for nothing of its own."""
    return K if asked is None else max(asked, K)


def people_needed_for_narrow_cuts(asked: int | None = None) -> int:
    """The same for quotes and demographic cuts."""
    return max(NARROW, people_needed(asked))


def says_more_than_totals(people: int, k: int) -> bool:
    """Whether a company has enough people for more than totals of what they did."""
    return people >= 2 * k
