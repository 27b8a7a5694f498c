"""Briefings: the coordinators' pages, and the page behind a manager's personal link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring import clock
from mentoring.links import behind_link
from mentoring.tenancy import context
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of
from training import briefing, texts, tokens
from training import briefing_queries as queries
from training.forms import AgreeForm, TextForm
from training.pages import page_of, tabs
from training.roles import Audience


@require_safe
@organization_view(*STAFF)
def briefings(request, program):
    """Who has agreed to which version, and whom to write to."""
    program = program_of(request, program)
    text = briefing.current_text(Audience.MANAGERS)
    contact_text = briefing.current_text(Audience.CONTACTS)
    rows = queries.managers_of(program, text, clock.now() - briefing.A_WEEK)
    page = {
        "program": program,
        "tabs": tabs(request, program),
        "rows": rows,
        "page": page_of(request, rows),
        "to_mail": [row for row in rows if row.may_be_mailed],
        "agreed": sum(row.has_agreed for row in rows),
        "agreed_earlier": any(row.agreed_earlier for row in rows),
        "contacts": queries.contacts_of(program, contact_text),
        "text": text,
        "contact_text": contact_text,
    }
    return render(request, "training/briefings.html", page)


@require_POST
@organization_view(*STAFF)
def send(request, program):
    """Mail the managers who have not agreed: of one mentee, or of all."""
    program = program_of(request, program)
    text = briefing.current_text(Audience.MANAGERS)
    rows = queries.managers_of(program, text, clock.now() - briefing.A_WEEK)
    only, again = request.POST.get("participant", ""), "again" in request.POST
    chosen = [
        row.participant
        for row in rows
        if row.may_be_mailed
        and (str(row.participant.pk) == only if only else again or not row.agreed_earlier)
    ]
    number = briefing.send(program, chosen, by=request.membership) if chosen else 0
    if number:
        said = ngettext("%(n)d manager gets a mail.", "%(n)d managers get a mail.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.info(
            request, _("Nobody to write to: they have agreed, or had a mail in the last week.")
        )
    return redirect("training:briefings", request.organization.slug, program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def text(request, program, audience):
    """Read a text, and write its next version."""
    program = program_of(request, program)
    if audience not in Audience:
        raise Http404
    newest = briefing.current_text(audience)
    posted = request.POST if request.method == "POST" else None
    form = TextForm(posted, initial={"body": newest.body, "number": newest.number})
    if form.is_valid() and _save_text(request, audience, form):
        return redirect("training:briefings", request.organization.slug, program.slug)
    page = {
        "program": program,
        "form": form,
        "text": newest,
        "audience": Audience(audience),
        "blocks": texts.blocks(newest.body),
        "versions": queries.versions_of(audience),
    }
    return render(request, "training/text.html", page)


@behind_link
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def manager(request, token):
    """The page behind a manager's link. Looking never uses it up; agreeing is a POST.

    A link that is unknown, expired, or about somebody who does not take part any more opens
    nothing, in the same words.
    """
    organization_id = tokens.organization_of(token)
    if organization_id is None:
        return _kept_out_of_caches(_nothing(request))
    in_force = context.Context(organization_id, actor=context.Actor.GUEST)
    with context.enter(in_force, savepoint=False):
        link = queries.link_of(token)
        response = _manager_page(request, link) if link else _nothing(request)
    return _kept_out_of_caches(response)


def _nothing(request):
    return render(request, "training/expired.html", status=410)


def _kept_out_of_caches(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _manager_page(request, link):
    newest = briefing.current_text(Audience.MANAGERS)
    agreement = queries.agreement_of(link)
    posted = request.POST if request.method == "POST" else None
    form = AgreeForm(posted, initial={"number": newest.number})
    if form.is_valid() and _agree(link, form, newest):
        return redirect(request.path)
    page = {
        "mentee": link.participant.person.name,
        "program": link.participant.program.name,
        "organization_name": link.organization.name,
        "blocks": texts.blocks(newest.body),
        "text": newest,
        "agreement": agreement,
        "has_agreed": agreement is not None and agreement.text_id == newest.pk,
        "form": form,
    }
    return render(request, "training/manager.html", page)


def _agree(link, form, newest):
    """Whether the agreement is noted; otherwise the form says why not."""
    try:
        briefing.agree(link, form.cleaned_data["number"], form.cleaned_data["name"])
    except briefing.Outdated:
        form.data = form.data.copy()
        form.data["number"] = newest.number
        form.add_error(None, _("The text has changed since you opened it. Please read it again."))
    except ValidationError as refused:
        form.add_error("name", refused)
    else:
        return True
    return False


def _save_text(request, audience, form):
    """Whether the text is as it should be; otherwise the form says why not."""
    body, number = form.cleaned_data["body"], form.cleaned_data["number"]
    try:
        saved = briefing.save_text(audience, body, number, by=request.membership)
    except briefing.Outdated:
        form.data = form.data.copy()
        form.data["number"] = briefing.current_text(audience).number
        form.add_error(
            None,
            _(
                "Somebody else saved a version meanwhile; it stands below. Save again to make "
                "yours the next one."
            ),
        )
        return False
    except ValidationError as refused:
        form.add_error("body", refused)
        return False
    if saved:
        messages.success(request, _("Version %(n)d is saved.") % {"n": saved.number})
    else:
        messages.info(request, _("Nothing was changed."))
    return True
