"""The organization's own report of a program: exact numbers, for nobody else."""

from django.utils.translation import gettext as _

from mentoring import clock
from participants.roles import Side
from reports.content import Content, Cover, ReportKind
from reports.gathering import program_figures, program_results, words
from reports.gathering.changes import largest
from reports.gathering.choosing import OTHERS
from reports.gathering.company import Written, period_in_words


def write(measured):
    """The ``Written`` report; its sets are those that companies read of the whole program."""
    program, period = measured.program, measured.facts.period
    groups = program_figures.groups(program)
    cover = Cover(
        title=_("How the program stands"),
        organization=program.organization.name,
        program=program.name,
        company="",
        kind=ReportKind(period.kind),
        period=period_in_words(period),
        period_from=period.first.isoformat(),
        period_to=period.last.isoformat(),
        published_on=clock.today(measured.facts.zone).isoformat(),
    )
    results = program_results.sections(measured)
    content = Content(
        cover=cover,
        summary=(
            *_summary(measured.facts),
            *(line for one in results for line in largest(one, first=1)),
        ),
        sections=(*(one.section for one in groups), *results),
        method=(
            _(
                "These numbers are exact and go up to the day of publication. They are for your "
                "organization: what sponsors may read stands in their own reports."
            ),
            *(words.exact_results() if results else ()),
        ),
        glossary=words.glossary(),
    )
    return Written(content, _sets(measured))


def _summary(facts):
    people = [one for one in facts.people.values() if one.is_in]
    mentees = sum(one.side == Side.MENTEE for one in people)
    said = {
        "mentees": mentees,
        "mentors": len(people) - mentees,
        "companies": len({one.company for one in people}),
        "meetings": sum(facts.meetings.values()),
    }
    return (
        _("%(mentees)s mentees and %(mentors)s mentors of %(companies)s companies take part.")
        % said,
        _("In this period their pairs held %(meetings)s meetings.") % said,
    )


def _sets(measured):
    every = (
        *measured.activity,
        *measured.answered,
        *(part for one in measured.scales for part in one.parts),
    )
    return [
        (one.family, f"{one.key}:{OTHERS}", members)
        for one in every
        if (members := measured.others[one.key])
    ]
