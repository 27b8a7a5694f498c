"""A mentee or mentor reads a module and answers its questions, one part after another."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organizations.access import organization_view
from organizations.roles import Role
from training.modules import learning, queries, reader
from training.modules.learning import CannotLearn
from training.roles import Reached


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def module(request, module_id):
    """One part of the module; what is chosen on it is posted here. Looking begins nothing."""
    own, shelf = queries.own_or_404(request.membership.person_id, module_id)
    if request.method == "POST":
        return _take_step(request, own)
    wanted = request.GET.get("part", "")
    page = reader.page_of(own, shelf, wanted, request.organization)
    return render(request, "training/modules/reader.html", page)


def _take_step(request, own):
    """Do what was clicked, and turn to the part that comes with it."""
    by, posted, where = request.membership, request.POST, ""
    try:
        attempt = learning.begin(own.participant, own.module, by=by)
        if "part" in posted:
            learning.go_on(attempt, posted["part"], by=by)
            where = f"?part={posted['part']}"
        elif "ending" in posted:
            learning.choose(attempt, number_in(posted["ending"]), by=by)
            where = f"?part={Reached.SCENARIO}#ending"
        elif "question" in posted:
            question = number_in(posted["question"])
            learning.answer(attempt, question, number_in(posted.get("choice", "")), by=by)
            where = f"?part={Reached.QUESTIONS}#question-{question}"
    except CannotLearn as refusal:
        messages.warning(request, str(refusal))
    page = reverse("portal-training:module", args=[request.organization.slug, own.module.pk])
    return redirect(page + where)


def number_in(text):
    """The small number that a text is, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
