"""When cases open in a program: its own numbers, and what they would open now."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.access import organization_view
from organizations.roles import STAFF
from partnerships.cases.rules import DAYS, KINDS, PERCENT, CannotSetRule, rules_of, set_rules
from partnerships.cases.sweeping import would_open
from programs.queries import program_of


class RulesForm(forms.Form):
    """For each signal whether it opens cases, and from which number on."""

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        for signal, rule in rules.items():
            self.fields[f"{signal}-on"] = forms.BooleanField(
                label=rule.label, required=False, initial=rule.is_on
            )
            if rule.kind.unit:
                self.fields[f"{signal}-number"] = forms.IntegerField(
                    label=_number_label(rule),
                    min_value=rule.kind.least,
                    max_value=rule.kind.most,
                    initial=rule.number,
                )

    def wanted(self):
        """``{signal: (is on, number)}`` as the service takes it."""
        said = self.cleaned_data
        return {signal: (said[f"{signal}-on"], said.get(f"{signal}-number")) for signal in KINDS}


@dataclass(frozen=True)
class Line:
    """One signal on the page; ``count`` is how many cases it would open now, if that was asked."""

    rule: object
    is_on: forms.BoundField
    number: forms.BoundField | None
    unit: str
    default: str
    count: int | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def rules(request, program):
    """Show and change them; or look first what other numbers would open."""
    program = program_of(request, program)
    own = rules_of(program)
    form = RulesForm(request.POST if request.method == "POST" else None, rules=own)
    counts = {}
    if request.method == "POST" and form.is_valid():
        if "look" in request.POST:
            counts = would_open(program, form.wanted())
        elif _saved(request, program, form):
            return redirect("cases:rules", request.organization.slug, program.slug)
    page = {
        "program": program,
        "form": form,
        "lines": [_line(form, signal, rule, counts) for signal, rule in own.items()],
        "has_looked": bool(counts),
        "total": sum(counts.values()),
    }
    return render(request, "partnerships/cases/rules.html", page)


def _saved(request, program, form):
    try:
        set_rules(program, form.wanted(), by=request.membership)
    except CannotSetRule as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, _("From now on cases open by these numbers."))
    return True


def _line(form, signal, rule, counts):
    return Line(
        rule=rule,
        is_on=form[f"{signal}-on"],
        number=form[f"{signal}-number"] if rule.kind.unit else None,
        unit=_unit(rule.kind),
        default=_default(rule.kind),
        count=counts.get(signal, 0) if counts else None,
    )


def _number_label(rule):
    return _("%(signal)s: %(unit)s") % {"signal": rule.label, "unit": _unit(rule.kind)}


def _unit(kind):
    if kind.unit == DAYS:
        return _("days")
    return _("% of the agreed rhythm") if kind.unit == PERCENT else _("of 5 or less")


def _default(kind):
    if not kind.unit:
        return ""
    said = {"n": kind.number, "least": kind.least, "most": kind.most}
    return _("usually %(n)s, from %(least)s to %(most)s") % said
