"""What sponsors of a lived year agreed to, get to read, and count."""

from decimal import Decimal

from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import Role
from programs import sponsoring
from programs.models import Aim, Sponsorship
from reports import services
from reports.models import FollowUp, ReportRun
from reports.periods import periods_of
from reports.tasks import make_reports

A_SEAT = Decimal("4200.00")
AIMS = ((Aim.PIPELINE, Aim.CAPABILITY), (Aim.RETENTION,), (Aim.CAPABILITY, Aim.RETENTION))
# Of those who are counted half a year later: how many of ten.
STAYED, PROMOTED, LARGER, MOVED = 9, 3, 4, 2
GROUP = "People of the same level who were not in the program"


def agree(program, coordinator):
    """Aims, cost and contacts of each sponsor, who competes with nobody else; HR gets reports."""
    contacts = {row.company_id: row for row in _hr()}
    rows = Sponsorship.objects.filter(program=program).select_related("company")
    for number, row in enumerate(rows.order_by("company__name", "id")):
        hr = contacts.get(row.company_id)
        people = [(hr.name, hr.user.email, True)] if hr else []
        cost = A_SEAT * row.mentee_seats or None
        agreed = {"aims": AIMS[number % len(AIMS)], "cost": cost, "currency": "EUR"}
        sponsoring.agree(row, **agreed, contacts=people, by=coordinator)
        sponsoring.state_competitors(row, by=coordinator)


def days(program):
    """``[(day of the program, period)]``: when the reports of each period are made."""
    periods = periods_of(program.starts_on, program.ends_on, program.closing_days)
    return [((one.due_on - program.starts_on).days + 1, one) for one in periods]


def publish(program, period, coordinator):
    """Make the reports of a period, here and now."""
    run = services.ask(program, period, by=coordinator)
    make_reports.run(str(program.organization_id), str(run.pk))
    run = ReportRun.objects.get(pk=run.pk)
    if run.error:
        raise RuntimeError(run.error)


def count(program):
    """HR of each sponsor says what became of its people half a year later."""
    sponsors = Sponsorship.objects.filter(program=program).values_list("company", flat=True)
    for hr in _hr().filter(company__in=sponsors):
        of = program.participants.filter(company=hr.company_id).count()
        as_hr = context.Context(
            program.organization_id, hr.user_id, context.Actor.HR, hr.company_id
        )
        with context.enter(as_hr):
            services.count(program, hr.company_id, FollowUp.HALF_YEAR, _numbers(of), seen=None)


def _numbers(of):
    own = {"stayed": STAYED, "promoted": PROMOTED, "larger_role": LARGER, "moved": MOVED}
    found = {"counted": of, **{name: of * each // 10 for name, each in own.items()}}
    group = {"stayed": STAYED - 1, "promoted": PROMOTED - 1, "larger_role": LARGER - 2, "moved": 1}
    many = 4 * of
    return {
        **found,
        "group_words": GROUP,
        "group_counted": many,
        **{f"group_{name}": many * each // 10 for name, each in group.items()},
    }


def _hr():
    return Membership.objects.filter(role=Role.HR).select_related("user").order_by("id")
