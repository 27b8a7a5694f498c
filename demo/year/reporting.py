"""What came of the year, ready to be written as JSON."""

from collections import Counter

from demo.year import cast
from demo.year.judging import Judge, program_of
from mentoring.tenancy import context
from notifications.sending import message_id_of
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from partnerships.cases.models import Case
from partnerships.meetings.models import Meeting
from partnerships.models import Partnership, PartnershipEvent
from programs.models import ProgramDate

OF_STAFF = {Role.COORDINATOR: "coordinator", Role.ADMINISTRATOR: "administrator", Role.HR: "hr"}


def report(life):
    """The object that is printed."""
    with context.enter(context.Context(life.program.organization_id)):
        life.fates, life.cases = fates(life), cases(life)
        dates = ProgramDate.objects.filter(program=life.program)
        rows = {row.key: (row.opens_on, row.closes_on) for row in dates}
        program = program_of(life, rows, life.program.ends_on, cast.ZONE)
        roles, names = _roles(life), _names(life)
        found = {
            "messages": _messages(life, roles),
            "meetings": Counter(Meeting.objects.order_by().values_list("status", flat=True)),
            "cases": _cases(),
            "partnerships": Counter(row["status"] for row in life.fates.values()),
        }
    violations = Judge(life, program, names).look()
    wire = _wire(life, violations)
    return found | wire | {"violations": violations}


def fates(life):
    """``{pair: its status, last day, and when it closed and was over}``."""
    rows = Partnership.objects.filter(program=life.program)
    found = {row["pk"]: row for row in rows.values("pk", "status", "ends_on", "ended_at")}
    for row in found.values():
        row["over"], row["closed"] = row.pop("ended_at"), None
    events = PartnershipEvent.objects.filter(partnership__program=life.program, action="close")
    for pk, at in events.values_list("partnership", "at"):
        found[pk]["closed"] = at
    return found


def cases(life):
    """``{pair: [(signal, when its case was opened)]}``."""
    found = {}
    rows = Case.objects.filter(program=life.program, partnership__isnull=False)
    for pk, signal, at in rows.values_list("partnership", "signal", "opened_at"):
        found.setdefault(pk, []).append((signal, at))
    return found


def _names(life):
    rows = Partnership.objects.filter(program=life.program).order_by("announced_at")
    rows = rows.values_list("pk", "mentee_person__email", "mentor_person__email")
    return {pk: f"{mentee.split('@')[0]} and {mentor.split('@')[0]}" for pk, mentee, mentor in rows}


def _roles(life):
    """``{person id or address: role}``."""
    people = Participant.objects.filter(program=life.program).values_list("person", "side")
    staff = Membership.objects.filter(role__in=OF_STAFF).select_related("user")
    return dict(people) | {row.user.email: OF_STAFF[row.role] for row in staff}


def _messages(life, roles):
    """``{kind: {role: how many were sent}}``."""
    found = {}
    for message in life.messages.values():
        if message.sent_at:
            role = roles.get(message.person_id or message.address, "other")
            found.setdefault(message.kind, Counter())[role] += 1
    return dict(sorted(found.items()))


def _cases():
    """``{signal: how many were opened and closed}``."""
    found = {}
    for signal, closed_at in Case.objects.order_by().values_list("signal", "closed_at"):
        row = found.setdefault(signal, {"opened": 0, "closed": 0})
        row["opened"] += 1
        row["closed"] += closed_at is not None
    return dict(sorted(found.items()))


def _wire(life, violations):
    """What the mail server says: it is asked, not the table."""
    peer, workers = life.workers.peer, life.workers
    taken = Counter()
    for (message_id, _address), count in peer.taken.items():
        taken[message_id] += count
    lost = 0
    for message in life.messages.values():
        is_there = taken.pop(message_id_of(message), 0) > 0
        is_over = message.sent_at or message.failed_at or message.told_in_id
        lost += not is_over or (message.sent_at is not None and not is_there)
    violations += [f"a mail that no row knows: {message_id}" for message_id in taken]
    if peer.twice > workers.kills:
        violations.append(f"{peer.twice} mails came twice, by {workers.kills} kills")
    return {
        "lost": lost,
        "duplicates_on_wire": peer.twice,
        "mails_on_wire": sum(peer.taken.values()),
        "kills": workers.kills,
        "flushes": workers.flushes,
    }
