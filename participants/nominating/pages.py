"""Words, choices and small steps of coordinators' pages of nominations."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentoring import clock
from organizations.models import Company
from participants.nominating import queries
from participants.nominating.applying import token_of
from participants.nominating.asking import REOPENED, Unsettled, ask
from participants.nominating.words import ApplicationState, Source, WhyNot
from participants.roles import Standing
from programs.gates import NOMINATIONS, gates_of

TABS = (
    ("sponsors", gettext_lazy("Sponsors")),
    ("people", gettext_lazy("Asked")),
    ("settle", gettext_lazy("To settle")),
    ("applications", gettext_lazy("Applications")),
)


def tabs(request, program, shown):
    """Items of the tag ``tabs``, each with how many wait there."""
    numbers = queries.tab_numbers(program)
    return [
        {
            "label": label,
            "url": reverse(f"nominations:{name}", args=[request.organization.slug, program.slug]),
            "current": name == shown,
            "count": numbers.get(name) or None,
        }
        for name, label in TABS
    ]


def gate_of(program):
    """The ``Gate`` of nominations, or None for a program without that stage."""
    return next((gate for gate in gates_of(program) if gate.row.key == NOMINATIONS), None)


def asked_row(participant):
    """What the list of asked people shows of one."""
    waits = participant.standing == Standing.NOMINATED
    days = (clock.now() - participant.asked_at).days if participant.asked_at else None
    return {
        "participant": participant,
        "source": Source(participant.source).label if participant.source else "",
        "days": days,
        "waits": waits,
        "reason": WhyNot(participant.reason).label if participant.reason else "",
        "may_reopen": participant.standing in REOPENED,
    }


def unsettled_row(row):
    """A nomination that waits, with the decisions as choices in words."""
    said = {"company": row.nomination.company.name, "employer": row.employer}
    words = {
        "keep": _("Stays with %(employer)s, and takes part for it if it sponsors the program"),
        "move": _("Works for %(company)s now: note the new job from the day below"),
        "both": _("Takes part on both sides"),
        "again": _("Try once more"),
        "refuse": _("Refuse this nomination, and change nothing else"),
    }
    choices = [(value, words[value] % said) for value in row.decisions]
    return {"row": row, "choices": choices, "today": clock.today()}


def application_row(application, companies):
    """An application, and the company among ``companies`` that it most likely means."""
    typed = application.company_name.casefold()
    likely = next((one.pk for one in companies if one.name.casefold() == typed), None)
    return {
        "application": application,
        "likely": likely,
        "waits": application.state == ApplicationState.NEW,
    }


def link_address(link):
    """The public address of an open link; empty while it is closed."""
    token = token_of(link)
    return f"{settings.BASE_URL}{reverse('apply', args=[token])}" if token else ""


def companies_to_choose(program):
    """The sponsors of a program, for a field to choose from."""
    return Company.objects.filter(sponsorships__program=program).order_by("name")


def invite(program, *, side, company, people, by):
    """Ask each of ``people``; ``(what was done, sentences about those who were not asked)``."""
    asked, refused = 0, []
    for who in people:
        try:
            participant = ask(program, side, who, company, source=Source.COORDINATOR, by=by)
        except Unsettled as unsettled:
            said = {"email": who.email, "doubt": str(unsettled.doubt.label)}
            refused.append(_("%(email)s is not invited: %(doubt)s.") % said)
            continue
        if participant.standing == Standing.NOMINATED:
            asked += 1
        else:
            said = {"name": participant.person.name, "standing": participant.get_standing_display()}
            refused.append(_("%(name)s is in the list already: %(standing)s.") % said)
    told = ngettext("One person is invited.", "%(n)d people are invited.", asked) % {"n": asked}
    return (told if asked else ""), refused
