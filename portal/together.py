"""The next step of two who can meet: what waits for an answer first, then what keeps them going."""

from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.roles import Side
from partnerships.lifecycle import Status
from partnerships.nudges.stages import CLOSE, OPEN
from portal.situations import (
    ANSWER,
    COUNTERSIGN,
    GO_ON,
    MEET,
    PROPOSE,
    SIGN,
    UNTIL,
    WAIT,
    Step,
)

# How soon the two should meet once both are trained.
FIRST_MEETING = timedelta(days=10)


def together(situation):
    """The one step: the first of ``_IN_ORDER`` that applies, and the last one always does."""
    return next(step for make in _IN_ORDER if (step := make(situation)))


def _longer(situation):
    if not (until := situation.match.waits.end_proposed):
        return None
    said = {"name": situation.match.partner, "day": date_format(until, "DATE_FORMAT")}
    return Step(
        ANSWER,
        _("%(name)s would like to go on for longer") % said,
        _(
            "Until %(day)s, if you want that too. Say yes or no; without an answer your "
            "partnership ends on the day that was agreed."
        )
        % said,
        _("Answer"),
        _page(situation, "extend"),
    )


def _resume(situation):
    if not situation.match.waits.resume_asked:
        return None
    said = {"name": situation.match.partner}
    return Step(
        ANSWER,
        _("Do you and %(name)s go on?") % said,
        _("Your partnership rests, and today is the day on which you wanted to be asked."),
        _("Go on, or rest a while longer"),
        _page(situation, "resume"),
    )


def _answer_meeting(situation):
    if not situation.match.waits.to_answer:
        return None
    said = {"name": situation.match.partner}
    return Step(
        ANSWER,
        _("%(name)s would like to meet you") % said,
        _("Choose the time that suits you, or propose others. It takes a minute."),
        _("Choose a time"),
        _page(situation, "meetings:list"),
    )


def _confirm_meeting(situation):
    if not situation.match.waits.to_confirm:
        return None
    said = {"name": situation.match.partner}
    return Step(
        ANSWER,
        _("Did you and %(name)s meet?") % said,
        _("One tap is enough. What you talked about stays between you."),
        _("Say whether you met"),
        _page(situation, "meetings:list"),
    )


def _check(situation):
    waits = situation.match.waits
    if not waits.check:
        return None
    said = {"name": situation.match.partner}
    if waits.is_fit_check:
        title = _("Do you and %(name)s fit?") % said
        text = _("One question, answered in private. %(name)s never sees what you say.") % said
    else:
        title = _("How is it going with %(name)s?") % said
        text = _("A few questions, about two minutes. %(name)s never sees what you say.") % said
    url = reverse("portal:checks:check", args=[situation.organization, waits.check])
    return Step(
        ANSWER, title, text, _("Answer the questions"), url, due=waits.check_until, due_is=UNTIL
    )


def _sign(situation):
    if situation.match.waits.agreement != SIGN:
        return None
    said = {"name": situation.match.partner}
    begun = situation.match.status != Status.PREPARING
    text = (
        _("What holds between you now stays so until both of you have signed.")
        if begun
        else _("Your partnership begins as soon as both of you have signed.")
    )
    return Step(
        MEET,
        _("Read and sign what you and %(name)s agree on") % said,
        text,
        _("Read and sign"),
        _page(situation, "agreements:agreement"),
    )


def _first_meeting(situation):
    """Nothing is planned, and they have never met: the mentee drives, the mentor may."""
    match = situation.match
    if match.waits.has_met or match.waits.next_at or match.status == Status.CLOSING:
        return None
    said = {"name": match.partner}
    if match.waits.is_offered:
        return _wait_for_answer(situation)
    due = match.introduced_at and (match.introduced_at + FIRST_MEETING).date()
    if situation.side == Side.MENTEE:
        text = _(
            "Both of you have finished the training. Propose up to three times for a first "
            "meeting within ten days; the earlier it is, the easier it is."
        )
    else:
        text = _(
            "Both of you have finished the training. %(name)s is asked to propose a first meeting; "
            "if you would rather not wait, propose one yourself."
        )
    return Step(
        MEET,
        _("You and %(name)s can meet") % said,
        text % said,
        _("Propose a time"),
        _page(situation, "meetings:propose"),
        due=due if due and situation.today <= due else None,
        due_is=UNTIL,
    )


def _wait_for_answer(situation):
    said = {"name": situation.match.partner}
    return Step(
        WAIT,
        _("%(name)s has the times that you proposed") % said,
        _("You get a mail with the answer. Until then, read how others begin."),
        _("Read how to begin"),
        _guide(situation, OPEN),
    )


def _agree(situation):
    """They have met, and nothing is written down yet; or the partner's signature is missing."""
    match = situation.match
    said = {"name": match.partner}
    if match.status != Status.PREPARING or not match.waits.has_met:
        return None
    if match.waits.agreement == PROPOSE:
        return Step(
            MEET,
            _("Write down what you and %(name)s agree on") % said,
            _(
                "How often you meet, what stays between you, and how either of you may end it. "
                "One of you proposes, both sign; then your partnership begins."
            ),
            _("Propose the agreement"),
            _page(situation, "agreements:propose"),
        )
    if match.waits.agreement == COUNTERSIGN and not match.waits.next_at:
        return Step(
            WAIT,
            _("You have signed; %(name)s has not yet") % said,
            _("Your partnership begins as soon as both have. You get a mail."),
            _("Read the agreement"),
            _page(situation, "agreements:agreement"),
        )
    return None


def _rest(situation):
    if situation.match.status != Status.PAUSED:
        return None
    said = {"name": situation.match.partner}
    return Step(
        WAIT,
        _("You and %(name)s are taking a break") % said,
        _(
            "There is nothing to do. Either of you can go on at any time, and the end moves by the "
            "days of the break."
        ),
        _("Go on"),
        _page(situation, "resume"),
    )


def _goals(situation):
    match = situation.match
    said = {"name": match.partner}
    if match.waits.goals_suggested:
        return Step(
            GO_ON,
            _("%(name)s suggests words for a goal") % said,
            _("Take them, change them, or leave them: the goals are yours."),
            _("Read the suggestion"),
            _page(situation, "goals:board"),
        )
    if not match.waits.goals_missing or match.status == Status.CLOSING or not match.waits.has_met:
        return None
    return Step(
        GO_ON,
        _("What do you want to reach?"),
        _(
            "One goal is enough to begin with: what is different when the year is over? "
            "%(name)s can help to find the words."
        )
        % said,
        _("Write your first goal"),
        _page(situation, "goals:new", "goal"),
    )


def _late_actions(situation):
    if not (count := situation.match.waits.actions_overdue):
        return None
    text = ngettext(
        "%(n)s thing that you wanted to do is past its day. Tick it off, or give it another day.",
        "%(n)s things that you wanted to do are past their day. Tick them off, or give them "
        "another day.",
        count,
    )
    return Step(
        GO_ON,
        _("What you wanted to do"),
        text % {"n": count},
        _("See what is open"),
        _page(situation, "actions:board"),
    )


def _last_weeks(situation):
    match = situation.match
    if match.status != Status.CLOSING or match.waits.next_at:
        return None
    said = {"name": match.partner}
    return Step(
        GO_ON,
        _("You and %(name)s are in your last weeks") % said,
        _(
            "Look back together: what has changed, what stays, and how you want to part. Copy what "
            "you want to keep."
        ),
        _("Read how to end well"),
        _guide(situation, CLOSE),
    )


def _plan_next(situation):
    match = situation.match
    if match.waits.next_at:
        return None
    said = {"name": match.partner}
    if match.waits.is_offered:
        return _wait_for_answer(situation)
    return Step(
        GO_ON,
        _("No meeting with %(name)s is planned") % said,
        _("Propose up to three times that suit both of your weeks; %(name)s chooses one.") % said,
        _("Propose a time"),
        _page(situation, "meetings:propose"),
    )


def _prepare_next(situation):
    waits = situation.match.waits
    said = {"name": situation.match.partner}
    if situation.side == Side.MENTEE:
        text = _("Note what you want to talk about; %(name)s reads it before you meet.") % said
        action = _("Prepare the meeting")
    else:
        text = _("Read what %(name)s wants to talk about, and what is still open.") % said
        action = _("Open the meeting")
    return Step(
        GO_ON,
        _("You meet %(name)s next") % said,
        text,
        action,
        _page(situation, "meetings:one", waits.next_meeting),
        due=waits.next_at,
    )


# What waits for an answer, then what a partnership needs to begin, then what keeps it going.
_IN_ORDER = (
    _longer,
    _resume,
    _answer_meeting,
    _confirm_meeting,
    _check,
    _sign,
    _rest,
    _first_meeting,
    _agree,
    _goals,
    _late_actions,
    _last_weeks,
    _plan_next,
    _prepare_next,
)


def _page(situation, name, *more):
    args = [situation.organization, situation.match.id, *more]
    return reverse(f"portal:{name}", args=args)


def _guide(situation, code):
    return reverse("portal:guide", args=[situation.organization, situation.participant, code])
