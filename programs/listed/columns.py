"""What the list of programs is as a file."""

from django.utils.translation import gettext_lazy as _

from mentoring.ui.exports import Column


def _of(name, label, value):
    return Column(name, label, lambda line: value(line.program))


def _counted(name, label):
    return Column(name, label, lambda line: getattr(line.counts, name))


COLUMNS = (
    _of("name", _("Program"), lambda one: one.name),
    _of("starts_on", _("Starts on"), lambda one: one.starts_on),
    _of("ends_on", _("Ends on"), lambda one: one.ends_on),
    Column("stage", _("Stage"), lambda line: line.stage.label),
    _counted("companies", _("Companies")),
    _counted("mentees", _("Mentees")),
    _counted("mentors", _("Mentors")),
    _counted("matches", _("Matches")),
)
