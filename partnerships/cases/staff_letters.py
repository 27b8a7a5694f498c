"""Mails to coordinators about cases: one is theirs now, or has been raised. Nobody is named."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.catalog import STAFF
from notifications.kinds import Letter
from notifications.services import tell_address, tell_many
from organizations.models import Membership
from organizations.roles import STAFF as STAFF_ROLES
from partnerships.cases.kinds import Action, Level
from partnerships.cases.models import CaseEvent

GIVEN, RAISED = "case_given", "case_raised"


def register():
    """Called once, when models exist."""
    kinds.register(
        GIVEN,
        case_given,
        name=gettext_lazy("Somebody gives you a case"),
        audience=STAFF,
        is_optional=True,
    )
    kinds.register(
        RAISED, case_raised, name=gettext_lazy("A case is raised"), audience=STAFF, may_wait=False
    )


def tell_owner(event):
    """A mail to whoever has been given a case by somebody else."""
    tell_address(event.to.user.email, GIVEN, event.pk)


def tell_others(event):
    """A mail to everybody else who could look after a raised case, or agree that it is raised."""
    others = Membership.objects.filter(role__in=STAFF_ROLES).exclude(user=event.by.user_id)
    addresses = set(others.values_list("user__email", flat=True))
    tell_many(RAISED, [(address, event.pk, {}) for address in sorted(addresses)])


def case_given(person, occasion, facts):
    """As long as it is theirs, and open."""
    event = _event(occasion)
    if event is None or event.case.owner_id != event.to_id:
        return None
    said = {"name": event.by.name, "program": event.case.program.name}
    return _letter(
        event,
        _("A case in %(program)s is yours now") % said,
        _("%(name)s has asked you to look after a case in %(program)s.") % said,
    )


def case_raised(person, occasion, facts):
    """As long as it stands there, or waits for a second person."""
    event = _event(occasion)
    if event is None:
        return None
    case, said = event.case, {"name": event.by.name, "program": event.case.program.name}
    if event.action == Action.RAISE_ASKED:
        if case.raise_asked_by_id is None or case.level == Level.SPONSOR:
            return None
        return _letter(
            event,
            _("A case in %(program)s waits for a second person") % said,
            _(
                "%(name)s asks whether a case in %(program)s should be raised to a sponsor or a "
                "lawyer. Somebody else has to agree: look at the case, and decide."
            )
            % said,
        )
    if case.level != event.level:
        return None
    return _letter(
        event,
        _("A case in %(program)s has been raised") % said,
        _("%(name)s has raised a case in %(program)s: %(level)s.")
        % {**said, "level": event.get_level_display()},
    )


def _event(occasion):
    rows = CaseEvent.objects.filter(pk=occasion, case__status="open")
    return rows.select_related("by", "case__program", "case__organization").first()


def _letter(event, subject, words):
    case = event.case
    place = reverse("cases:case", args=[case.organization.slug, case.pk])
    return Letter(
        subject=subject,
        paragraphs=(words,),
        facts=((_("About"), case.get_signal_display()),),
        action_label=_("Open the case"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you coordinate at %(organization)s.")
        % {"organization": case.organization.name},
    )
