"""The report of one company: its content, and the sets behind what it says."""

from collections import Counter
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from instruments.bank import dimensions
from mentoring import clock
from mentoring.tenancy import context
from participants.roles import Side
from partnerships.models import RosterEntry
from reports.content import Content, Cover, ReportKind
from reports.gathering import changes, measures, sections, words
from reports.gathering.choosing import OTHERS, Audience, Choice, benchmark


@dataclass(frozen=True)
class Measured:
    """What is measured in a program and period, once for all companies."""

    facts: object
    activity: list
    scales: list
    answered: list
    others: dict

    @property
    def program(self):
        return self.facts.program

    @property
    def k(self):
        return self.program.report_minimum


def measure(facts):
    """The ``Measured`` of the facts of a program."""
    activity = measures.activity(facts)
    scales = measures.scales(facts, dimensions())
    answered = measures.answered(facts, scales)
    parts = [part for one in scales for part in one.parts]
    k = facts.program.report_minimum
    same = {}  # equal sets once: many measures are about the same people
    others = {}
    for one in (*activity, *answered, *parts):
        found = benchmark(one, facts, k) if one.has_program else frozenset()
        others[one.key] = same.setdefault(found, found)
    return Measured(facts, activity, scales, answered, others)


def roster_of(company, program):
    """``Counter`` of ``(side, stage)``: what HR of the company reads, by the view that it reads."""
    here = context.current()
    as_company = context.Context(here.organization_id, company_id=company.pk)
    with context.enter(as_company, savepoint=False):
        rows = RosterEntry.objects.filter(program_id=program.pk).order_by()
        return Counter(rows.values_list("side", "stage"))


@dataclass(frozen=True)
class Written:
    """A report before it is published: its content, and ``[(family, cell, members)]`` behind it."""

    content: Content
    sets: list


def write(measured, sponsorship, history, quotes=()):
    """The ``Written`` report of a sponsor; ``history`` are the sets behind its earlier ones."""
    roster = roster_of(sponsorship.company, measured.program)
    choice = Choice(measured.facts, audience_of(measured, sponsorship), history, measured.others)
    activity = [(one, choice.say(one)) for one in measured.activity if _is_asked(one, choice)]
    scales = [] if choice.audience.is_small else measured.scales
    answered = measured.answered if scales else []
    parts = [*answered, *(part for one in scales for part in one.parts)]
    said_of = {part.key: choice.say(part) for part in parts}
    results = changes.section(scales, answered, said_of)
    found = (
        sections.participation(roster, sponsorship),
        sections.activity(activity, roster) if choice.audience.may_hear else None,
        results,
        sections.aims(sponsorship, scales, said_of),
        sections.cost(sponsorship, roster) if measures.is_final(measured.facts) else None,
        sections.quotes(() if choice.audience.is_small else quotes),
    )
    content = Content(
        cover=_cover(measured, sponsorship, tells_change=results is not None),
        summary=(
            *_summary(roster, activity, choice),
            *(changes.largest(results) if results else ()),
        ),
        sections=tuple(one for one in found if one is not None),
        method=words.method(measured.k, measured.facts.period.kind),
        glossary=words.glossary(),
    )
    return Written(content, choice.published)


def audience_of(measured, sponsorship):
    """The ``Audience`` that a sponsor is, with whom it knows."""
    company = str(sponsorship.company_id)
    mine = [one for one in measured.facts.people.values() if one.company == company and one.is_in]
    readers = tuple(frozenset(one) for one in measured.facts.readers.get(company, ()))
    return Audience(company, len(mine), measured.k, readers)


def _is_asked(measure, choice):
    """A company that is too small for a line has none, rather than a line of gaps."""
    return measure.is_activity or not choice.audience.is_small


def _cover(measured, sponsorship, *, tells_change):
    program, period = measured.program, measured.facts.period
    title = _("What your people did")
    if tells_change:
        title = _("What your people did, and what changed")
    return Cover(
        title=title,
        organization=program.organization.name,
        program=program.name,
        company=sponsorship.company.name,
        kind=ReportKind(period.kind),
        period=period_in_words(period),
        period_from=period.first.isoformat(),
        period_to=period.last.isoformat(),
        published_on=clock.today(measured.facts.zone).isoformat(),
    )


def period_in_words(period):
    said = {name: date_format(getattr(period, name), "j F Y") for name in ("first", "last")}
    return _("%(first)s to %(last)s") % said


def _summary(roster, activity, choice):
    """One page in words, made from the numbers and from nothing else."""
    mentees, mentors = (sections.taking_part(roster, side) for side in Side)
    if not mentees + mentors:
        return (_("Nobody from your company takes part in this program."),)
    lines = [_who(mentees, mentors)]
    if finished := sum(roster[side, "finished"] for side in Side):
        lines.append(
            ngettext(
                "%(n)s of them has completed a partnership.",
                "%(n)s of them have completed a partnership.",
                finished,
            )
            % {"n": finished}
        )
    if not choice.audience.may_hear:
        said = _(
            "With fewer than %(k)s people in a program a report says who takes part, and no more: "
            "anything else would be about single people."
        )
        return (*lines, said % {"k": choice.audience.k})
    lines += [line for one, said in activity if (line := _line(one, said))]
    if choice.audience.is_small:
        lines.append(
            _("With fewer than %(k)s people a report says what all of them did together.")
            % {"k": 2 * choice.audience.k}
        )
    return tuple(lines)


def _who(mentees, mentors):
    one = ngettext("%(n)s mentee", "%(n)s mentees", mentees) % {"n": mentees}
    other = ngettext("%(n)s mentor", "%(n)s mentors", mentors) % {"n": mentors}
    if mentees and mentors:
        said = _("%(mentees)s and %(mentors)s of yours take part.")
        return said % {"mentees": one, "mentors": other}
    number, people = (mentees, one) if mentees else (mentors, other)
    said = ngettext("%(people)s of yours takes part.", "%(people)s of yours take part.", number)
    return said % {"people": people}


def _line(measure, said):
    if "all" not in said:
        return ""
    cell = changes.cell_of(measure, said["all"])
    if measure.is_share:
        told = {"what": measure.label, "cell": cell.text, "n": said["all"].people}
        return _("%(what)s: %(cell)s of %(n)s people.") % told
    line = f"{measure.label}: {cell.text}."
    if OTHERS in said:
        other = changes.cell_of(measure, said[OTHERS])
        line = _("%(what)s: %(cell)s; in the whole program %(other)s.") % {
            "what": measure.label,
            "cell": cell.text,
            "other": other.text,
        }
    return line
