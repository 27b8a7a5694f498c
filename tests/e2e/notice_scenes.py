"""What stands behind the bell of a mentee, a coordinator and a company's HR, and their choices."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy import context
from notifications.models import Message, Notice
from notifications.surfaces import surface_of
from organizations.models import Membership
from organizations.roles import Role

TITLES = {
    Role.PARTICIPANT: (
        "נועה בן-דוד proposes a meeting",
        "Your agreement stands",
        "You have both accepted in Bridge",
    ),
    Role.COORDINATOR: ("Somebody in Bridge asks for a call", "Something was shared with you"),
    Role.HR: ("Bridge has begun: four pairs of yours",),
}
WORDS = {"kind": "kind_of_letter"}
GREETING = "Dear {first_name},\n\nit is good to have you in {program}."


def prepare(preparing, *logins):
    """A few lines for each of these, the oldest of them read."""
    organization = preparing.organization_id
    for login in logins:
        with context.enter(context.Context(organization, login.pk, context.Actor.WORKER)):
            held = Membership.objects.filter(user=login).exclude(role=Role.ADMINISTRATOR)
            _ring(held.order_by("id").first())


def _ring(member):
    for number, title in enumerate(TITLES[member.role]):
        told_at = clock.now() - timedelta(days=3 * number, hours=2)
        recipient = {"person": member.person} if member.person_id else {"address": "a@b.example"}
        message = Message.objects.create(
            kind="call_asked", occasion=f"scene {member.pk} {number}", sent_at=told_at, **recipient
        )
        Notice.objects.create(
            user_id=member.user_id,
            message=message,
            surface=surface_of(member),
            kind="call_asked",
            title=title,
            told_at=told_at,
            read_at=told_at if number == 2 else None,
        )


def pages(State):
    return {
        "letters:list": [State(who="administrator")],
        "letters:letter": [
            State(who="administrator", parts=WORDS),
            State(
                "preview", who="administrator", parts=WORDS, act=lambda page: word(page, GREETING)
            ),
            State("errors", who="administrator", parts=WORDS, act=lambda page: word(page, "{x}")),
        ],
        "mail:news": [State(), State("unread", query="?show=unread")],
        "portal:mail:choices": [State(who="mentee")],
        "portal:mail:news": [State(who="preparing"), State("empty", who="mentee")],
        "company:mail:choices": [State(who="hr"), State("errors", who="hr", act=choose_wrongly)],
        "company:mail:news": [State(who="hr")],
    }


def choose_wrongly(page):
    """Post a time that no clock shows, past what the browser objects to."""
    page.locator("input[name=quiet_from]").evaluate("one => { one.type = 'text'; }")
    page.locator("input[name=quiet_from]").fill("25:61")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()


def word(page, greeting):
    """Type a greeting and look how it reads."""
    page.get_by_label("Greeting").fill(greeting)
    with page.expect_navigation():
        page.get_by_role("button", name="Preview").click()
