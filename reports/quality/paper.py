"""The criteria of a program as a PDF, made from its facts alone: the same each time."""

from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentoring.documents import pdf as documents
from mentoring.documents.fonts import GAP
from reports.documents.paper import text_of
from reports.quality import words
from reports.quality.frames import FRAMES
from reports.quality.judging import by_theme, counted

TEMPLATE = Path(__file__).parent / "pack.typ"


def pdf(facts, judged) -> bytes:
    """Written as PDF/UA-1 and PDF/A-2a, with its fonts inside."""
    return documents.render(TEMPLATE, _values(facts, judged), documents.LASTING)


def _values(facts, judged):
    title, text = words.caution()
    day = {"day": date_format(facts.today, "j F Y")}
    return {
        "lang": (get_language() or "en").partition("-")[0],
        "day": [facts.today.year, facts.today.month, facts.today.day],
        "plain_title": _("Quality criteria and evidence"),
        "author": facts.program.organization.name,
        "organization": text_of(facts.program.organization.name),
        "program": text_of(facts.program.name),
        "as_of": _("As the data stood on %(day)s") % day,
        "footer": _("Preparation, not accreditation · %(day)s") % day,
        "caution": {"title": title, "text": text},
        "columns": [_("What was looked at"), _("Found")],
        "count_columns": [_("State"), _("Criteria")],
        "counted": [
            {"label": text_of(str(state.label)), "text": text_of(str(number))}
            for state, number in counted(judged)
        ],
        "themes": [
            {"title": str(theme.label), "criteria": [_criterion(one) for one in found]}
            for theme, found in by_theme(judged)
        ],
        "frames_title": _("The frames"),
        "frames": [{"name": one.name, "about": str(one.about)} for one in FRAMES],
        "hidden_said": words.hidden(facts.program.report_minimum),
        "gaps_said": _("%(gap)s stands for characters that could not be printed here.")
        % {"gap": GAP},
    }


def _criterion(judged):
    criterion = judged.criterion
    return {
        "name": str(criterion.name),
        "state": str(judged.state.label),
        "lines": [
            {"label": text_of(str(line.label)), "text": text_of(str(line.text))}
            for line in judged.evidence.lines
        ],
        "looks_at": str(criterion.looks_at),
        "asked_by": _("Asked for by: %(frames)s") % {"frames": criterion.asked_by},
    }
