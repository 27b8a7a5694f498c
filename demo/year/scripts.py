"""When the two of a pair do what their temper says, once something has opened it."""

from datetime import datetime, time, timedelta

from demo.year import acting
from demo.year.behavior import (
    CANCELLED,
    LOGGED,
    MENTEE,
    MENTOR,
    NO,
    NOTHING,
    SIDES,
    YES,
)
from mentoring import clock
from partnerships.checks.kinds import Occasion

HOURS = {MENTEE: 8, MENTOR: 15}  # UTC
MEETS = 12
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
A_SECOND = timedelta(seconds=1)
REMINDED_BEFORE = timedelta(days=2)
CONTENT_STAYS = timedelta(days=30)
CHECKS = list(Occasion)


def _on(moment, days, hour):
    """So many days after ``moment``, at this hour."""
    day = moment.date() + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=moment.tzinfo)


def on_announced(life, pair):
    """Each answers for themselves or not; the time to answer runs out by itself."""
    for side, (answer, days) in pair.temper.answers.items():
        act = {YES: acting.accept, NO: acting.decline}.get(answer)
        if act:
            moment = _on(pair.announced_at, days, HOURS[side])
            life.at(max(moment, pair.announced_at + AN_HOUR), act, pair, side)
    for moment in (pair.answer_by - REMINDED_BEFORE, pair.answer_by):
        life.at(moment + A_SECOND, life.sweep_then)


def on_preparing(life, pair, row):
    for side, days in pair.temper.trains.items():
        if days is not None:
            life.at(_on(clock.now(), days, HOURS[side]), acting.train, pair, side)


def on_introduced(life, pair, row):
    """Meetings open: the first one, the agreement, a goal, and all that is planned for later."""
    temper, now = pair.temper, clock.now()
    if temper.proposes is not None:
        proposed = _on(now, temper.proposes, HOURS[MENTEE])
        life.at(proposed, acting.propose_agreement, pair, MENTEE)
        if temper.signs is not None:
            life.at(_on(proposed, temper.signs, HOURS[MENTOR]), acting.sign, pair, MENTOR)
    if temper.goal is not None:
        life.at(_on(now, temper.goal, HOURS[MENTEE]), acting.set_goal, pair, MENTEE)
    for meeting in temper.meetings:
        _plan(life, pair, meeting, now)
    if temper.calls is not None:
        life.at(_on(now, temper.calls, HOURS[MENTEE]), acting.call, pair, MENTEE)
    if temper.ends:
        days, side = temper.ends
        life.at(_on(now, days, HOURS[side]), acting.end, pair, side)


def _plan(life, pair, meeting, now):
    """The mentee proposes it, the mentor agrees, both say what became of it."""
    proposed = _on(now, meeting.day, HOURS[MENTEE])
    at = _on(proposed, meeting.ahead, MEETS)
    if meeting.went == LOGGED:
        life.at(at + 3 * AN_HOUR, acting.log_meeting, pair, MENTOR, at)
        return
    life.at(proposed, acting.propose_meeting, pair, MENTEE, at)
    life.at(_on(proposed, 0, HOURS[MENTOR]), acting.accept_meeting, pair, MENTOR, at)
    if meeting.went == CANCELLED:
        life.at(at - A_DAY, acting.cancel_meeting, pair, MENTEE, at)
        return
    for side in SIDES:
        life.at(at + 3 * AN_HOUR, acting.say_met, pair, side, at, meeting.went)


def on_active(life, pair, row):
    """What moves the last day."""
    temper, now = pair.temper, clock.now()
    if temper.pauses:
        days, long, side = temper.pauses
        rests = _on(now, days, HOURS[side])
        life.at(rests, acting.pause, pair, side)
        if long is not None:
            life.at(_on(rests, long, HOURS[side]), acting.resume, pair, side)
    if temper.extends:
        before, more, answer = temper.extends
        last = datetime.combine(row["ends_on"], time(), tzinfo=now.tzinfo)
        proposed = _on(last, -before, HOURS[MENTEE])
        life.at(proposed, acting.propose_extension, pair, MENTEE, more)
        if answer != NOTHING:
            answered = _on(proposed, 2, HOURS[MENTOR])
            life.at(answered, acting.answer_extension, pair, MENTOR, answer)


def on_ended(life, pair, row):
    """Until 30 days later the two can read what they wrote, and not an hour longer."""
    closes = row["ended_at"] + CONTENT_STAYS
    for days in range(5, 9):  # they are told a week before
        life.at(_on(closes, -days, HOURS[MENTEE]), life.sweep_then)
    for moment in (closes - AN_HOUR, closes + AN_HOUR):
        life.at(moment, life.probe, pair)


def on_check(life, pair, occasion):
    number = CHECKS.index(occasion)
    for side in SIDES:
        days = pair.temper.checks[side, number]
        if days is not None:
            life.at(_on(clock.now(), days, HOURS[side]), acting.answer_check, pair, side, occasion)
