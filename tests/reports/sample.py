"""A rich report for tests: every kind of cell, gaps, quotes, other scripts, hostile words."""

from decimal import Decimal

from reports import cells
from reports.content import (
    Chart,
    Content,
    Cover,
    Published,
    ReportKind,
    Row,
    Section,
    Table,
    Term,
)

NOBODY = "no participants"

PARTICIPATION = Section(
    "participation",
    "Who took part",
    ("12 mentees and 9 mentors of yours took part.",),
    (
        Table(
            "stages",
            "Your people by stage",
            ("Stage", "Mentees", "Mentors"),
            (
                Row("finished", (cells.count(11), cells.count(8))),
                Row("ended", (cells.count(1), cells.count(1))),
                Row("not taking part", (cells.count(2), cells.count(0))),
            ),
            "As you see it in your list of people.",
        ),
    ),
    (Chart("stages", 0, "Mentees by stage"),),
)

RESULTS = Section(
    "results",
    "What changed",
    ("The largest change that mentees name is an outside view.",),
    (
        Table(
            "scales",
            "Mentees at the start and at the end, scale 1 to 5",
            ("What it is about", "Start", "End", "Change", "Better", "Program, end"),
            (
                Row(
                    "Outside view",
                    (
                        cells.mean(Decimal("2.6")),
                        cells.mean(Decimal("4.1")),
                        cells.change(Decimal("1.5")),
                        cells.span(10, 12),
                        cells.mean(Decimal("3.8")),
                    ),
                ),
                Row(
                    "Feedback",
                    (
                        cells.mean(Decimal("3.2")),
                        cells.mean(Decimal("3.1")),
                        cells.change(Decimal("-0.1")),
                        cells.span(3, 7),
                        cells.hidden(),
                    ),
                ),
                Row("Retention", (cells.hidden(),) * 5, "weak basis"),
                Row("Observers", (cells.nobody(NOBODY),) * 5),
            ),
        ),
        Table(
            "answered",
            "Who answered at the end",
            ("Who", "Answered", "Share"),
            (
                Row("Mentees", (cells.span(10, 12), cells.percent(92))),
                Row("=HYPERLINK(1)", (cells.hidden(), cells.words("+cmd|' /C calc'!A0"))),
            ),
        ),
    ),
    (Chart("scales", 1, "Level at the end", "5"),),
)

COST = Section(
    "cost",
    "What it cost",
    (),
    (
        Table(
            "cost",
            "Cost for each completed partnership",
            ("What", "Amount"),
            (
                Row("In all", (cells.money(Decimal("48000"), "EUR"),)),
                Row("For each completed partnership", (cells.money(Decimal("2526.32"), "EUR"),)),
                Row("People", (cells.count(123456),)),
            ),
        ),
    ),
)

QUOTES = Section(
    "quotes",
    "In their words",
    ("Each author agreed to this sentence in this report.",),
    quotes=(
        "I stopped explaining and started asking.",
        "Κάποιος εκτός της εταιρείας μου είπε την αλήθεια.",
        "Я пришёл с советами, а ушёл с вопросами.",
        "מישהו מבחוץ אמר לי את האמת.",
        "شخص من خارج شركتي قال لي الحقيقة.",
    ),
)


def sample(company="Talvera Foods", program="Winter 2026", kind=ReportKind.FINAL):
    """A final report for a company with enough people."""
    cover = Cover(
        title="What your people did, and what changed",
        organization="Aldergate Mentoring",
        program=program,
        company=company,
        kind=kind,
        period="1 October 2025 to 30 September 2026",
        period_from="2025-10-01",
        period_to="2026-09-30",
        published_on="2026-10-07",
    )
    return Content(
        cover=cover,
        summary=(
            "12 mentees and 9 mentors of yours took part; 19 partnerships were completed.",
            "The largest change that mentees name is an outside view: from 2.6 to 4.1 of 5.",
        ),
        sections=(PARTICIPATION, RESULTS, COST, QUOTES),
        method=(
            "– means not shown: a number appears only if it says nothing about fewer than five "
            "people, alone, by subtraction, or together with any earlier report.",
            "No claim of cause: there is no comparison group.",
        ),
        glossary=(
            Term("partnership", "A mentor and a mentee, from announcement to end."),
            Term("scale", "Several questions about one thing, taken together."),
        ),
    )


def published(content=None, number="R-14"):
    """The sample as a snapshot holds it."""
    content = content or sample()
    return Published(
        id="01990000-0000-7000-8000-000000000014",
        number=number,
        published_on="2026-10-07",
        hash=content.hash,
        content=content,
    )
