"""What the engine knows of a person: plain facts, already looked up by the caller.

Sets of small whole numbers (languages, transitions, perspectives) are bit sets: plain Python
integers in which bit b stands for the caller's entry number b.
"""

import enum
from dataclasses import dataclass, field

DAY = 24 * 60
QUESTIONS_ON_WAYS = 8


class Role(enum.StrEnum):
    MENTEE = "mentee"
    MENTOR = "mentor"


class MeetingForm(enum.IntEnum):
    VIRTUAL = 0
    IN_PERSON = 1
    EITHER = 2


@dataclass(frozen=True)
class Profile:
    """One participant.

    ``id`` orders people: the same people give the same result however they are listed.
    ``company`` and ``corporate_group`` are the caller's indexes; competencies likewise.
    ``needs`` are a mentee's competencies, best first; ``offers`` a mentor's (competency, level),
    level 1 to 5.
    ``transitions`` is the step a mentee faces, or the steps a mentor has walked (bit set).
    ``utc_offset`` and ``max_gap`` are minutes, the offset on the program's first day.
    ``hours`` are office hours as [from, to) minutes of the UTC day, see ``utc_hours``.
    ``ways_of_working`` holds eight answers: -1 or 1, and 0 where the question was left open.
    ``wishes`` are ids of the other role, best first.
    ``perspective`` is what a mentee asks for or a mentor brings (bit set); 0 means no request.
    ``story`` is a vector of meaning of unit length, times 127 and rounded.
    ``former_employers`` are (company, whole months since it ended).
    ``moves_on`` is the day, any rising number, on which the person leaves ``company`` and joins
    ``moves_to``, if that is anybody's.
    ``managers`` are ids of everybody above this person in the line of reporting.
    ``complete`` is the caller's own verdict; a person without needs or offers, or without a
    language, is incomplete whatever it says.
    """

    id: str
    role: Role
    company: int
    corporate_group: int | None = None
    needs: tuple[int, ...] = ()
    offers: tuple[tuple[int, int], ...] = ()
    level: int | None = None
    years: int | None = None
    transitions: int = 0
    languages: int = 0
    utc_offset: int = 0
    max_gap: int = DAY // 2
    hours: tuple[tuple[int, int], ...] = ()
    meeting_form: MeetingForm | None = None
    ways_of_working: tuple[int, ...] = field(default=(0,) * QUESTIONS_ON_WAYS)
    wishes: tuple[str, ...] = ()
    perspective: int = 0
    story: tuple[int, ...] | None = None
    former_employers: frozenset[tuple[int, int]] = frozenset()
    please_not_companies: frozenset[int] = frozenset()
    please_not_people: frozenset[str] = frozenset()
    moves_on: int | None = None
    moves_to: int | None = None
    managers: frozenset[str] = frozenset()
    capacity: int = 1
    complete: bool = True

    def __post_init__(self) -> None:
        if len(self.ways_of_working) != QUESTIONS_ON_WAYS:
            raise ValueError(f"{self.id}: ways_of_working needs {QUESTIONS_ON_WAYS} answers")
        if self.capacity < 0:
            raise ValueError(f"{self.id}: capacity is negative")
        if self.moves_to is not None and self.moves_on is None:
            raise ValueError(f"{self.id}: moves to a company on no day")
        if any(not 1 <= level <= 5 for _, level in self.offers):
            raise ValueError(f"{self.id}: the level of an offer is 1 to 5")

    @property
    def is_complete(self) -> bool:
        subject = self.needs if self.role is Role.MENTEE else self.offers
        return self.complete and bool(subject) and self.languages != 0


def utc_hours(start: int, end: int, utc_offset: int) -> tuple[tuple[int, int], ...]:
    """Local office hours (minutes of the day) as intervals of the UTC day.

    Hours that run past midnight, locally or in UTC, come back as two intervals; equal start and
    end mean the whole day.
    """
    length = (end - start) % DAY or DAY
    first = (start - utc_offset) % DAY
    last = first + length
    if last <= DAY:
        return ((first, last),)
    return ((0, last - DAY), (first, DAY))
