"""The agreement of a pair in their portal: read it, propose, sign, look back."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.agreements import queries, services
from partnerships.agreements.forms import ProposalForm
from partnerships.agreements.models import DIGEST_LENGTH
from partnerships.agreements.pages import Desk
from partnerships.agreements.paper import paper
from partnerships.agreements.refusals import CannotAgree

LONGEST_NUMBER = 4


@require_safe
@organization_view(Role.PARTICIPANT)
def agreement(request, partnership):
    """What holds between the two, what is proposed, and who has signed."""
    return Desk(request, partnership).show_agreement()


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def propose(request, partnership):
    """A cadence and clauses of one's own, to be signed by both."""
    desk = Desk(request, partnership)
    if not desk.is_open and request.method != "POST":
        return desk.to_board()
    found = queries.agreements_of(desk.pair.partnership, desk.keys)
    if request.method != "POST":
        return desk.show_form(desk.new_form(found), found)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return desk.show_form(form, found)
    try:
        row = services.propose(desk.pair.partnership, by=request.membership, **form.cleaned_data)
    except CannotAgree as refusal:
        return _refused(desk, form, refusal)
    if row.number > found.number:
        said = _("Your proposal is here, and %(name)s gets a mail. It waits for both signatures.")
        messages.success(request, said % {"name": desk.pair.partner.name})
    else:
        messages.info(request, _("This is what stands here already."))
    return desk.to_board()


def _refused(desk, form, refusal):
    """What was typed, beside what stands there now; sent again it is the next proposal."""
    found = queries.agreements_of(desk.pair.partnership, desk.keys)
    form.data = form.data.copy()
    form.data["seen"] = found.number
    form.add_error(None, refusal.message)
    return desk.show_form(form, found, status=409)


@require_POST
@organization_view(Role.PARTICIPANT)
def sign(request, partnership):
    """Sign what was on the page, or show what stands there now."""
    desk = Desk(request, partnership)
    try:
        services.sign(desk.pair.partnership, by=request.membership, **_signed(request.POST))
    except CannotAgree as refusal:
        messages.warning(request, refusal.message)
        return desk.show_agreement(status=409)
    messages.success(request, _("You have signed."))
    return desk.to_board()


def _signed(posted):
    number = posted.get("number", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    return {
        "number": int(number) if is_number else 0,
        "digest": posted.get("digest", "")[:DIGEST_LENGTH],
    }


@require_safe
@organization_view(Role.PARTICIPANT)
def version(request, partnership, number):
    """One of the agreements that the two have had."""
    desk = Desk(request, partnership)
    said = queries.said_or_404(desk.pair.partnership, number, desk.keys)
    return desk.show("version", **desk.shown(said))


@require_safe
@organization_view(Role.PARTICIPANT)
def download(request, partnership, number):
    """One agreement as a PDF to keep."""
    desk = Desk(request, partnership)
    said = queries.said_or_404(desk.pair.partnership, number, desk.keys)
    name = _("Agreement %(n)s.pdf") % {"n": number}
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(paper(desk.pair, said), content_type="application/pdf", headers=headers)
