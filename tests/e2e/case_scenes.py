"""A morning of cases: of a pair that asks for help, one put off, one closed, one raised."""

from datetime import timedelta

from mentoring import clock
from organizations.models import Membership
from organizations.roles import STAFF
from partnerships.cases import services, sweeping
from partnerships.cases.kinds import Level, Outcome, Signal
from partnerships.cases.models import Case
from partnerships.models import Partnership
from tests.surroundings import inside


def prepare(scenes):
    """After the pair that others are helped with has asked for a call."""
    sweeping.sweep()
    staff = Membership.objects.filter(role__in=STAFF).order_by("id")
    ines = staff.get(user=scenes.people["coordinator"])
    colleague = staff.exclude(user=ines.user_id).first()
    pair = Partnership.objects.get(pk=scenes.values["helped"])
    call = _newest(pair, Signal.CALL)
    services.take(call, by=ines)
    services.log_contact(call, "phone", pair.mentor, by=ines)
    Case.objects.filter(pk=call.pk).update(due_on=clock.today() - timedelta(days=1))
    rating = _newest(pair, Signal.RATING)
    services.escalate(rating, Level.SPONSOR, by=colleague, is_person_told=True)
    Case.objects.filter(pk=rating.pk).update(due_on=clock.today())
    quiet = _of_nobody(pair, Signal.SILENCE)
    _of_nobody(pair, Signal.SPONSOR_LEFT)
    put_off = _of_nobody(pair, Signal.UNSIGNED)
    services.snooze(put_off, clock.today() + timedelta(days=6), by=ines)
    over = _of_nobody(pair, Signal.GOAL)
    services.close(over, Outcome.AGREED, by=ines)
    scenes.values.update(case=call.pk, raised=rating.pk, quiet_case=quiet.pk, closed_case=over.pk)


def four_open(pair):
    """Four cases of one pair, the first of them overdue."""
    with inside(pair.organization):
        for number, signal in enumerate(("call", "silence", "goal", "unsigned")):
            Case.objects.create(
                program=pair.program,
                partnership=pair,
                participant=pair.mentee if signal == Signal.CALL else None,
                signal=signal,
                occasion="morning",
                since=clock.now() - timedelta(days=40),
                due_on=clock.today() + timedelta(days=number - 1),
            )


def _newest(pair, signal):
    return Case.objects.filter(signal=signal, partnership=pair).latest("opened_at", "id")


def _of_nobody(pair, signal):
    return Case.objects.create(
        program=pair.program,
        partnership=pair,
        signal=signal,
        occasion="scene",
        since=clock.now() - timedelta(days=46),
        due_on=clock.today() + timedelta(days=2),
    )


def pick_first(page):
    """As somebody does who never touches the mouse."""
    for key in "js":
        page.keyboard.press(key)


def press_raise(page):
    page.get_by_text("Raise…").click()
    page.get_by_label("A sponsor or a lawyer has to know").check()
    page.get_by_role("button", name="Raise or lower it").click()
    page.wait_for_load_state()


def press_look(page):
    page.get_by_role("button", name="Look what would open").click()
    page.wait_for_load_state()


def enter_too_many(page):
    page.locator("input[name=profile-number]").fill("999")
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def press_hand_over(page):
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Hand all of it over").click()
    page.wait_for_load_state()


def pages(state):
    """States of every page on which cases are looked after."""
    empty = {"organization": "quiet"}
    return {
        "cases:list": [
            state(),
            state("picked", act=pick_first),
            state("put-off", query="?show=snoozed"),
            state("closed", query="?show=closed"),
            state("none-fits", query="?signal=bounced&due=overdue"),
            state("empty", parts=empty),
        ],
        "cases:case": [
            state(),
            state("silence", parts={"case": "quiet_case"}),
            state("raised", parts={"case": "raised"}),
            state("errors", parts={"case": "quiet_case"}, act=press_raise),
            state("closed", parts={"case": "closed_case"}),
        ],
        "cases:letter": [state(parts={"case": "quiet_case", "side": "mentee"})],
        "cases:workload": [state(), state("errors", act=press_hand_over)],
        "cases:rules": [
            state(),
            state("looked", act=press_look),
            state("errors", act=enter_too_many),
        ],
    }
