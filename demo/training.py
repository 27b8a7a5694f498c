"""Sessions and briefings of the demo: held, ahead, and planned for a program in set-up."""

from datetime import UTC, datetime, time, timedelta

from mentoring import clock
from training import attendance, briefing, queries, services
from training.models import BriefingLink, SessionInvitation
from training.roles import Answer, Attendance

ZONE = "Europe/Copenhagen"
LINK = "https://meet.example.org/bridge"
NAMES = ("Karin Holt", "Piotr Nowak", "Amina Diallo", "Jonas Feld", "Maeve Byrne")
LATE = 12  # every twelfth came late, every ninth not at all
MISSING = 9
SENT, AGREED = 12, 5


def hold_training(program, coordinator):
    """One session behind, three ahead, and some managers who were written to."""
    held = _plan(program, "Training for mentees: driving it yourself", "mentees", -4, coordinator)
    _note_attendance(held, coordinator)
    _plan(program, "Training for mentors: listening first", "mentors", 9, coordinator)
    _plan(program, "Sponsor briefing", "briefing", 11, coordinator)
    last = _plan(program, "Question hour before you meet", "mentees", 16, coordinator, capacity=60)
    _answer(last)
    _brief(program, coordinator)


def plan_training(program, coordinator):
    """What a program in set-up has planned."""
    days = (program.starts_on - clock.today()).days - 14
    _plan(program, "Training for mentees", "mentees", days, coordinator)
    _plan(program, "Training for mentors", "mentors", days + 2, coordinator)
    _plan(program, "Sponsor briefing", "briefing", days + 3, coordinator)


def _plan(program, title, kind, days, coordinator, capacity=None):
    day = clock.today() + timedelta(days=days)
    start = datetime.combine(day, time(13), tzinfo=UTC)
    return services.plan_session(
        program,
        title=title,
        kind=kind,
        starts_at=start,
        ends_at=start + timedelta(minutes=90),
        time_zone=ZONE,
        place="",
        link=LINK,
        capacity=capacity,
        description="Ninety minutes with a break. Bring one question of your own.",
        invites_mentees=kind == "mentees",
        invites_mentors=kind == "mentors",
        invites_contacts=kind == "briefing",
        by=coordinator,
    )


def _note_attendance(session, coordinator):
    rows = list(queries.invitations_of(session).order_by("id"))
    marks = {row.pk: Attendance.PARTLY for row in rows[::LATE]}
    marks |= {row.pk: Attendance.ABSENT for row in rows[1::MISSING]}
    attendance.note(session, marks, by=coordinator)
    attendance.note_rest(session, by=coordinator)


def _answer(session):
    rows = SessionInvitation.objects.filter(session=session).order_by("id")
    for number, row in enumerate(rows[:30]):
        services.answer(row, Answer.CANNOT if number % 6 == 5 else Answer.COMING, by=None)


def _brief(program, coordinator):
    people = program.participants.filter(side="mentee").exclude(manager_email="").order_by("id")
    briefing.send(program, list(people[:SENT]), by=coordinator)
    for name, link in zip(NAMES, BriefingLink.objects.order_by("id")[:AGREED], strict=False):
        briefing.agree(link, briefing.current_text("managers").number, name)
