"""The page of the sliders: what they would do, in numbers and in names."""

from matching import alike, queries
from matching.tuning import effect

NAMED = 5


def home(program, form):
    """Everything the page shows for a form that was read; without a pool it says so."""
    page = {"program": program, "form": form, "last": queries.last_done(program)}
    if not form.is_valid():
        return page
    base = effect.base_of(program, page["last"])
    if base is None:
        return page | {"is_empty": True}
    tuned = effect.tuned(base, form.weights, form.cleaned_data["floor"])
    people = queries.participants_by_id(tuned.binding[:NAMED])
    best = max((point.total for point in tuned.curve), default=0)
    return page | {
        "tuned": tuned,
        "alike": alike.told({"alike": tuned.alike}),
        "binding": [people[pk].person.name for pk in tuned.binding[:NAMED]],
        "more_binding": max(0, len(tuned.binding) - NAMED),
        "curve": [(point, best - point.total) for point in tuned.curve],
        "is_changed": any(getattr(program, name) != value for name, value in form.chosen.items()),
    }
