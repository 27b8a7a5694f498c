"""What mentor and mentee are told by mail. Nobody is named before both have accepted."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import as_zone, city, written_time
from notifications.kinds import Letter
from partnerships.lifecycle import FAILED, MENTEE, MENTOR, Status
from partnerships.models import Partnership

UTC = "UTC"


def match_announced(person, occasion, facts):
    """There is somebody for you; look and answer."""
    match = _match(occasion)
    if not _is_unanswered(match, facts["side"]):
        return None
    if facts["side"] == MENTEE:
        opening = _("A mentor has been found for you in %(program)s.")
    else:
        opening = _("A mentee has been found for you in %(program)s.")
    return Letter(
        subject=_("Your match in %(program)s is ready") % {"program": match.program.name},
        paragraphs=(
            opening % {"program": match.program.name},
            _(
                "Read what the two of you have in common, and say whether you want to go ahead. "
                "It takes about three minutes. You both answer for yourselves, and neither sees "
                "the other’s answer before both have said yes."
            ),
        ),
        facts=((_("Please answer by"), _deadline(match, facts["side"])),),
        action_label=_("See your match"),
        action_url=_address(match),
        reason=_why(match),
        values={"program": match.program.name},
    )


def answer_reminder(person, occasion, facts):
    """Two days are left."""
    match = _match(occasion)
    if not _is_unanswered(match, facts["side"]) or match.answer_by <= clock.now():
        return None
    return Letter(
        subject=_("Your match in %(program)s waits for your answer")
        % {"program": match.program.name},
        paragraphs=(
            _("You have not answered your match in %(program)s yet.")
            % {"program": match.program.name},
            _(
                "Yes or no is equally fine. Without an answer the match ends by itself, and the "
                "place goes to somebody else."
            ),
        ),
        facts=((_("Please answer by"), _deadline(match, facts["side"])),),
        action_label=_("Answer now"),
        action_url=_address(match),
        reason=_why(match),
        values={"program": match.program.name},
    )


def partnership_preparing(person, occasion, facts):
    """Both said yes: now each learns who the other is."""
    match = _match(occasion)
    if not match.is_revealed or match.status in FAILED:
        return None
    other = MENTOR if facts["side"] == MENTEE else MENTEE
    name = getattr(match, f"{other}_person").name
    company = getattr(match, f"{other}_company").name
    said = {"name": name, "company": company, "program": match.program.name}
    if other == MENTOR:
        opening = _("%(name)s of %(company)s is your mentor in %(program)s.")
    else:
        opening = _("%(name)s of %(company)s is your mentee in %(program)s.")
    return Letter(
        subject=_("You have both accepted in %(program)s") % {"program": match.program.name},
        paragraphs=(
            opening % said,
            _(
                "You both said yes. Before your first meeting each of you takes a short training "
                "for your part; it is in your portal, to be read when it suits you."
            ),
        ),
        action_label=_("Open your portal"),
        action_url=_address(match),
        reason=_why(match),
        values={"program": match.program.name},
    )


def partnership_introduced(person, occasion, facts):
    """Both have finished their training: the first meeting is open."""
    match = _match(occasion)
    if match.introduced_at is None or match.status != Status.PREPARING:
        return None
    other = MENTOR if facts["side"] == MENTEE else MENTEE
    said = {"name": getattr(match, f"{other}_person").name, "program": match.program.name}
    return Letter(
        subject=_("You can meet now in %(program)s") % said,
        paragraphs=(
            _("Both of you have finished the training: you and %(name)s can meet.") % said,
            _(
                "Agree on a first meeting within ten days. It need not be perfect; an hour in "
                "which you get to know each other is enough."
            ),
        ),
        action_label=_("Open your portal"),
        action_url=_address(match),
        reason=_why(match),
        values={"program": match.program.name},
    )


def match_over(person, occasion, facts):
    """The match will not go ahead; the words are the same whatever the reason."""
    match = _match(occasion)
    if match.status not in FAILED:
        return None
    return Letter(
        subject=_("Your match in %(program)s will not go ahead") % {"program": match.program.name},
        paragraphs=(
            _("The match that you were shown in %(program)s will not go ahead.")
            % {"program": match.program.name},
            _(
                "Matches end at this stage for many reasons, and none of them is a judgment of "
                "you. You stay in the program: if there is another match for you, you will hear "
                "from us, otherwise your coordinator will be in touch."
            ),
        ),
        action_label=_("Open your portal"),
        action_url=_address(match),
        reason=_why(match),
        values={"program": match.program.name},
    )


def partnership_ended(person, occasion, facts):
    """It is over, without who ended it or why; another match is offered."""
    match = _match(occasion)
    if match.status != Status.ENDED:
        return None
    other = MENTOR if facts["side"] == MENTEE else MENTEE
    said = {"name": getattr(match, f"{other}_person").name, "program": match.program.name}
    return Letter(
        subject=_("Your partnership in %(program)s has ended") % said,
        paragraphs=(
            _("Your partnership with %(name)s in %(program)s has ended.") % said,
            _(
                "Partnerships end early for many reasons, and none of them is a judgment of "
                "either of you. What the two of you wrote stays readable to you for 30 days, and "
                "stays between you."
            ),
            _("Would you like to be matched again? Say so in your portal, yes or no."),
        ),
        action_label=_("Open your portal"),
        action_url=_address(match),
        reason=_why(match),
        values={"program": match.program.name},
    )


def _match(occasion):
    rows = Partnership.objects.select_related(
        "organization",
        "program",
        "mentor",
        "mentee",
        "mentor_person",
        "mentee_person",
        "mentor_company",
        "mentee_company",
    )
    return rows.get(pk=occasion)


def _is_unanswered(match, side):
    return match.status == Status.PROPOSED and getattr(match, f"{side}_accepted_at") is None


def _deadline(match, side):
    zone = getattr(match, side).time_zone or UTC
    return f"{written_time(match.answer_by, zone)} ({city(as_zone(zone))})"


def _address(match):
    return settings.BASE_URL + reverse("portal:home", args=[match.organization.slug])


def _why(match):
    return _("You receive this because you take part in %(program)s at %(organization)s.") % {
        "program": match.program.name,
        "organization": match.organization.name,
    }
