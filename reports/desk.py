"""What the coordinators' pages of reports show."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.jobs import progress
from programs.models import Sponsorship
from reports import queries, recipients
from reports.company_queries import NUMBERS
from reports.counting import page as counting
from reports.gathering import program_figures
from reports.models import KINDS, Snapshot

LABELS = dict(KINDS)
LABELS_OF_COUNTS = {
    "counted": gettext_lazy("People"),
    "stayed": gettext_lazy("Stayed"),
    "promoted": gettext_lazy("Promoted"),
    "larger_role": gettext_lazy("Larger role"),
    "moved": gettext_lazy("Moved inside"),
}


@dataclass(frozen=True)
class Line:
    """One company in one period: its report, or why it has none."""

    company: str
    snapshot: Snapshot | None


@dataclass(frozen=True)
class Block:
    """One period with what was published about it; ``key`` names it in a form."""

    stand: queries.Stand
    lines: list
    own: Snapshot | None

    @property
    def key(self):
        return key_of(self.stand.period)

    @property
    def label(self):
        return LABELS[self.stand.period.kind]

    @property
    def comes_on(self):
        """The day on which its reports are made by themselves; None once it is past."""
        day = self.stand.period.due_on
        return day if day >= clock.today() else None


def key_of(period):
    return f"{period.kind.value}:{period.last.isoformat()}"


def period_at(program, key):
    """The period that a form names, or None when there is no such any more."""
    periods = (one.period for one in queries.periods(program))
    return next((one for one in periods if key_of(one) == key), None)


def sections(request, program, here):
    """The pages of this part of the dashboard, as the tag ``tabs`` takes them."""
    labels = {
        "reports:list": _("Sponsors’ reports"),
        "reports:figures": _("The program in numbers"),
        "reports:counts": _("What became of people"),
        "quality:program": _("Quality"),
    }
    slug = request.organization.slug
    return [
        {"label": label, "url": reverse(name, args=[slug, program.slug]), "current": name == here}
        for name, label in labels.items()
    ]


def list_page(request, program):
    program.organization = request.organization
    sponsors = Sponsorship.objects.filter(program=program).select_related("company")
    sponsors = list(sponsors.order_by("company__name", "id"))
    made = defaultdict(dict)
    for one in Snapshot.objects.filter(program=program).defer("content").order_by("number"):
        made[one.kind, one.period_to][one.company_id] = one
    blocks = [_block(stand, sponsors, made) for stand in queries.periods(program)]
    run, found = queries.newest_run(program), recipients.of_program(program)
    return {
        "program": program,
        "tabs": sections(request, program, "reports:list"),
        "blocks": blocks[::-1],
        "readers": [(one, found.get(one.company_id, [])) for one in sponsors],
        **progress_of(run),
    }


def _block(stand, sponsors, made):
    found = dict(made.get((stand.period.kind, stand.period.last), {}))
    own = found.pop(None, None)
    lines = [Line(one.company.name, found.get(one.company_id)) for one in sponsors]
    return Block(stand, lines if stand.is_published else [], own)


def progress_of(run):
    """How far a run is; without one nothing is at work."""
    if run is None:
        return {"run": None, "is_down": False}
    told = progress.read(run.pk) if run.is_open else None
    return {
        "run": run,
        "done": told["done"] if told else 0,
        "total": told["total"] if told else 0,
        "hint": told["label"] if told else "",
        "is_down": progress.is_stuck(run),
    }


def counts_page(request, program):
    program.organization = request.organization
    return {
        "program": program,
        "tabs": sections(request, program, "reports:counts"),
        "columns": [LABELS_OF_COUNTS[name] for name in NUMBERS],
        "blocks": counting.blocks(program),
    }


def figures_page(request, program):
    return {
        "program": program,
        "tabs": sections(request, program, "reports:figures"),
        "groups": [_shown(request, program, one) for one in program_figures.groups(program)],
    }


def _shown(request, program, group):
    """A group with the addresses of the pages behind its figures."""
    return group, [(one, _address(request, program, *one.leads_to)) for one in group.figures]


def _address(request, program, name, query):
    slug = request.organization.slug
    args = [slug] if name == program_figures.CASES else [slug, program.slug]
    return reverse(name, args=args) + (f"?{query}" if query else "")
