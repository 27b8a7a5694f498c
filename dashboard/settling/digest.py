"""One mail in the morning that says what waits for a coordinator, if something of it is new."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.settling.sources import label_of, waiting_in
from mentoring import clock
from mentoring.tenancy import context
from notifications import optional
from notifications.kinds import Letter
from notifications.models import Message, OptionalMail
from notifications.services import tell_address
from organizations.models import Membership, Organization
from organizations.roles import STAFF
from organizations.zones import zone_of
from programs.queries import programs_list

KIND, WEEK = "what_waits", "week_ahead"
# The hours of a working day in which it comes; later it would be tomorrow's.
FROM, UNTIL = 7, 12
SATURDAY = 5


def mail_what_waits():
    """Due work: on a working morning of the organization, tell each coordinator what is new."""
    organization = Organization.objects.get(pk=context.current().organization_id)
    with timezone.override(zone_of(organization)):
        now = timezone.localtime(clock.now())
        if now.weekday() >= SATURDAY or not FROM <= now.hour < UNTIL:
            return
        today = now.date()
        staff = readers()
        looked = OptionalMail.objects.filter(kind=KIND, looked_on=today, user__in=staff)
        late = staff.keys() - set(looked.values_list("user_id", flat=True))
        if late:
            _tell(late, staff, today)


def under_way():
    """Programs that are not over."""
    today = clock.today()
    return [program for program in programs_list() if program.ends_on >= today]


def readers():
    """``{login id: mail address}`` of those who coordinate, each once, whatever their roles."""
    held = Membership.objects.filter(role__in=STAFF, user__is_active=True)
    return dict(held.values_list("user_id", "user__email"))


def _tell(late, staff, today):
    OptionalMail.objects.bulk_create(
        [OptionalMail(user_id=user_id, kind=KIND) for user_id in late], ignore_conflicts=True
    )
    has_all = _told_of_the_week(today)
    waiting = [str(pk) for group in waiting_in(under_way()) for pk in group.ids]
    rows = OptionalMail.objects.select_for_update(skip_locked=True, of=("self",))
    for row in rows.filter(kind=KIND, user__in=late).exclude(looked_on=today).order_by("id"):
        address = staff[row.user_id]
        is_told = row.user_id in has_all or row.stopped_at is not None
        if not is_told and set(waiting) - set(row.told):
            tell_address(address, KIND, str(today), user=str(row.user_id))
        row.looked_on, row.told = today, waiting
        row.save(update_fields=["looked_on", "told"])


def _told_of_the_week(today):
    """Logins that have a mail of this morning with all that is open, and want it."""
    told = Message.objects.filter(kind=WEEK, occasion=str(today))
    told = {UUID(facts["user"]) for facts in told.values_list("facts", flat=True)}
    stopped = OptionalMail.objects.filter(kind=WEEK, stopped_at__isnull=False)
    return told - set(stopped.values_list("user_id", flat=True))


def what_waits(person, occasion, facts):
    """What waits by now: numbers and names of programs, nobody's name and no company's."""
    membership = optional.staff_behind(facts["user"])
    if membership is None:
        return None
    organization = membership.organization
    with timezone.override(zone_of(organization)):
        groups = waiting_in(under_way())
    if not groups:
        return None
    number = sum(group.number for group in groups)
    subject = ngettext("%(n)s thing waits for you", "%(n)s things wait for you", number)
    return Letter(
        subject=_("%(organization)s: %(what)s")
        % {"organization": organization.name, "what": subject % {"n": number}},
        paragraphs=(
            _("Somebody cannot go on before you decide. It is all on your page of today."),
        ),
        facts=_facts(groups),
        action_label=_("See what waits"),
        action_url=settings.BASE_URL + reverse("dashboard:home", args=[organization.slug]),
        reason=_(
            "You get this mail because you coordinate programs here. It comes in the morning of a "
            "working day, when something new waits."
        ),
    )


def _facts(groups):
    """``(program, what waits there)`` by the program's name, then what no program has."""
    by_name = {}
    for group in groups:
        name = group.program.name if group.program else ""
        by_name.setdefault(name, []).append(label_of(group))
    ordered = sorted(by_name.items(), key=lambda item: (not item[0], item[0]))
    return tuple((name or _("Across programs"), ", ".join(said)) for name, said in ordered)
