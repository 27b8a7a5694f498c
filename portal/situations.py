"""What decides somebody's next step, and what a step is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

YES, NO = "yes", "no"

# The most pressing first; the home page of somebody with several parts leads with the first.
ANSWER, AGREE, QUESTIONS, COMPLETE, MEET, GO_ON, WAIT, OVER, ASK = range(9)


PROPOSE, SIGN, COUNTERSIGN = "propose", "sign", "countersign"


@dataclass(frozen=True)
class Waits:
    """What waits for one of the two who can meet; nothing does where a value is empty.

    ``end_proposed`` is the day until which the partner wants to go on; ``resume_asked``: it rests,
    and the day to ask has come. Of meetings: ``to_answer``, the partner offers moments;
    ``to_confirm``, nobody has said whether one took place; ``next_at``, the next that is planned,
    and ``next_meeting``, its id; ``is_offered``, the partner has moments to choose from;
    ``has_met`` once. ``check`` is the id of the check to answer first, ``check_until`` its last
    day. ``agreement`` is ``"propose"``, ``"sign"`` or ``"countersign"`` (the partner's signature
    alone is missing). A mentee alone has ``goals_missing``, or ``goals_suggested`` by the mentor.
    """

    end_proposed: date | None = None
    resume_asked: bool = False
    to_answer: bool = False
    to_confirm: bool = False
    next_at: datetime | None = None
    next_meeting: str = ""
    is_offered: bool = False
    has_met: bool = False
    check: str = ""
    check_until: date | None = None
    is_fit_check: bool = False
    agreement: str = ""
    goals_missing: bool = False
    goals_suggested: bool = False
    actions_overdue: int = 0


@dataclass(frozen=True)
class MatchFacts:
    """A match or partnership as one of the two may know it: the other's answer is not in it.

    ``my_answer`` is ``"yes"``, ``"no"`` or empty; ``wants_next`` is what was said about another
    match after this one ended early, or None; ``partner`` is a name once both accepted, and
    ``about`` some words that tell the match from others before. ``waits`` says what waits for the
    reader, of two who can meet.
    """

    id: str
    status: str
    answer_by: datetime
    my_answer: str = ""
    partner: str = ""
    about: str = ""
    introduced_at: datetime | None = None
    wants_next: bool | None = None
    ends_on: date | None = None
    waits: Waits = Waits()


@dataclass(frozen=True)
class Modules:
    """What is still required of somebody's training, and whether they have begun it."""

    left: int
    minutes: int
    is_begun: bool


@dataclass(frozen=True)
class Situation:
    """Everything that decides the next step of one participation on ``now``.

    ``missing`` are the columns that a match still needs; dates of the timetable may be None.
    ``earlier`` is the program of another profile to start from, while this one says nothing.
    ``modules`` is known while somebody prepares.
    """

    organization: str
    participant: str
    program: str
    side: str
    standing: str
    missing: tuple[str, ...]
    now: datetime
    today: date
    ends_on: date
    matching: tuple[date, date] | None = None
    training: tuple[date, date] | None = None
    nominations: tuple[date, date] | None = None
    match: MatchFacts | None = None
    earlier: str = ""
    modules: Modules | None = None


NEVER = datetime.max.replace(tzinfo=UTC)
BEFORE, UNTIL, NEWS = "before", "until", "news"
MATCHING, TRAINING = "matching", "training"


@dataclass(frozen=True)
class Step:
    """One thing to do: its page is ``url``; ``due`` is a day, a moment, or None.

    ``due_is`` says what ``due`` means: the time to act ``before`` or ``until``, when there is
    ``news``, or when ``matching`` or ``training`` opens. ``about`` tells a match from others.
    """

    urgency: int
    title: str
    text: str
    action: str
    url: str
    due: date | datetime | None = None
    due_is: str = BEFORE
    about: str = ""

    @property
    def order(self):
        """Sorts steps: the most pressing first, of equal ones that whose day comes first."""
        if self.due is None:
            return self.urgency, NEVER
        return self.urgency, self.due if self.has_time else _start_of(self.due)

    @property
    def is_waiting(self):
        """There is nothing to do but to wait."""
        return self.urgency == WAIT

    @property
    def has_time(self):
        return isinstance(self.due, datetime)


def _start_of(day):
    return datetime.combine(day, time.min, tzinfo=UTC)
