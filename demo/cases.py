"""What the coordinators of the demo have made of the cases that its year has opened."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import Role
from partnerships.cases import services, sweeping
from partnerships.cases.kinds import CaseStatus, Channel, Outcome
from partnerships.cases.models import Case

PUT_OFF = timedelta(days=6)


def look_after(organization):
    """Open what there is to look after; of the most pressing some are worked on already."""
    with context.enter(context.Context(organization.pk)):
        sweeping.sweep()
        staff = Membership.objects.filter(role__in=(Role.COORDINATOR, Role.ADMINISTRATOR))
        by = staff.select_related("user").order_by("-role", "name", "id").first()
    own = context.Context(organization.pk, by.user_id, context.Actor.COORDINATOR)
    with context.enter(own):
        pairs = Case.objects.filter(status=CaseStatus.OPEN, partnership__isnull=False)
        worked_on = pairs.select_related("partnership__mentee")[: len(ACTS)]
        for act, case in zip(ACTS, list(worked_on), strict=False):
            act(case, by)


def _take(case, by):
    services.take(case, by=by)


def _call(case, by):
    _take(case, by)
    services.log_contact(case, Channel.PHONE, case.partnership.mentee, by=by)


def _put_off(case, by):
    _call(case, by)
    services.snooze(case, clock.today() + PUT_OFF, by=by)


def _close(case, by):
    _call(case, by)
    services.close(case, Outcome.AGREED, by=by)


def _leave(case, by):
    """Nobody looks after it."""


ACTS = (_leave, _call, _leave, _take, _leave, _put_off, _leave, _close)
