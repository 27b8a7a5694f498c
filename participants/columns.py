"""The columns of a person's data: how each is read, written and explained."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from participants import cells, lists, reference
from participants.models import MAX_CAPACITY, WAYS, workdays
from participants.roles import MeetingForm, Side

SPELLINGS_OF_FORMS = {
    "virtual": MeetingForm.VIRTUAL.value,
    "in person": MeetingForm.IN_PERSON.value,
    "in-person": MeetingForm.IN_PERSON.value,
    "either": MeetingForm.EITHER.value,
}


LONGEST_STORY = 4000
LONGEST_LIST_OF_NAMES = 6000  # room for as many of the longest names as may be listed


@dataclass(frozen=True)
class Column:
    """One fact about a person: how it is read, written and explained.

    ``empty`` is the value of an empty cell; ``write`` takes ``(value, known)``; ``longest`` is the
    most characters of a text that is looked at.
    """

    name: str
    label: str
    help: str
    read: Callable
    write: Callable
    examples: dict = field(default_factory=dict)
    empty: object = ""
    is_required: bool = False
    is_multiline: bool = False
    longest: int = 2000
    sides: tuple = (Side.MENTEE, Side.MENTOR)


def _text(value, known):
    return "" if value is None else str(value)


def _clock(value, known):
    return f"{value:%H:%M}" if value else ""


def _days(value, known):
    return "; ".join(cells.DAYS[number - 1] for number in value)


def _company(value, known):
    return known.label(str(value)) if value else ""


def _labels(registry):
    return lambda value, known: "; ".join(registry().label(code) for code in value)


def _offers(value, known):
    label = reference.competencies().label
    return "; ".join(f"{label(code)}:{level}" for code, level in value)


def _codes(value, known):
    return "; ".join(value)


def _employers(value, known):
    return "; ".join(f"{name} ({day.isoformat()})" for name, day, _company in value)


def _names(value, known):
    return "; ".join(name for name, _company in value)


def _ways(value, known):
    return "" if value == "-" * WAYS else value


def _both(example):
    return {Side.MENTEE: example, Side.MENTOR: example}


_TRANSITION = gettext_lazy("“%(text)s” is not a transition of the list.")
_ONE_COLUMN = functools.partial(Column, write=_text)

COLUMNS = (
    _ONE_COLUMN(
        "email",
        gettext_lazy("Mail address"),
        gettext_lazy("The same address is the same person, who signs in with it."),
        cells.email,
        longest=cells.LONGEST_ADDRESS,
        examples={Side.MENTEE: "ana.silva@company.example", Side.MENTOR: "bo.lind@company.example"},
        is_required=True,
    ),
    _ONE_COLUMN(
        "given_name",
        gettext_lazy("Given name"),
        gettext_lazy("In any script, at most 80 characters."),
        cells.plain,
        longest=80,
        examples={Side.MENTEE: "Ana", Side.MENTOR: "Bo"},
        is_required=True,
    ),
    _ONE_COLUMN(
        "family_name",
        gettext_lazy("Family name"),
        gettext_lazy("In any script. For a person with one name only, repeat it here."),
        cells.plain,
        longest=80,
        examples={Side.MENTEE: "Silva", Side.MENTOR: "Lind"},
        is_required=True,
    ),
    Column(
        "company",
        gettext_lazy("Company"),
        gettext_lazy("The employer, by the name it has under Companies."),
        cells.company,
        _company,
        examples=_both("Your Company"),
        empty=None,
        is_required=True,
    ),
    _ONE_COLUMN(
        "title",
        gettext_lazy("Title"),
        gettext_lazy("What is on the business card, at most 160 characters."),
        cells.plain,
        longest=160,
        examples={Side.MENTEE: "Team lead", Side.MENTOR: "Head of operations"},
    ),
    _ONE_COLUMN(
        "level",
        gettext_lazy("Level"),
        gettext_lazy("1 to 6: 1 is a first job, 6 the chief executive."),
        cells.whole(1, 6),
        examples={Side.MENTEE: "2", Side.MENTOR: "4"},
        empty=None,
    ),
    _ONE_COLUMN(
        "years_experience",
        gettext_lazy("Years of experience"),
        gettext_lazy("Whole years, 0 to 70."),
        cells.whole(0, 70),
        examples={Side.MENTEE: "9", Side.MENTOR: "21"},
        empty=None,
    ),
    Column(
        "transition_wanted",
        gettext_lazy("Transition ahead"),
        gettext_lazy("The one step that the mentee faces, from the list of transitions."),
        lists.codes(reference.transitions, _TRANSITION, 1),
        _labels(reference.transitions),
        examples={Side.MENTEE: "From specialist to first leadership role"},
        empty=(),
        sides=(Side.MENTEE,),
    ),
    Column(
        "transitions_lived",
        gettext_lazy("Transitions lived"),
        gettext_lazy("The steps that the mentor has walked, from the list of transitions."),
        lists.codes(reference.transitions, _TRANSITION, lists.MOST_ITEMS),
        _labels(reference.transitions),
        examples={Side.MENTOR: "From leading a team to leading managers; Into another industry"},
        empty=(),
        sides=(Side.MENTOR,),
    ),
    Column(
        "languages",
        gettext_lazy("Languages"),
        gettext_lazy("Languages to talk in: English names or two-letter codes."),
        lists.language_codes,
        _codes,
        examples={Side.MENTEE: "en; pt", Side.MENTOR: "en; sv"},
        empty=(),
    ),
    _ONE_COLUMN(
        "time_zone",
        gettext_lazy("Time zone"),
        gettext_lazy("The IANA name, for example Europe/Berlin or America/Chicago."),
        cells.time_zone,
        examples={Side.MENTEE: "Europe/Lisbon", Side.MENTOR: "Europe/Stockholm"},
    ),
    Column(
        "hours_from",
        gettext_lazy("Reachable from"),
        gettext_lazy("Start of the working day on the person's own clock, like 08:30."),
        cells.clock,
        _clock,
        examples={Side.MENTEE: "08:30", Side.MENTOR: "08:00"},
        empty=None,
    ),
    Column(
        "hours_to",
        gettext_lazy("Reachable until"),
        gettext_lazy("End of the working day on the person's own clock, like 17:00."),
        cells.clock,
        _clock,
        examples={Side.MENTEE: "17:30", Side.MENTOR: "17:00"},
        empty=None,
    ),
    Column(
        "days",
        gettext_lazy("Days"),
        gettext_lazy("Days with these hours, like Mon-Fri or Mon; Wed; empty means Mon-Fri."),
        cells.days,
        _days,
        examples={Side.MENTEE: "Mon-Fri", Side.MENTOR: "Mon; Wed; Thu"},
        empty=tuple(workdays()),
    ),
    _ONE_COLUMN(
        "meeting_form",
        gettext_lazy("Meeting form"),
        gettext_lazy("virtual, in person or either; empty means either."),
        cells.choice(SPELLINGS_OF_FORMS),
        examples={Side.MENTEE: "virtual", Side.MENTOR: "either"},
        empty=MeetingForm.EITHER.value,
    ),
    Column(
        "needs",
        gettext_lazy("Needs"),
        gettext_lazy("Up to five competencies to learn, the most important first."),
        lists.needs,
        _labels(reference.competencies),
        examples={Side.MENTEE: "Leading a team; Delegating work"},
        empty=(),
        sides=(Side.MENTEE,),
    ),
    Column(
        "offers",
        gettext_lazy("Offers"),
        gettext_lazy("Up to eight competencies to teach, each with a level from 1 to 5."),
        lists.offers,
        _offers,
        examples={Side.MENTOR: "Leading a team:5; Delegating work:4"},
        empty=(),
        sides=(Side.MENTOR,),
    ),
    _ONE_COLUMN(
        "story",
        gettext_lazy("Story"),
        gettext_lazy("In the person's own words: what I want, or what I have lived through."),
        cells.story,
        longest=LONGEST_STORY,
        examples={
            Side.MENTEE: "I lead four people since May and want to stop doing their work.",
            Side.MENTOR: "I went from engineer to head of a plant and made every mistake once.",
        },
        is_multiline=True,
    ),
    Column(
        "ways_of_working",
        gettext_lazy("Ways of working"),
        gettext_lazy("Eight answers A or B, - for an open one, like ABBAAB-B."),
        cells.ways,
        _ways,
        examples={Side.MENTEE: "ABBAAB-B", Side.MENTOR: "BABAABBA"},
        empty="-" * WAYS,
    ),
    _ONE_COLUMN(
        "capacity",
        gettext_lazy("Capacity"),
        gettext_lazy("How many mentees at the same time, 1 to 5."),
        cells.whole(1, MAX_CAPACITY),
        examples={Side.MENTOR: "2"},
        is_required=True,
        sides=(Side.MENTOR,),
    ),
    _ONE_COLUMN(
        "max_time_zone_gap",
        gettext_lazy("Largest time zone gap"),
        gettext_lazy("Whole hours, 0 to 12; empty takes the program's default."),
        cells.whole(0, 12),
        examples=_both("6"),
        empty=None,
    ),
    Column(
        "former_employers",
        gettext_lazy("Former employers"),
        gettext_lazy("Name and last day of each: Name (2024-01-31); Other Name (2021-09-30)."),
        lists.former_employers,
        _employers,
        longest=LONGEST_LIST_OF_NAMES,
        examples=_both("Old Company (2021-09-30)"),
        empty=(),
    ),
    Column(
        "please_not",
        gettext_lazy("Please not"),
        gettext_lazy("Mail addresses or companies that this person must not be matched with."),
        lists.please_not,
        _names,
        longest=LONGEST_LIST_OF_NAMES,
        examples=_both("carl.berg@company.example"),
        empty=(),
    ),
    _ONE_COLUMN(
        "manager_email",
        gettext_lazy("Manager's mail address"),
        gettext_lazy("Nobody is matched inside their own line of reporting."),
        cells.email,
        longest=cells.LONGEST_ADDRESS,
        examples=_both("manager@company.example"),
    ),
)


@functools.cache
def columns(side):
    """The columns of one side, in the order of the files."""
    return tuple(column for column in COLUMNS if side in column.sides)


@functools.cache
def columns_by_name(side):
    return {column.name: column for column in columns(side)}
