"""What the page of criteria shows."""

from dataclasses import dataclass

from django.urls import reverse

from reports.desk import sections
from reports.quality import words
from reports.quality.evidence import Line, State
from reports.quality.frames import FRAMES
from reports.quality.judging import Judged, assess, by_theme, counted
from reports.quality.looking import ACROSS_PROGRAMS

TONES = {State.SHOWN: "good", State.PARTLY: "warning", State.NOT_YET: "", State.BEYOND: ""}


@dataclass(frozen=True)
class Shown:
    """One criterion on the page: its lines, each with the address of what is behind it."""

    judged: Judged
    lines: list[tuple[Line, str]]

    @property
    def tone(self):
        return TONES[self.judged.state]


def program_page(request, program):
    program.organization = request.organization
    facts, judged = assess(program)
    return {
        "program": program,
        "tabs": sections(request, program, "quality:program"),
        "today": facts.today,
        "counted": [(state, TONES[state], number) for state, number in counted(judged)],
        "themes": [
            (theme, [_shown(request, program, one) for one in found])
            for theme, found in by_theme(judged)
        ],
        "frames": FRAMES,
        "caution": words.caution(),
        "hidden": words.hidden(program.report_minimum),
    }


def _shown(request, program, judged):
    return Shown(
        judged, [(line, _address(request, program, line)) for line in judged.evidence.lines]
    )


def _address(request, program, line):
    """The page behind a figure, or nothing where there is none."""
    name, query = line.leads_to
    if not name:
        return ""
    slug = request.organization.slug
    args = [slug] if name in ACROSS_PROGRAMS else [slug, program.slug]
    return reverse(name, args=args) + (f"?{query}" if query else "")
