"""One mail on Monday with all that is open: numbers, and the ways to them; nobody's name."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.settling.digest import FROM, UNTIL, WEEK, readers, under_way
from dashboard.settling.sources import steps_across
from dashboard.steps import OPEN_CASES
from mentoring import clock
from mentoring.tenancy import context
from notifications import optional
from notifications.kinds import Letter
from notifications.models import Message
from notifications.services import tell_many
from organizations.models import Organization
from organizations.zones import zone_of
from partnerships.cases.kinds import CaseStatus
from partnerships.cases.models import Case
from partnerships.cases.queries import numbers
from programs.next_steps import next_steps
from programs.queries import counts_of

MONDAY = 0
MOST_LINKS = 10


def mail_week_ahead():
    """Due work: on a Monday morning of the organization, if anything is open."""
    organization = Organization.objects.get(pk=context.current().organization_id)
    with timezone.override(zone_of(organization)):
        now = timezone.localtime(clock.now())
        if now.weekday() != MONDAY or not FROM <= now.hour < UNTIL:
            return
        occasion = str(now.date())
        told = Message.objects.filter(kind=WEEK, occasion=occasion)
        told = set(told.values_list("address", flat=True))
        late = {user: address for user, address in readers().items() if address not in told}
        if not late or not (_steps(organization) or _has_cases()):
            return
    tell_many(WEEK, [(late[user], occasion, {"user": str(user)}) for user in sorted(late)])


def week_ahead(person, occasion, facts):
    """What is open by now, or None when nothing is."""
    membership = optional.staff_behind(facts["user"])
    if membership is None:
        return None
    organization = membership.organization
    with timezone.override(zone_of(organization)):
        steps, cases = _steps(organization), numbers(membership)
    number = len(steps) + cases.waiting
    if not number:
        return None
    subject = ngettext("%(n)s open matter this week", "%(n)s open matters this week", number)
    return Letter(
        subject=_("%(organization)s: %(what)s")
        % {"organization": organization.name, "what": subject % {"n": number}},
        paragraphs=(_("This is what is open at the beginning of the week."), *_left_out(steps)),
        facts=tuple(_facts(cases)),
        links=tuple(_links(organization, steps, cases)),
        action_label=_("Open today"),
        action_url=settings.BASE_URL + reverse("dashboard:home", args=[organization.slug]),
        reason=_(
            "You get this mail because you coordinate programs here. It comes on Monday morning, "
            "when something is open."
        ),
    )


def _steps(organization):
    """``[(program's name or "", NextStep)]`` of what needs somebody, the most pressing first."""
    programs = under_way()
    found = next_steps(programs, counts_of(programs), organization)
    names = {program.pk: program.name for program in programs}
    steps = [
        (names[pk], step)
        for pk, of_program in found.items()
        for step in of_program
        if step.rank != OPEN_CASES  # all cases have a link of their own
    ]
    steps += [("", step) for step in steps_across(organization, programs)]
    return sorted((one for one in steps if one[1].needs_you), key=lambda one: one[1].rank)


def _has_cases():
    put_off = Q(snoozed_until__gt=clock.today())
    return Case.objects.filter(~put_off, status=CaseStatus.OPEN).exists()


def _facts(cases):
    """How many cases wait, and for whom."""
    for name, number in (
        (_("Cases"), cases.waiting),
        (_("Overdue"), cases.overdue),
        (_("Nobody’s"), cases.nobodys),
        (_("Yours"), cases.mine),
    ):
        if number:
            yield name, str(number)


def _links(organization, steps, cases):
    if cases.waiting:
        url = reverse("cases:list", args=[organization.slug])
        yield _("See the cases"), settings.BASE_URL + url
    for program, step in steps[:MOST_LINKS]:
        label = f"{program}: {step.label}" if program else step.label
        yield label, settings.BASE_URL + step.url


def _left_out(steps):
    more = len(steps) - MOST_LINKS
    if more > 0:
        words = ngettext(
            "%(n)s more matter is on your page of today.",
            "%(n)s more matters are on your page of today.",
            more,
        )
        yield words % {"n": more}
