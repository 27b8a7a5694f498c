"""What the coordinators' pages show, put together from the newest finished run."""

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.results import drawing, services, work
from evaluations.results.numbers import CHANGES
from evaluations.results.wording import LABELS, Change, Level, Rate, about_level, dimension_label
from instruments.kinds import Informant, Occasion
from mentoring.jobs import asking

MAIN = (f"{Occasion.BASELINE}:{Occasion.FINAL}", f"{Occasion.MID_YEAR}:{Occasion.FINAL}")
SO_FAR = f"{Occasion.BASELINE}:{Occasion.MID_YEAR}"
LOOKED_BACK = f"{Occasion.THEN}:{Occasion.FINAL}"


def home(program, organization):
    """Everything of the program's page; the same number of statements whatever its size."""
    newest, done = services.runs_of(program)
    is_current = done is not None and done.seen == work.state_of(program)
    page = {
        **_progress(program, newest),
        "done": done,
        "is_current": is_current,
        "starts_by_itself": asking.may_start_by_itself(newest, is_current),
    }
    return page | answer(done.found, program, organization) if done else page


def progress_of(program):
    newest, _done = services.runs_of(program)
    return _progress(program, newest)


def _progress(program, run):
    return {"program": program, **asking.how_far(run, work.STEPS)}


def answer(found, program, organization):
    """The sections of a run's numbers."""
    rates = rates_of(found)
    weak = weak_at_end(rates)
    return {
        "rates": rates,
        "weak": weak,
        "groups": [
            group
            for informant in Informant
            if (group := _group(found, informant, weak, program, organization))
        ],
        "goals": _goals(found["goals"]),
        "recommendation": [drawing.recommendation(one) for one in found["recommendation"]],
        "silent": _silent(found),
        "is_empty": not found["scales"],
    }


def rates_of(found):
    """``[Rate]`` of every occasion and informant, in the order of the year."""
    return [
        Rate(occasion, informant, **found["rates"][occasion][informant])
        for occasion in Occasion
        for informant in Informant
        if informant in found["rates"].get(occasion, {})
    ]


def weak_at_end(rates):
    """Informants of whom too few answered at the end."""
    return {rate.informant for rate in rates if rate.occasion == Occasion.FINAL and rate.is_weak}


def _group(found, informant, weak, program, organization):
    """One informant's scales: what changed, and how the year is looked back on."""
    scales = [one for one in found["scales"] if one["informant"] == informant and one["levels"]]
    if not scales:
        return None
    order = [(informant, key) for key in LABELS()]
    scales.sort(key=lambda one: _place(order, one))
    lines = [_line(one, program, organization) for one in scales]
    return {
        "informant": informant,
        "label": Informant(informant).label,
        "is_weak": informant in weak,
        "lines": lines,
        "chart": drawing.changes(informant, lines),
        "looked_back": [line for line in lines if line["looked_back"]],
    }


def _place(order, one):
    at = one["informant"], one["dimension"]
    return order.index(at) if at in order else len(order)


def _line(scale, program, organization):
    changes = {change.name: change for change in _changes(scale)}
    main = next((changes[name] for name in (*MAIN, SO_FAR) if name in changes), None)
    levels = _levels(scale)
    arguments = [organization.slug, program.slug, scale["informant"], scale["dimension"]]
    return {
        "label": dimension_label(scale["dimension"]),
        "url": reverse("results:scale", args=arguments),
        "change": main,
        "level": levels[-1] if levels else None,
        "looked_back": changes.get(LOOKED_BACK),
    }


def _levels(scale):
    """``[Level]`` in the order of the year, which JSON does not keep."""
    found = scale["levels"]
    return [Level(occasion, found[occasion]) for occasion in Occasion if occasion in found]


def _changes(scale):
    found, names = scale["changes"], [f"{before}:{after}" for before, after in CHANGES]
    return [Change(name, found[name]) for name in names if name in found]


def scale(found, informant, dimension):
    """One scale of one informant with all its occasions and changes, or None."""
    for one in found["scales"]:
        if (one["informant"], one["dimension"]) == (informant, dimension):
            levels = _levels(one)
            return {
                "label": dimension_label(dimension),
                "informant": Informant(informant),
                "levels": levels,
                "changes": _changes(one),
                "chart": drawing.levels(levels),
                "is_weak": informant in weak_at_end(rates_of(found)),
            }
    return None


def _silent(found):
    """Scales on which those who were silent at the end can be compared with the others."""
    order = [(informant, key) for informant in Informant for key in LABELS()]
    found = sorted(found["silent"], key=lambda one: _place(order, one))
    return [
        {
            "informant": Informant(one["informant"]).label,
            "label": dimension_label(one["dimension"]),
            "answered": about_level(one["answered"]),
            "silent": about_level(one["silent"]),
            "n_answered": one["answered"]["n"],
            "n_silent": one["silent"]["n"],
        }
        for one in found
        if one["answered"]["n"] and one["silent"]["n"]
    ]


def _goals(found):
    """Goal attainment: a heading's numbers, and of each side's view a chart or a band."""
    names = {Informant.MENTEE: _("As mentees see it"), Informant.MENTOR: _("As mentors see it")}
    sides = [
        drawing.goals(names[side], one)
        for side in names
        for one in found["sides"]
        if one["informant"] == side
    ]
    return found | {"drawn": sides}
