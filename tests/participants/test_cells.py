from datetime import date, time

import pytest

from participants import reference
from participants.profiles import profile
from participants.reference import Entry, Registry
from participants.roles import Side

PK = "01970000-0000-7000-8000-000000000001"
KNOWN = Registry([Entry(PK, "Crédit Aubrelle"), Entry(PK[:-1] + "2", "Ferncastle Mutual")])


def read(column, text, side=None):
    """``(value, problems, notes)`` of one cell."""
    mentors_own = ("offers", "capacity", "transitions_lived")
    side = side or (Side.MENTOR if column in mentors_own else Side.MENTEE)
    reading = profile.read(side, {column: text}, KNOWN)
    return (
        reading.values.get(column),
        reading.problems.get(column, []),
        [note for _column, note in reading.notes],
    )


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("email", "  ANA.Silva@Company.example ", "ana.silva@company.example"),
        ("email", "rosa.\u200bmontiel@torvelia.example", "rosa.montiel@torvelia.example"),
        ("given_name", "\u00a0Margaux\u202f ", "Margaux"),
        ("given_name", "Zoe\u0308", "Zoë"),
        ("given_name", "ياسمين", "ياسمين"),
        ("given_name", "志豪", "志豪"),
        ("given_name", "می\u200cنا", "می\u200cنا"),
        ("family_name", "ශ්\u200dරී", "ශ්\u200dරී"),
        ("title", "Team 👩\u200d💻", "Team 👩\u200d💻"),
        ("family_name", "Montiel  Sáez", "Montiel Sáez"),
        ("level", "3.0", 3),
        ("years_experience", "0", 0),
        ("years_experience", "", None),
        ("languages", "English; pt-BR | FR", ("en", "pt", "fr")),
        ("time_zone", "europe/berlin", "Europe/Berlin"),
        ("time_zone", "America/New York", "America/New_York"),
        ("hours_from", "8.30", time(8, 30)),
        ("hours_from", "9 am", time(9)),
        ("hours_to", "5:15 p.m.", time(17, 15)),
        ("hours_to", "12am", time(0)),
        ("meeting_form", "In-Person", "in person"),
        ("meeting_form", "", "either"),
        ("ways_of_working", "a b b a-a b b", "ABBA-ABB"),
        ("ways_of_working", "", "--------"),
        ("needs", "delegating work|Leading a team", ("delegating-work", "leading-a-team")),
        (
            "offers",
            "Delegating work: 4; leading-a-team:5",
            (("leading-a-team", 5), ("delegating-work", 4)),
        ),
        ("story", " One. \r\n\r\n Two. ", "One.\n\nTwo."),
        ("story", "- a list\n- of two", "- a list\n- of two"),
        ("max_time_zone_gap", "12", 12),
        ("capacity", "5", 5),
    ],
)
def test_a_cell_is_understood(column, text, value):
    assert read(column, text) == (value, [], [])


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        (
            "email",
            "no address",
            "“no address” is not a mail address. Write it like name@company.example.",
        ),
        ("given_name", "=1+1", "“=1+1” looks like a formula: it starts with =. Write plain text."),
        ("title", "@cmd", "“@cmd” looks like a formula: it starts with @. Write plain text."),
        ("title", "#REF!", "“#REF!” is an error value of a spreadsheet. Write the value itself."),
        ("title", "x" * 161, "This is 161 characters long; the most is 160. Shorten it."),
        (
            "family_name",
            "Ren\ufffd",
            "There are damaged or invisible control characters here. Type the text again.",
        ),
        (
            "family_name",
            "a\u202eb",
            "There are damaged or invisible control characters here. Type the text again.",
        ),
        (
            "given_name",
            "An\u200da",
            "There are damaged or invisible control characters here. Type the text again.",
        ),
        ("given_name", "\u0301", "Nothing of this can be seen. Type the name with letters."),
        (
            "story",
            "=HYPERLINK(1)",
            "“=HYPERLINK(1)” looks like a formula: it starts with =. Write plain text.",
        ),
        (
            "company",
            "Ferncastle Mutal",
            "“Ferncastle Mutal” is not one of your companies. Did you mean “Ferncastle Mutual”?",
        ),
        ("level", "senior", "“senior” is not a whole number. Write a number from 1 to 6."),
        ("level", "9", "9 is out of range. Write a number from 1 to 6."),
        ("capacity", "0", "0 is out of range. Write a number from 1 to 5."),
        (
            "time_zone",
            "Berlin",
            "“Berlin” is not a time zone. Write its IANA name, for example Europe/Berlin. "
            "Did you mean “Europe/Berlin”?",
        ),
        (
            "hours_from",
            "8.5",
            "“8.5” is not a time of day. Write hours and minutes, for example 08:30.",
        ),
        (
            "hours_from",
            "25:00",
            "“25:00” is not a time of day. Write hours and minutes, for example 08:30.",
        ),
        (
            "hours_from",
            "13 pm",
            "“13 pm” is not a time of day. Write hours and minutes, for example 08:30.",
        ),
        (
            "meeting_form",
            "by phone",
            "“by phone” is not known here. Write one of: virtual, in person, either.",
        ),
        (
            "ways_of_working",
            "ABBA",
            "“ABBA” is not 8 answers. Write A, B or - for each, like ABBAAB-B.",
        ),
        (
            "transition_wanted",
            "Into another industry; Into another function",
            "2 are listed; the most is 1. Keep the most important.",
        ),
        (
            "needs",
            "Leading a team:5",
            "“Leading a team:5” has a level. Needs have none: the first is the most important.",
        ),
        (
            "needs",
            "Leading chnage",
            "“Leading chnage” is not a competency of the list. Did you mean “Leading change” "
            "or “Leading managers” or “Leading a team”?",
        ),
        (
            "needs",
            "Leading a team; leading a TEAM",
            "“leading a TEAM” is listed twice. Remove one.",
        ),
        (
            "offers",
            "Leading a team",
            "“Leading a team” needs a level from 1 to 5 behind a colon, like “Leading a team:4”.",
        ),
        (
            "offers",
            "Leading a team:7",
            "“Leading a team:7” needs a level from 1 to 5 behind a colon, like “Leading a team:4”.",
        ),
        (
            "former_employers",
            "Somewhere",
            "“Somewhere” needs the day it ended in parentheses, like “Name (2024-01-31)”.",
        ),
        (
            "former_employers",
            "A (31/12/2023)",
            "“31/12/2023” is not a day. Write year, month and day, like 2023-12-31.",
        ),
        (
            "former_employers",
            "A (03/04/2023)",
            "“03/04/2023” is not a day. Write year, month and day, like 2024-01-31.",
        ),
        (
            "former_employers",
            "A (2023-02-30)",
            "“2023-02-30” is not a day. Write year, month and day, like 2024-01-31.",
        ),
        (
            "former_employers",
            "A (2999-01-01)",
            "2999-01-01 cannot be the last day at a former employer. Write a day in the past.",
        ),
        (
            "please_not",
            "that man",
            "“that man” is neither a mail address nor one of your companies.",
        ),
    ],
)
def test_a_cell_that_cannot_be_used_says_why_and_what_to_write(column, text, message):
    _value, problems, _notes = read(column, text)

    assert problems == [message]


@pytest.mark.parametrize(
    ("column", "text", "most"),
    [
        ("needs", "x;" * 900, 5),
        ("offers", "x;" * 900, 8),
        ("languages", "x;" * 900, 20),
        ("transitions_lived", "x;" * 900, 20),
        ("former_employers", "x;" * 900, 20),
        ("please_not", "x;" * 900, 20),
    ],
)
def test_too_many_items_are_counted_and_not_looked_up(column, text, most):
    told = f"900 are listed; the most is {most}. Keep the most important."

    assert read(column, text)[1] == [told]


@pytest.mark.parametrize(
    ("column", "longest"),
    [
        ("email", 254),
        ("given_name", 80),
        ("story", 4000),
        ("needs", 2000),
        ("company", 2000),
        ("please_not", 6000),
        ("former_employers", 6000),
    ],
)
def test_a_cell_that_is_too_long_is_not_looked_at(column, longest):
    told = f"This is {longest + 1} characters long; the most is {longest}. Shorten it."

    assert read(column, "x" * (longest + 1))[1] == [told]
    assert told not in read(column, "x" * longest)[1]


def test_as_many_of_the_longest_names_as_may_be_listed_are_read():
    addresses = [f"{'x' * 60}{n}@{'y' * 60}.{'z' * 60}.{'w' * 55}.example" for n in range(20)]

    names, problems, _notes = read("please_not", "; ".join(addresses))

    assert problems == []
    assert len(names) == 20


@pytest.mark.parametrize(
    ("column", "text", "value", "note"),
    [
        ("hours_from", "0.375", time(9), "0.375 was read as 09:00."),
        ("hours_to", "0,708333333333333", time(17), "0,708333333333333 was read as 17:00."),
        (
            "former_employers",
            "Elsewhere (45292)",
            (("Elsewhere", date(2024, 1, 1), None),),
            "45292 was read as 2024-01-01.",
        ),
    ],
)
def test_what_spreadsheets_make_of_days_and_times_is_read_and_noted(column, text, value, note):
    assert read(column, text) == (value, [], [note])


def test_companies_are_known_in_lists_too():
    employers, _problems, _notes = read("former_employers", "CRÉDIT aubrelle (2020-05-01)")
    undesired, _problems, _notes = read("please_not", "Crédit Aubrelle; Boss@There.example")

    assert [(name, str(pk)) for name, _day, pk in employers] == [("Crédit Aubrelle", PK)]
    assert [name for name, _pk in undesired] == ["Crédit Aubrelle", "boss@there.example"]


def test_a_missing_cell_that_is_needed_says_what_belongs_there():
    _value, problems, _notes = read("capacity", " \u00a0 ")

    assert problems == ["This is missing. How many mentees at the same time, 1 to 5."]


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"hours_from": "9:00", "hours_to": ""}, "hours_to", "Give both times or neither."),
        (
            {"hours_from": "9:00", "hours_to": "09:00"},
            "hours_to",
            "Both times are the same. Write when the working day ends.",
        ),
        (
            {"email": "a@b.example", "manager_email": "A@B.example"},
            "manager_email",
            "This is the person's own address. Write the manager's.",
        ),
        (
            {"email": "a@b.example", "please_not": "A@B.example"},
            "please_not",
            "This is the person's own address. Remove it.",
        ),
    ],
)
def test_cells_that_contradict_each_other_are_explained(cells, column, message):
    assert profile.read(Side.MENTEE, cells, KNOWN).problems[column] == [message]


def test_all_reference_data_is_found_by_label_and_code():
    for registry in (reference.competencies(), reference.transitions(), reference.languages()):
        assert len(registry.entries) > 10
        assert all(registry.find(entry.label.upper()) == entry for entry in registry)
        assert all(registry.find(entry.code) == entry for entry in registry)
    assert [way.position for way in reference.ways_of_working()] == list(range(1, 9))
