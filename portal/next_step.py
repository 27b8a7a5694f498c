"""What somebody should do next: one pure function, so that every state has exactly one answer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from participants.profiles.completeness import first_words
from participants.roles import Side, Standing
from partnerships.lifecycle import FAILED, UNDER_WAY, Status
from portal.preparing import prepare
from portal.profiles.sections import section_of
from portal.situations import (
    AGREE,
    ANSWER,
    ASK,
    COMPLETE,
    MATCHING,
    MEET,
    NEWS,
    NO,
    OVER,
    QUESTIONS,
    UNTIL,
    WAIT,
    YES,
    Step,
)
from portal.together import together


def first_step(organization):
    """The step of somebody who is in no program."""
    return Step(
        ASK,
        _("You are not in a program yet"),
        _("When your coordinator adds you to one, this page tells you what comes next."),
        _("See who your coordinators are"),
        reverse("portal:contact", args=[organization]),
    )


def next_step(situation):
    """The ``Step`` of one participation, with one of its matches or none."""
    if situation.match and _leads(situation.match):
        return _with_match(situation)
    if situation.standing == Standing.NOMINATED:
        return _nominated(situation)
    if situation.standing != Standing.IN:
        return _not_taking_part(situation)
    if situation.today > situation.ends_on:
        return _program_over(situation)
    if situation.missing:
        return _complete_profile(situation)
    if situation.match:
        return _after_match(situation)
    return _wait_for_match(situation)


def _leads(match):
    is_left_behind = match.status == Status.ENDED and match.wants_next
    return match.status not in FAILED and not is_left_behind


def _with_match(situation):
    match = situation.match
    if match.status == Status.PROPOSED:
        if match.answer_by <= situation.now:
            return _time_has_passed(situation)
        return _accepted(situation) if match.my_answer == YES else _answer(situation)
    if match.status == Status.PREPARING:
        return prepare(situation)
    if match.status in UNDER_WAY:
        return together(situation)
    is_running = situation.standing == Standing.IN and situation.today <= situation.ends_on
    if match.status == Status.ENDED and match.wants_next is None and is_running:
        return _offer_next(situation)
    return Step(
        OVER,
        _("Your partnership with %(name)s has ended") % {"name": match.partner},
        _("Thank you both for the time that you gave each other."),
        _("Look back"),
        _match_page(situation),
    )


def _offer_next(situation):
    mentee = situation.side == Side.MENTEE
    return Step(
        ANSWER,
        _("Your partnership with %(name)s has ended") % {"name": situation.match.partner},
        _(
            "Partnerships end early for many reasons, and none of them is a judgment of either of "
            "you. Would you like to be matched again? It is your own choice."
        ),
        _("Another mentor, yes or no") if mentee else _("Another mentee, yes or no"),
        _match_page(situation),
    )


def _answer(situation):
    mentee = situation.side == Side.MENTEE
    return Step(
        ANSWER,
        _("A mentor has been found for you") if mentee else _("A mentee has been found for you"),
        _(
            "Read what you have in common and say whether you want to go ahead. It takes about "
            "three minutes."
        ),
        _("See your match"),
        _match_page(situation),
        due=situation.match.answer_by,
        about=situation.match.about,
    )


def _accepted(situation):
    return Step(
        WAIT,
        _("You have accepted your match"),
        _(
            "There is nothing to do now. As soon as there is news you get a mail, at the latest "
            "when the time to answer is over."
        ),
        _("Read the match again"),
        _match_page(situation),
        due=situation.match.answer_by,
        due_is=NEWS,
        about=situation.match.about,
    )


def _time_has_passed(situation):
    return Step(
        ASK,
        _("The time to answer this match has passed"),
        _("If you still want to take part, your coordinator can tell you what is possible."),
        _("See who your coordinators are"),
        _contact_page(situation),
    )


def _nominated(situation):
    said = {"program": situation.program}
    return Step(
        ANSWER,
        _("Do you want to take part in %(program)s?") % said,
        _(
            "Taking part is your own decision. Read what it is for, what it asks of you and who "
            "reads what; then answer, yes or no. It takes about five minutes."
        ),
        _("Read and answer"),
        _consent_page(situation),
        due=_still_to_come(situation.nominations, situation.today),
    )


def questions_step(situation, occasion, *, minutes, is_begun, due):
    """A questionnaire that is open; ``due`` is its last day or None."""
    title, text = _of_occasion(occasion)
    return Step(
        QUESTIONS,
        title % {"minutes": minutes},
        text,
        _("Go on answering") if is_begun else _("Answer the questions"),
        reverse("portal:questionnaires:mine", args=[situation.organization]),
        due=due,
        due_is=UNTIL,
    )


def _of_occasion(occasion):
    """The title of each occasion with its minutes to come, and what it is for."""
    words = {
        "baseline": (
            _("Answer the baseline (%(minutes)s minutes)"),
            _(
                "The same questions come again later, and only so can you see what the year "
                "changed. You can stop at any time and go on where you were."
            ),
        ),
        "mid_year": (
            _("Half of the year: how is it going? (%(minutes)s minutes)"),
            _(
                "The questions of the start, and some about the two of you. What you would like "
                "to be different can still change."
            ),
        ),
        "final": (
            _("Look at what the year changed (%(minutes)s minutes)"),
            _(
                "The questions of the start once more, and what the year was like. When you have "
                "sent it you see your own change."
            ),
        ),
    }
    later = (
        _("Three questions about what has stayed"),
        _("Some time has passed since your partnership ended. It takes a minute."),
    )
    return words.get(occasion, later)


def agree_step(situation, changed):
    """What somebody who is in has still to read: the program's text, or what is new in it."""
    said = {"program": situation.program}
    if changed:
        title = _("Something has changed in %(program)s") % said
        text = _("Read what is different now, and say whether you agree. You stay in meanwhile.")
    else:
        title = _("Read what %(program)s means for you") % said
        text = _(
            "What it is for, what it asks of you and who reads what: read it and say that you "
            "agree. It takes about five minutes."
        )
    return Step(AGREE, title, text, _("Read and agree"), _consent_page(situation))


def session_step(organization, title, starts_at):
    """A training session ahead that waits for an answer."""
    return Step(
        MEET,
        _("Do you come to “%(title)s”?") % {"title": title},
        _("Say yes or no. You find when and where it is, and an entry for your calendar."),
        _("Answer the invitation"),
        reverse("portal-training:list", args=[organization]),
        due=starts_at,
    )


def _not_taking_part(situation):
    return Step(
        ASK,
        _("You are not taking part in %(program)s") % {"program": situation.program},
        _("If that should change, or is not what you expected, your coordinator can help."),
        _("See who your coordinators are"),
        _contact_page(situation),
    )


def _program_over(situation):
    return Step(
        OVER,
        _("%(program)s has ended") % {"program": situation.program},
        _("There is nothing left to do here. Your coordinator knows what comes after it."),
        _("See who your coordinators are"),
        _contact_page(situation),
    )


def _complete_profile(situation):
    title, action = _("Your profile is not complete yet"), first_words(situation.missing[0])
    text = _(
        "A match needs a few facts about you. It takes some minutes, and everything is saved as "
        "you go."
    )
    page = _section_page(situation)
    if situation.earlier:
        title, action = _("Start from your last profile"), _("See what you can take over")
        text = _(
            "You have written one for %(program)s. Take it over with one click, then check on "
            "each page that it is still right."
        ) % {"program": situation.earlier}
        page = _profile_page(situation)
    due = situation.matching[0] if _is_ahead(situation.matching, situation.today) else None
    return Step(COMPLETE, title, text, action, page, due=due)


def _after_match(situation):
    """The last match did not come to be; the person is back among those who wait."""
    match = situation.match
    if match.status == Status.ENDED:
        return _wait_for_match(situation)
    if match.status == Status.EXPIRED and match.my_answer != YES:
        return Step(
            ASK,
            _("Your match ended before you answered"),
            _(
                "You are still in the program. If you want to be matched again, tell your "
                "coordinator."
            ),
            _("See who your coordinators are"),
            _contact_page(situation),
        )
    title = (
        _("You declined your match") if match.my_answer == NO else _("Your match will not go ahead")
    )
    return Step(
        WAIT,
        title,
        _(
            "That is a normal part of matching, and you stay in the program. If there is another "
            "match for you, you get a mail; otherwise your coordinator will be in touch."
        ),
        _("See your profile as others see it"),
        _profile_page(situation),
    )


def _wait_for_match(situation):
    mentee = situation.side == Side.MENTEE
    if _is_ahead(situation.matching, situation.today):
        title = _("Matching has not opened yet")
        due = situation.matching[0]
    else:
        title = (
            _("We are looking for your mentor") if mentee else _("We are looking for your mentee")
        )
        due = _still_to_come(situation.matching, situation.today)
    return Step(
        WAIT,
        title,
        _(
            "There is nothing to do now. You get a mail as soon as there is a match for you; then "
            "you have some days to answer."
        ),
        _("See your profile as others see it"),
        _profile_page(situation),
        due=due,
        due_is=MATCHING if _is_ahead(situation.matching, situation.today) else NEWS,
    )


def _is_ahead(span, today):
    return span is not None and today < span[0]


def _still_to_come(span, today):
    return span[1] if span is not None and today <= span[1] else None


def _match_page(situation):
    return reverse("portal:match", args=[situation.organization, situation.match.id])


def _profile_page(situation):
    page = reverse("portal:profile", args=[situation.organization])
    return f"{page}#{situation.participant}"


def _section_page(situation):
    section = section_of(situation.missing[0])
    parts = [situation.organization, situation.participant, section]
    return reverse("portal:profile-section", args=parts)


def _consent_page(situation):
    return reverse("portal:consent", args=[situation.organization, situation.participant])


def _contact_page(situation):
    return reverse("portal:contact", args=[situation.organization])
