"""What the list of programs is as a file."""

from django.utils.translation import gettext_lazy as _

from mentoring.ui.exports import Column


def _of(name, label, value):
    return Column(name, label, lambda line: value(line.program))


def _counted(name, label):
    return Column(name, label, lambda line: getattr(line.counts, name))


def _next(line, name):
    return getattr(line.due.next, name) if line.due.next else None


COLUMNS = (
    _of("name", _("Program"), lambda one: one.name),
    _of("starts_on", _("Starts on"), lambda one: one.starts_on),
    _of("ends_on", _("Ends on"), lambda one: one.ends_on),
    Column("stage", _("Stage"), lambda line: line.stage.label),
    Column("due", _("What is due"), lambda line: "; ".join(step.label for step in line.due.steps)),
    Column("next", _("Next in the timetable"), lambda line: _next(line, "label")),
    Column("next_on", _("On"), lambda line: _next(line, "day")),
    _counted("companies", _("Companies")),
    _counted("mentees", _("Mentees")),
    _counted("mentors", _("Mentors")),
    _counted("matches", _("Matches")),
)
