"""What the list of companies is as a file."""

from django.utils.translation import gettext_lazy as _

from mentoring.ui.exports import Column


def _group(line):
    group = line.company.corporate_group
    return group.name if group else None


COLUMNS = (
    Column("name", _("Company"), lambda line: line.company.name),
    Column("industry_codes", _("Industries"), lambda line: "; ".join(line.company.codes)),
    Column("corporate_group", _("Corporate group"), _group),
    Column("people", _("People"), lambda line: line.company.people),
    Column("kept_apart_from", _("Kept apart from"), lambda line: line.conflicts),
    Column("added", _("Added on"), lambda line: line.company.created_at),
)
