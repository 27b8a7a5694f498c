"""Every state that somebody can be in has one next step, and it can be taken."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from participants.roles import Side, Standing
from partnerships import services
from partnerships.lifecycle import ACCEPTED, FAILED, PAIR, Status
from partnerships.models import Partnership
from portal.next_step import first_step, next_step
from portal.parts import parts_of
from portal.situations import ANSWER, NO, WAIT, YES, MatchFacts, Situation
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import say_yes
from tests.factories.programs import ProgramDateFactory, ProgramFactory

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PK = "01a2066f-ca23-7d1d-8b71-cc02a180b30b"


def _situation(match=None, **facts):
    values = {
        "organization": "aldergate",
        "participant": PK,
        "program": "Bridge 2027",
        "side": Side.MENTEE,
        "standing": Standing.IN,
        "missing": (),
        "now": NOW,
        "today": NOW.date(),
        "ends_on": date(2028, 1, 11),
        "matching": (date(2026, 12, 1), date(2027, 1, 20)),
        "training": (date(2027, 1, 20), date(2027, 2, 10)),
    }
    return Situation(**{**values, **facts}, match=match)


def _match(status=Status.PROPOSED, my_answer="", partner="", answer_by=NOW + DAY, **said):
    return MatchFacts(PK, status, answer_by, my_answer, partner, **said)


def _ended(wants_next):
    return _match(Status.ENDED, YES, "Daniel Okafor", wants_next=wants_next)


def _reachable_matches():
    yield None
    yield from (_match(my_answer=mine) for mine in ("", YES))
    yield from (_match(my_answer=mine, answer_by=NOW - DAY) for mine in ("", YES))
    yield from (_match(status, YES, "Daniel Okafor") for status in ACCEPTED)
    yield from (_ended(wants) for wants in (None, True, False))
    yield from (_match(status, mine) for status, mine in product(FAILED, ("", YES, NO)))


def _every_situation():
    spans = (None, (date(2026, 12, 1), date(2027, 1, 20)), (date(2027, 2, 1), date(2027, 3, 1)))
    for match, side, standing, missing, span, ends_on in product(
        _reachable_matches(),
        Side,
        Standing,
        ((), ("languages", "time_zone")),
        spans,
        (date(2028, 1, 11), date(2026, 1, 11)),
    ):
        yield _situation(
            match,
            side=side,
            standing=standing,
            missing=missing,
            matching=span,
            training=span,
            ends_on=ends_on,
        )


def test_every_situation_has_one_step_that_leads_somewhere():
    seen = set()
    for situation in _every_situation():
        step = next_step(situation)
        page = resolve(step.url.partition("#")[0])
        assert page.app_names[0] == "portal"
        assert step.title
        assert step.text.endswith(".")
        assert step.action
        seen.add(step.title)
    assert len(seen) >= 14


def test_another_match_is_offered_once_and_while_the_program_runs():
    assert next_step(_situation(_ended(None))).action == "Another mentor, yes or no"
    for wants, facts in (
        (False, {}),
        (None, {"ends_on": date(2026, 1, 11)}),
        (None, {"standing": Standing.WITHDRAWN}),
    ):
        assert next_step(_situation(_ended(wants), **facts)).action == "Look back"


def test_no_step_tells_the_others_answer():
    """Whatever the other one did, a step knows only one's own answer."""
    assert "my_answer" in MatchFacts.__dataclass_fields__
    assert not [name for name in MatchFacts.__dataclass_fields__ if "their" in name]
    for mine in ("", YES):
        over = {next_step(_situation(_match(status, mine))).title for status in FAILED}
        assert "declined" not in " ".join(over)


@pytest.mark.parametrize(
    ("situation", "title", "due"),
    [
        (_situation(_match()), "A mentor has been found for you", NOW + DAY),
        (_situation(_match(), side=Side.MENTOR), "A mentee has been found for you", NOW + DAY),
        (_situation(_match(my_answer=YES)), "You have accepted your match", NOW + DAY),
        (
            _situation(_match(answer_by=NOW)),
            "The time to answer this match has passed",
            None,
        ),
        (
            _situation(_match(Status.PREPARING, YES, "Daniel Okafor")),
            "Daniel Okafor is your mentor",
            date(2027, 1, 20),
        ),
        (_situation(_ended(None)), "Your partnership with Daniel Okafor has ended", None),
        (_situation(_ended(True)), "We are looking for your mentor", date(2027, 1, 20)),
        (_situation(_ended(False)), "Your partnership with Daniel Okafor has ended", None),
        (_situation(_match(Status.DECLINED, NO)), "You declined your match", None),
        (_situation(_match(Status.DECLINED)), "Your match will not go ahead", None),
        (_situation(_match(Status.EXPIRED)), "Your match ended before you answered", None),
        (_situation(_match(Status.EXPIRED, YES)), "Your match will not go ahead", None),
        (_situation(missing=("needs",)), "Your profile is not complete yet", None),
        (
            _situation(missing=("needs",), earlier="Bridge 2026"),
            "Start from your last profile",
            None,
        ),
        (_situation(), "We are looking for your mentor", date(2027, 1, 20)),
        (
            _situation(matching=(date(2027, 2, 1), date(2027, 3, 1))),
            "Matching has not opened yet",
            date(2027, 2, 1),
        ),
        (_situation(standing=Standing.NOMINATED), "Do you want to take part in Bridge 2027?", None),
        (
            _situation(standing=Standing.WITHDRAWN),
            "You are not taking part in Bridge 2027",
            None,
        ),
        (_situation(ends_on=date(2026, 1, 1)), "Bridge 2027 has ended", None),
    ],
)
def test_what_comes_next(situation, title, due):
    step = next_step(situation)

    assert (step.title, step.due) == (title, due)


def test_an_open_match_is_more_pressing_than_waiting():
    assert next_step(_situation(_match())).urgency == ANSWER
    assert ANSWER < next_step(_situation(missing=("needs",))).urgency < WAIT


def _announce(mentor, mentee):
    return services.announce_partnership(mentor=mentor, mentee=mentee, by=None, answer_days=7)


def _accepted(match, mentor, mentee):
    say_yes(match, "mentee")


def _prepared(match, mentor, mentee):
    say_yes(match, "mentor")
    say_yes(match, "mentee")


def _declined(match, mentor, mentee):
    services.decline(match, by=membership_of(mentee))


def _withdrawn(match, mentor, mentee):
    services.withdraw(match, by=None)


def _overdue(match, mentor, mentee):
    Partnership.objects.filter(pk=match.pk).update(answer_by=match.announced_at)


def _expired(match, mentor, mentee):
    _overdue(match, mentor, mentee)
    services.expire_unanswered()


def _stepped_out(match, mentor, mentee):
    services.withdraw(match, by=None)
    mentee.standing = Standing.WITHDRAWN
    mentee.save()


def _incomplete(match, mentor, mentee):
    services.withdraw(match, by=None)
    mentee.languages = []
    mentee.save()


@pytest.mark.parametrize(
    "happen",
    [
        lambda *pair: None,
        _accepted,
        _prepared,
        _declined,
        _withdrawn,
        _overdue,
        _expired,
        _stepped_out,
        _incomplete,
    ],
)
def test_the_step_of_real_rows_can_be_taken_by_its_person(organization, client_for, happen):
    program = ProgramFactory()
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    happen(_announce(mentor, mentee), mentor, mentee)

    for participant in (mentor, mentee):
        (part,) = parts_of(participant.person_id, organization)
        assert len(part.steps) == 1
        page = client_for(membership_of(participant)).get(part.step.url.partition("#")[0])
        assert page.status_code == 200


@pytest.mark.parametrize("matching_of", [(3, 2), (2, 3), (None, 3), (3, None), (None, None)])
def test_of_two_that_wait_the_sooner_program_leads(organization, matching_of):
    """A program whose next day is known before one without, then the one that starts first."""
    first = ProgramFactory(starts_on=timezone.localdate() + 90 * DAY, ends_on=date(2099, 1, 1))
    later = ProgramFactory(starts_on=timezone.localdate() + 91 * DAY, ends_on=date(2099, 1, 1))
    for program, weeks in zip((first, later), matching_of, strict=True):
        if weeks:
            opens_on = timezone.localdate() + timedelta(weeks=weeks)
            ProgramDateFactory(
                program=program, key="matching", opens_on=opens_on, closes_on=opens_on
            )
    one = ParticipantFactory(program=later)
    ParticipantFactory(program=first, person=one.person, company=one.company)

    parts = parts_of(one.person_id, organization)

    sooner = later if matching_of in ((3, 2), (None, 3)) else first
    assert [part.step.urgency for part in parts] == [WAIT, WAIT]
    assert parts[0].program == sooner


def test_a_deadline_of_an_hour_comes_before_one_of_the_next_day():
    hours = [_match(answer_by=NOW + number * timedelta(hours=1)) for number in (1, 2, 30)]
    steps = [next_step(_situation(match)) for match in hours]

    assert sorted(reversed(steps), key=lambda step: step.order) == steps


def test_somebody_in_no_program_has_a_step_too(organization):
    step = first_step(organization.slug)

    assert step.url == reverse("portal:contact", args=[organization.slug])


def test_the_pair_has_two_sides():
    assert {side.value for side in Side} == PAIR
