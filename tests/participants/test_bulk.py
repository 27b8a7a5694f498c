"""Acts on many people: planned, confirmed, carried out with refusals, taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Message
from organizations.models import AuditEvent
from participants import services
from participants.bulk import acts
from participants.bulk.models import BulkAct, Kept, Kind, Refusal
from participants.models import Participant
from participants.nominating.asking import open_question, put_question
from participants.nominating.models import Asking
from participants.nominating.words import Answer, Source
from participants.roles import Standing
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.participants.test_views import text_of


@pytest.fixture
def base(program, organization):
    return f"/{organization.slug}/dashboard/programs/{program.slug}/participants/"


@pytest.fixture
def three(program):
    return [ParticipantFactory(program=program) for _number in range(3)]


def ids(people):
    return [one.pk for one in people]


def standings(people):
    rows = dict(Participant.objects.filter(pk__in=ids(people)).values_list("pk", "standing"))
    return [rows[one.pk] for one in people]


def done(program, kind, people, *, by):
    return acts.confirm(acts.plan(program, kind, ids(people), by=by), by=by)


def test_picked_people_are_taken_out_and_back_in_by_the_page(coordinator_client, base, three):
    address = coordinator_client.post(
        f"{base}bulk/?standing=in", {"kind": "take_out", "ids": ids(three)}
    )["Location"]
    plan = text_of(coordinator_client.get(address))
    assert "You have picked 3 people. Nothing is done yet." in plan
    assert "This changes 3 people" in plan
    assert standings(three) == ["in"] * 3

    after = coordinator_client.post(f"{address}confirm/", follow=True)
    assert after.redirect_chain[-1][0] == f"{base}?standing=in"
    assert "3 people are taken out." in text_of(after)
    assert f'action="{address}undo/"' in after.text
    assert standings(three) == ["removed"] * 3

    back = coordinator_client.post(f"{address}undo/", follow=True)
    assert "Taken back. Everybody is as they were." in text_of(back)
    assert standings(three) == ["in"] * 3
    assert "Taken back for 3 people." in text_of(coordinator_client.get(address))


def test_where_nobody_would_change_the_page_leads_back(coordinator_client, base, three):
    form = {"kind": "take_in", "ids": ids(three)}

    plan = coordinator_client.post(f"{base}bulk/?standing=in", form, follow=True)

    assert "There is nothing to do for the people you have picked." in text_of(plan)
    assert "Back to the list" in plan.text
    assert "confirm/" not in plan.text


def test_every_step_leaves_a_trace(program, coordinator, three):
    act = acts.undo(done(program, Kind.TAKE_OUT, three, by=coordinator), by=coordinator)

    steps = AuditEvent.objects.filter(verb="participant.standing")
    assert steps.count() == 6
    assert {event.facts["bulk"] for event in steps} == {str(act.pk)}
    (whole,) = AuditEvent.objects.filter(verb="bulk.done")
    (back,) = AuditEvent.objects.filter(verb="bulk.undone")
    assert whole.facts == {"kind": "take_out", "done": 3, "refused": 0}
    assert back.facts == {"kind": "take_out", "undone": 3, "kept": 0}
    assert {whole.by_user_id, back.by_user_id} == {coordinator.user_id}


def test_who_cannot_be_changed_stays_and_it_is_said_why(coordinator_client, base, program, three):
    held = make_partnership(mentee=three[0], accepted_by=("mentor", "mentee")).mentee
    Participant.objects.filter(pk=three[1].pk).update(standing=Standing.DECLINED)
    Participant.objects.filter(pk=three[2].pk).update(standing=Standing.REMOVED)
    free = ParticipantFactory(program=program)
    picked = {"kind": "take_out", "ids": [*ids(three), free.pk]}

    address = coordinator_client.post(f"{base}bulk/", picked)["Location"]
    plan = text_of(coordinator_client.get(address))
    after = text_of(coordinator_client.post(f"{address}confirm/", follow=True))

    for page in (plan, after):
        for refusal in (Refusal.BOUND, Refusal.ILLEGAL, Refusal.ALREADY):
            assert str(refusal.label) in page
        assert held.person.name in page
    assert standings([*three, free]) == ["in", "declined", "removed", "removed"]
    assert "Done for 1 person" in after


def test_all_that_fit_means_all_pages_and_nobody_else(coordinator_client, base, program):
    inside = [ParticipantFactory(program=program, languages=["sv"]) for _number in range(27)]
    outside = ParticipantFactory(program=program)
    query = "?language=sv&size=25"

    address = coordinator_client.post(f"{base}bulk/{query}", {"kind": "take_out", "all": "1"})[
        "Location"
    ]
    coordinator_client.post(f"{address}confirm/")

    assert set(standings(inside)) == {"removed"}
    assert standings([outside]) == ["in"]


@pytest.mark.parametrize(
    "picked",
    [{}, {"kind": "take_out"}, {"kind": "burn", "ids": "x"}, {"kind": "remind", "ids": "x"}],
)
def test_nothing_or_nonsense_is_answered_kindly(coordinator_client, base, three, picked):
    page = coordinator_client.post(f"{base}bulk/", picked, follow=True)

    assert page.status_code == 200
    assert "pick" in text_of(page)
    assert not BulkAct.objects.exists()


def test_people_of_another_program_cannot_be_picked(program, coordinator):
    stranger = ParticipantFactory(program=ProgramFactory())

    assert acts.plan(program, Kind.TAKE_OUT, [stranger.pk], by=coordinator).chosen == []


def test_what_changed_since_stays_as_it_is(program, coordinator, three):
    act = done(program, Kind.TAKE_OUT, three, by=coordinator)
    services.change_standing(three[0], Standing.IN, by=coordinator)
    services.change_standing(three[1], Standing.IN, by=coordinator)
    services.remove(three[1], by=coordinator)

    act = acts.undo(act, by=coordinator)

    kept = set(act.steps.exclude(kept="").values_list("participant", "kept"))
    assert kept == {(three[0].pk, Kept.CHANGED), (three[1].pk, Kept.CHANGED)}
    assert standings(three) == ["in", "removed", "in"]
    assert (act.undone, act.kept) == (1, 2)


def test_who_was_taken_in_and_matched_since_stays(program, coordinator, three):
    Participant.objects.filter(pk__in=ids(three)).update(standing=Standing.NOMINATED)
    act = done(program, Kind.TAKE_IN, three, by=coordinator)
    three[0].refresh_from_db()
    make_partnership(mentee=three[0])

    act = acts.undo(act, by=coordinator)

    assert standings(three) == ["in", "nominated", "nominated"]
    assert act.steps.get(participant=three[0]).kept == Kept.MATCHED


def test_each_step_is_taken_once(coordinator_client, base, program, coordinator, three):
    act = acts.plan(program, Kind.TAKE_OUT, ids(three), by=coordinator)
    address = f"{base}bulk/{act.pk}/"
    coordinator_client.post(f"{address}confirm/")

    again = coordinator_client.post(f"{address}confirm/", follow=True)
    dropped = coordinator_client.post(f"{address}drop/", follow=True)
    coordinator_client.post(f"{address}undo/")
    twice = coordinator_client.post(f"{address}undo/", follow=True)

    assert "Somebody has confirmed this already." in text_of(again)
    assert "Somebody has confirmed this already." in text_of(dropped)
    assert "This cannot be taken back (any more)." in text_of(twice)
    assert act.steps.count() == 3
    assert standings(three) == ["in"] * 3


def test_after_a_day_nothing_is_taken_back_and_plans_are_forgotten(program, coordinator, three):
    act = done(program, Kind.TAKE_OUT, three, by=coordinator)
    acts.plan(program, Kind.TAKE_IN, ids(three), by=coordinator)
    day_ago = timezone.now() - timedelta(hours=24, minutes=1)
    BulkAct.objects.update(created_at=day_ago)
    BulkAct.objects.filter(pk=act.pk).update(confirmed_at=day_ago)

    with pytest.raises(acts.Overtaken):
        acts.undo(act, by=coordinator)
    acts.forget_plans()

    assert standings(three) == ["removed"] * 3
    assert [one.pk for one in BulkAct.objects.all()] == [act.pk]


def test_only_the_incomplete_are_reminded_and_once_a_day(program, coordinator, settle, mailoutbox):
    lacking = ParticipantFactory(program=program, time_zone="")
    gone = ParticipantFactory(program=program, time_zone="", standing=Standing.DECLINED)
    complete = ParticipantFactory(program=program)
    people = [lacking, gone, complete]

    first = done(program, Kind.REMIND, people, by=coordinator)
    second = done(program, Kind.REMIND, people, by=coordinator)
    settle()

    why = dict(first.steps.values_list("participant", "refusal"))
    assert why == {lacking.pk: "", gone.pk: Refusal.NOT_IN, complete.pk: Refusal.COMPLETE}
    assert second.steps.get(participant=lacking).refusal == Refusal.REMINDED
    (mail,) = mailoutbox
    assert mail.to == [lacking.person.email]
    assert "Time zone" in mail.body


def test_a_reminder_that_is_not_sent_yet_is_taken_back(program, coordinator, settle, mailoutbox):
    sent, waiting = (ParticipantFactory(program=program, time_zone="") for _number in range(2))
    first = done(program, Kind.REMIND, [sent], by=coordinator)
    settle()
    second = done(program, Kind.REMIND, [waiting], by=coordinator)

    acts.undo(first, by=coordinator)
    acts.undo(second, by=coordinator)
    settle()

    assert first.steps.get().kept == Kept.SENT
    assert second.steps.get().is_undone
    assert Message.objects.filter(kind="profile_reminder").count() == 1
    assert [mail.to for mail in mailoutbox] == [[sent.person.email]]


def test_who_completes_the_profile_first_gets_no_reminder(program, coordinator, settle, mailoutbox):
    lacking = ParticipantFactory(program=program, time_zone="")
    done(program, Kind.REMIND, [lacking], by=coordinator)
    Participant.objects.filter(pk=lacking.pk).update(time_zone="Europe/Oslo")

    settle()

    assert mailoutbox == []


def test_many_are_done_and_taken_back_by_a_worker(
    coordinator_client, base, program, coordinator, settle, monkeypatch, three
):
    monkeypatch.setattr(acts, "AT_ONCE", 2)
    act = acts.plan(program, Kind.TAKE_OUT, ids(three), by=coordinator)
    address = f"{base}bulk/{act.pk}/"

    waiting = coordinator_client.post(f"{address}confirm/", follow=True)
    assert "At work" in text_of(waiting)
    assert standings(three) == ["in"] * 3
    settle()
    assert standings(three) == ["removed"] * 3
    assert "Done for 3 people" in text_of(coordinator_client.get(address))
    assert "See what became of it" in coordinator_client.get(f"{address}progress/").text

    coordinator_client.post(f"{address}undo/")
    settle()
    assert standings(three) == ["in"] * 3
    assert "Taken back for 3 people." in text_of(coordinator_client.get(address))


def test_a_worker_does_nothing_for_somebody_who_is_no_coordinator_any_more(
    program, coordinator, settle, monkeypatch, three
):
    monkeypatch.setattr(acts, "AT_ONCE", 2)
    act = done(program, Kind.TAKE_OUT, three, by=coordinator)
    MembershipFactory(role="administrator")
    type(coordinator).objects.filter(pk=coordinator.pk).update(ended_at=timezone.now())

    settle()

    act.refresh_from_db()
    assert act.status == "failed"
    assert standings(three) == ["in"] * 3


@pytest.mark.parametrize(
    ("kind", "answer"), [(Kind.TAKE_OUT, Answer.TAKEN_BACK), (Kind.TAKE_IN, Answer.UNANSWERED)]
)
def test_a_question_is_closed_with_its_standing_and_open_again_after(
    program, coordinator, kind, answer
):
    asked = [ParticipantFactory(program=program, standing=Standing.NOMINATED) for _n in range(2)]
    for one in asked:
        put_question(one, source=Source.COORDINATOR, by=coordinator)

    act = done(program, kind, asked, by=coordinator)

    assert [(row.answer, row.answered_at is None) for row in Asking.objects.all()] == [
        (answer, False)
    ] * 2
    acts.undo(act, by=coordinator)
    assert [(row.answer, row.answered_at) for row in Asking.objects.all()] == [("", None)] * 2
    assert [open_question(one) is not None for one in asked] == [True, True]


def test_one_hand_closes_the_question_too(program, coordinator):
    asked = ParticipantFactory(program=program, standing=Standing.NOMINATED)
    put_question(asked, source=Source.SPONSOR, by=coordinator)

    services.change_standing(asked, Standing.DECLINED, by=coordinator)

    assert Asking.objects.get().answer == Answer.DECLINED
