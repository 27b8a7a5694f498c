"""What facts show of the criteria: pure, without a database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from participants.roles import Side
from partnerships.checks.queries import Rate
from reports.quality.criteria import CRITERIA, Theme
from reports.quality.evidence import State
from reports.quality.gathering import Cases, Facts, People
from reports.quality.judging import by_theme, counted, judge
from reports.quality.looking import JUDGES

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
INTRODUCED = NOW - timedelta(days=100)
SETTING = {
    "dates_kept": ["setup", "baseline", "check_6", "end"],
    "sponsors": [],
    "managers": 0,
    "staff": 1,
    "has_contact": False,
    "agreement": None,
    "consent_text": None,
    "modules_listed": [],
    "lived": [],
    "shared_on": None,
    "results": None,
    "results_on": None,
}
PROGRAM = {
    **dict.fromkeys(("purpose", "success_measures", "eligibility", "benefits", "demands"), ""),
    "pk": "p",
    "ends_on": date(2026, 12, 31),
    "needs_baseline": False,
    "needs_two_approvers": False,
    "meeting_every_days": 30,
    "report_minimum": 5,
    "closing_days": 21,
}


def facts(*, program=None, setting=None, people=None, pairs=(), medians=None, **given):
    """A program in which nothing has happened unless it is given."""
    return Facts(
        program=SimpleNamespace(**{**PROGRAM, **(program or {})}),
        now=NOW,
        today=NOW.date(),
        setting={**SETTING, **(setting or {})},
        people={side: (people or {}).get(side, People()) for side in Side},
        pairs=[pair(**one) for one in pairs],
        medians=medians or {},
        checks=given.get("checks", []),
        cases=given.get("cases", Cases()),
    )


def pair(**given):
    day = {"introduced_at": INTRODUCED, "mentor_accepted_at": INTRODUCED}
    empty = dict.fromkeys(("first", "last", "goal_at", "signed_at", "last_day"))
    row = {"status": "active", "held": 0, "has_reason": False, "has_wish": False}
    return {**row, **empty, **day, "mentee_accepted_at": INTRODUCED, **given}


def sponsor(**given):
    said = dict.fromkeys(("has_stated", "is_briefed", "has_counted"), False)
    return {"aims": [], "cost": None, "currency": "EUR", **said, **given}


def after(days):
    return INTRODUCED + timedelta(days=days)


def found(key, **given):
    """``(state, [text of each figure])`` of one criterion."""
    one = next(one for one in judge(facts(**given)) if one.criterion.key == key)
    return one.state, [line.text for line in one.evidence.lines]


def state(key, **given):
    return found(key, **given)[0]


def test_every_criterion_has_one_judge_or_is_beyond_data():
    keys = [one.key for one in CRITERIA]

    assert len(set(keys)) == len(keys)
    assert {one.key for one in CRITERIA if one.theme != Theme.BEYOND} == set(JUDGES)
    assert all(one.asks and one.asked_by for one in CRITERIA)


def test_no_word_claims_what_only_others_can_grant():
    said = " ".join(f"{one.name} {one.looks_at}" for one in CRITERIA).lower()
    said += " ".join(str(one.label) for one in State).lower()

    assert not [word for word in ("accredit", "certif", "complian", "comply") if word in said]


def test_a_program_with_nothing_shows_nothing():
    judged = judge(facts(setting={"dates_kept": [], "staff": 0}))

    beyond = sum(one.theme == Theme.BEYOND for one in CRITERIA)
    assert dict(counted(judged)) == {
        State.SHOWN: 0,
        State.PARTLY: 0,
        State.NOT_YET: len(CRITERIA) - beyond,
        State.BEYOND: beyond,
    }
    assert [one for _theme, found in by_theme(judged) for one in found] == judged


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ({}, State.NOT_YET),
        ({"purpose": "  \n"}, State.NOT_YET),
        ({"purpose": "To listen"}, State.PARTLY),
        ({"purpose": "To listen", "success_measures": "Nine in ten"}, State.SHOWN),
    ],
)
def test_purpose_takes_both_texts(words, shown):
    assert state("purpose", program=words) == shown


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("aims", {"aims": ["pipeline"]}),
        ("sponsors_briefed", {"is_briefed": True}),
        ("walls", {"has_stated": True}),
    ],
)
def test_what_sponsors_have_said_is_shown_when_all_have(key, said):
    one, none = sponsor(**said), sponsor()

    assert state(key, setting={"sponsors": []}) == State.NOT_YET
    assert state(key, setting={"sponsors": [none]}) == State.NOT_YET
    assert found(key, setting={"sponsors": [one, none]})[0] == State.PARTLY
    assert found(key, setting={"sponsors": [one, none]})[1][0] == "1 of 2"
    assert state(key, setting={"sponsors": [one, one]}) == State.SHOWN


def test_a_conflict_under_way_is_no_wall():
    setting = {"sponsors": [sponsor(has_stated=True)]}

    assert state("walls", setting=setting, cases=Cases(conflicts=1)) == State.PARTLY


def test_training_counts_those_who_take_part_and_the_minutes_required():
    modules = [
        {"side": "mentor", "need": need, "minutes": minutes}
        for need, minutes in (("required", 6), ("required", 5), ("optional", 9))
    ]
    people = {Side.MENTOR: People(number=3, trained=2)}

    given = {"setting": {"modules_listed": modules}, "people": people}

    assert found("mentors_trained", **given) == (State.PARTLY, ["2 of 3", "11"])
    assert found("mentees_trained", **given) == (State.NOT_YET, ["none so far", "0"])


def test_a_plan_without_its_middle_is_a_part():
    kept = {"dates_kept": ["baseline", "end"]}

    assert state("plan", setting=kept, program={"needs_baseline": True}) == State.PARTLY
    assert state("plan", program={"needs_baseline": True}) == State.SHOWN


@pytest.mark.parametrize(
    ("key", "moment", "within"), [("agreement", "signed_at", 30), ("goals", "goal_at", 30)]
)
def test_what_is_due_counts_from_the_introduction(key, moment, within):
    in_time, late, never = ({moment: after(days)} for days in (within, within + 1, 0))
    never[moment] = None
    young = {"introduced_at": NOW - timedelta(days=within - 1), moment: None}
    before = {"introduced_at": None}

    assert found(key, pairs=[young, before]) == (State.NOT_YET, ["none so far"])
    assert found(key, pairs=[in_time] * 9 + [late]) == (State.SHOWN, ["9 of 10"])
    assert found(key, pairs=[in_time] * 8 + [late, never]) == (State.PARTLY, ["8 of 10"])
    assert found(key, pairs=[late, never, young]) == (State.NOT_YET, ["0 of 2"])


def test_first_meetings_and_rhythm():
    steady = {"held": 4, "first": after(9), "last": after(9 + 3 * 45)}
    slow = {"held": 3, "first": after(11), "last": after(11 + 2 * 46)}
    given = {"pairs": [steady, slow, {"held": 1}], "medians": {"first": 10, "cadence": 45}}

    assert found("first_meeting", **given) == (State.PARTLY, ["1 of 3", "10"])
    assert found("rhythm", **given) == (State.PARTLY, ["1 of 2", "45", "8"])


def test_early_ends():
    ended = {"status": "ended", "has_reason": True}
    wished = {**ended, "has_wish": True}

    assert state("early_end") == state("another_match") == State.NOT_YET
    assert state("early_end", pairs=[ended, wished]) == State.SHOWN
    assert found("another_match", pairs=[ended, wished]) == (State.PARTLY, ["1 of 2"])
    assert state("another_match", pairs=[ended, wished, wished]) == State.SHOWN


def test_only_begun_partnerships_need_two_yeses():
    open_one = {"status": "proposed", "mentee_accepted_at": None}
    declined = {"status": "declined", "mentor_accepted_at": None}

    assert found("both_decide", pairs=[open_one, declined]) == (
        State.NOT_YET,
        ["none so far", "1"],
    )
    assert found("both_decide", pairs=[{}, declined]) == (State.SHOWN, ["1 of 1", "1"])


def test_help_comes_early_and_every_case_has_an_owner():
    assert state("early_help", cases=Cases(seasoned=10, helped=9)) == State.SHOWN
    owned = Cases(seasoned=10, helped=10, open=2, owned=2)
    assert state("early_help", cases=owned) == State.SHOWN
    orphaned = Cases(seasoned=10, helped=10, open=2, owned=0)
    assert state("early_help", cases=orphaned) == State.PARTLY
    assert state("early_help", cases=Cases(open=2)) == State.NOT_YET


@pytest.mark.parametrize(
    ("asked", "sent", "shown", "text"),
    [
        (0, 0, State.NOT_YET, "none so far"),
        (4, 4, State.NOT_YET, "–"),
        (4, 0, State.NOT_YET, "–"),
        (5, 0, State.NOT_YET, "0 of 5"),
        (5, 2, State.PARTLY, "2 of 5"),
        (5, 3, State.SHOWN, "3 of 5"),
    ],
)
def test_of_few_people_nobody_learns_who_answered(asked, sent, shown, text):
    rates = {"final": {side: {"asked": asked, "sent": sent} for side in ("mentee", "mentor")}}
    setting = {"results": rates, "results_on": date(2026, 5, 2)}
    people = dict.fromkeys(Side, People(number=asked, surveyed=sent))
    checks = [Rate("check_1", side, asked, sent, 0) for side in Side.values]

    assert found("evaluated", setting=setting) == (shown, [text, text, "2 May 2026"])
    assert found("starting_point", people=people) == (shown, [text, text])
    assert found("checks", checks=checks) == (shown, [text, text])


def test_many_checks_of_few_people_stay_few_people():
    checks = [Rate(f"check_{n}", "mentee", 3, 3, 0) for n in (1, 3, 6, 9)]

    assert found("checks", checks=checks) == (State.NOT_YET, ["–", "none so far"])


def test_a_raised_minimum_holds_here_too():
    people = dict.fromkeys(Side, People(number=9, surveyed=9))

    assert found("starting_point", people=people)[0] == State.SHOWN
    assert found("starting_point", people=people, program={"report_minimum": 10}) == (
        State.NOT_YET,
        ["–", "–"],
    )


def test_results_that_nobody_has_worked_out_are_said_to_be_missing():
    assert found("evaluated") == (State.NOT_YET, ["not done yet"])


def test_others_are_observers_and_sponsors():
    rates = {"final": {"observer": {"asked": 6, "sent": 5}}}
    counts = [sponsor(has_counted=True), sponsor()]

    setting = {"results": rates, "results_on": NOW.date(), "sponsors": counts}

    assert found("others_view", setting=setting) == (State.PARTLY, ["5 of 6", "1 of 2"])


def test_cost_is_never_added_over_currencies():
    sponsors = [sponsor(cost=3000.5), sponsor(cost="999.99", currency="DKK"), sponsor(cost=0)]
    done = [{"status": "completed"}] * 2

    assert found("cost", setting={"sponsors": sponsors}, pairs=done) == (
        State.SHOWN,
        ["3 of 3", "2", "500.00 DKK + 1500.25 EUR"],
    )
    assert found("cost", setting={"sponsors": sponsors}) == (State.PARTLY, ["3 of 3", "0"])
    assert state("cost", setting={"sponsors": [sponsor()]}, pairs=done) == State.NOT_YET


@pytest.mark.parametrize(
    ("day", "shown", "text"),
    [
        (None, State.NOT_YET, "no"),
        (date(2027, 3, 1), State.SHOWN, "1 March 2027"),
        (date(2027, 3, 2), State.PARTLY, "2 March 2027"),
    ],
)
def test_results_are_fed_back_within_sixty_days(day, shown, text):
    assert found("fed_back", setting={"shared_on": day}) == (shown, [text])


def test_sessions_count_for_each_side():
    mentees, both = ({"mentees": True, "mentors": is_both} for is_both in (False, True))

    assert state("learning_on", setting={"lived": [mentees]}) == State.PARTLY
    assert found("learning_on", setting={"lived": [mentees, both]}) == (State.SHOWN, ["2", "1"])


@pytest.mark.parametrize(("staff", "shown"), [(1, State.PARTLY), (2, State.SHOWN)])
def test_somebody_stands_in(staff, shown):
    assert state("coordinators", setting={"staff": staff}) == shown
