"""What a case says in words: what happened, what helps, and what can be written to whom.

Facts alone: that and when. What the two have said to each other is in no case and in no letter.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from partnerships.cases.kinds import Signal

# To whom one turns: to the one whom it is about, to both, or to the mentee, who drives.
ONE, BOTH, DRIVER = "one", "both", "driver"


@dataclass(frozen=True)
class Words:
    """Of one signal: ``happened`` takes the day since when, ``advice`` says how to begin.

    ``turn_to`` is who is called first. ``letter`` is the subject and the lines of a mail that the
    product writes, without one where a mail would not help or not arrive.
    """

    happened: str
    advice: str
    turn_to: str = BOTH
    letter: tuple = ()


WORDS = {
    Signal.INVITATION: Words(
        gettext_lazy("Was asked to take part, and has not answered since %(day)s."),
        gettext_lazy(
            "Ask whether the mail arrived, and whether it is the right year for them. "
            "A no is a good answer too: the place goes to somebody else."
        ),
        ONE,
        (
            gettext_lazy("Would you like to take part in %(program)s?"),
            gettext_lazy(
                "Some time ago we asked you whether you would like to take part in %(program)s, "
                "and we have not heard from you."
            ),
            gettext_lazy(
                "Both answers are welcome, and nobody at your company reads why. If you are not "
                "sure, write to us and we will call you."
            ),
        ),
    ),
    Signal.PROFILE: Words(
        gettext_lazy("Takes part, and the profile is incomplete since %(day)s."),
        gettext_lazy(
            "Nobody can be matched with them before it is complete. Offer to fill it in together "
            "on the phone: it takes ten minutes."
        ),
        ONE,
        (
            gettext_lazy("A few minutes for your profile in %(program)s"),
            gettext_lazy(
                "Your profile in %(program)s is not complete yet. It is what your match is found "
                "by, so nobody can be proposed to you before."
            ),
            gettext_lazy(
                "It takes about ten minutes and is saved as you go. If something in it is unclear, "
                "write to us and we will do it together."
            ),
        ),
    ),
    Signal.TRAINING: Words(
        gettext_lazy("The training of their side was to be finished by %(day)s, and is not."),
        gettext_lazy(
            "The two cannot meet before both have finished. Ask what stands in the way; the "
            "modules can be done in parts."
        ),
        ONE,
        (
            gettext_lazy("Your training in %(program)s"),
            gettext_lazy(
                "Your training in %(program)s is not finished yet, and your partner and you can "
                "meet as soon as both have done it."
            ),
            gettext_lazy(
                "Each module takes a few minutes, and you can stop and go on whenever you like. "
                "If there is no time these weeks, tell us, and we will find a way."
            ),
        ),
    ),
    Signal.FIRST_MEETING: Words(
        gettext_lazy("They were introduced on %(day)s, and have not met."),
        gettext_lazy(
            "Ask the mentee whether they have written to each other, and offer two dates of your "
            "own for a first half hour. The first meeting is the hardest one to fix."
        ),
        DRIVER,
        (
            gettext_lazy("Your first meeting in %(program)s"),
            gettext_lazy(
                "Your partner and you can meet since you were introduced, and no first meeting is "
                "noted yet."
            ),
            gettext_lazy(
                "Half an hour is enough to begin with. Propose a time, or note the meeting if you "
                "have met already: one tap does it."
            ),
        ),
    ),
    Signal.NO_MEETING: Words(
        gettext_lazy("No meeting was held since %(day)s, and none is planned."),
        gettext_lazy(
            "Call the mentee first, who drives. Is it a busy month, or is the rhythm wrong? "
            "They can agree on another one, or rest for a while, without a reason."
        ),
        DRIVER,
        (
            gettext_lazy("When do you meet next?"),
            gettext_lazy(
                "It has been longer than the two of you agreed since you last met, and no meeting "
                "is planned in %(program)s."
            ),
            gettext_lazy(
                "Propose a time, or note a meeting that you held elsewhere. If this is a bad time, "
                "you can let your partnership rest for a while, or agree on another rhythm."
            ),
        ),
    ),
    Signal.SILENCE: Words(
        gettext_lazy("There was no sign of the two since %(day)s: nobody met, wrote or signed in."),
        gettext_lazy(
            "Try another way than the last time, and call both. If nobody can be reached, or one "
            "of them would rather stop, propose the ending: it is without fault, and both can be "
            "matched again."
        ),
        BOTH,
        (
            gettext_lazy("Does your partnership go on?"),
            gettext_lazy(
                "We have not seen anything of your partnership in %(program)s for some weeks, and "
                "would like to know how you are."
            ),
            gettext_lazy(
                "You can meet again, let it rest, or end it. Ending is without fault, nobody is "
                "told why, and you can be matched again if you wish. Write to us, or call us."
            ),
        ),
    ),
    Signal.CHECK_LATE: Words(
        gettext_lazy("A progress check closed on %(day)s without an answer."),
        gettext_lazy("Two questions on the phone are as good as the form. Ask how it goes."),
        ONE,
        (
            gettext_lazy("How does it go in %(program)s?"),
            gettext_lazy(
                "Your last progress check in %(program)s closed without an answer from you. That "
                "is no harm, and we would still like to know how it goes."
            ),
            gettext_lazy("Write to us in one line, or say when we may call you."),
        ),
    ),
    Signal.RATING: Words(
        gettext_lazy("Gave a low rating in a check on %(day)s."),
        gettext_lazy(
            "Read the answer first. Call them alone, and do not tell the partner that you know. "
            "Ask what would help most."
        ),
        ONE,
        (
            gettext_lazy("May we call you about %(program)s?"),
            gettext_lazy(
                "Thank you for your answer in the last check. We would like to hear more, and to "
                "see with you what would help."
            ),
            gettext_lazy("Your partner does not know of this. Say when we may call you."),
        ),
    ),
    Signal.CALL: Words(
        gettext_lazy("Asked to be called on %(day)s. They have not said why."),
        gettext_lazy(
            "Call them, alone, today or tomorrow. “You wanted a call. What would help most?” "
            "Do not mention it to the partner."
        ),
        ONE,
        (
            gettext_lazy("When may we call you?"),
            gettext_lazy(
                "You asked for a call from the coordinators of %(program)s. We have tried, or will "
                "soon."
            ),
            gettext_lazy("Tell us when it suits you, and at which number."),
        ),
    ),
    Signal.NOT_A_FIT: Words(
        gettext_lazy("Said on %(day)s that it does not fit."),
        gettext_lazy(
            "Speak to each of the two alone within three working days. They can go on with help, "
            "agree anew, or end without fault and be matched again."
        ),
        ONE,
        (
            gettext_lazy("May we call you about %(program)s?"),
            gettext_lazy(
                "Thank you for telling us how your first meeting was. There are good ways on from "
                "here, and you choose."
            ),
            gettext_lazy("Your partner does not know what you answered. Say when we may call you."),
        ),
    ),
    Signal.WARNING: Words(
        gettext_lazy("Gave an answer on %(day)s, in the mid-year evaluation, that is a warning."),
        gettext_lazy(
            "Read the answers first. Call them alone, and do not tell the partner that you know. "
            "Half of the year is left: ask what should be different."
        ),
        ONE,
        (
            gettext_lazy("May we call you about %(program)s?"),
            gettext_lazy(
                "Thank you for your answers in the middle of the year. We would like to hear more, "
                "and to see with you what would help."
            ),
            gettext_lazy("Your partner does not know of this. Say when we may call you."),
        ),
    ),
    Signal.UNSIGNED: Words(
        gettext_lazy("They were introduced on %(day)s, and the agreement is not signed by both."),
        gettext_lazy(
            "See who has signed, and call the other. Often a word in it is unclear; each of them "
            "can propose other words."
        ),
        BOTH,
        (
            gettext_lazy("Your agreement in %(program)s"),
            gettext_lazy(
                "The agreement between the two of you in %(program)s is not signed by both yet."
            ),
            gettext_lazy(
                "It says how often you meet, what stays between you, and how to end. Read it "
                "together, change what does not fit, and sign."
            ),
        ),
    ),
    Signal.GOAL: Words(
        gettext_lazy("They were introduced on %(day)s, and no goal is set."),
        gettext_lazy(
            "Ask the mentee what should be different in a year. One sentence is a good start, and "
            "it can change. You never read the goal itself."
        ),
        DRIVER,
        (
            gettext_lazy("What would you like to reach in %(program)s?"),
            gettext_lazy("You have not set a goal in %(program)s yet."),
            gettext_lazy(
                "One sentence is a good start, and you can change it. Your mentor and you read it, "
                "and nobody else."
            ),
        ),
    ),
    Signal.EMPLOYMENT: Words(
        gettext_lazy("Changed employers or left on %(day)s while the partnership runs."),
        gettext_lazy(
            "Talk to both. By default the pair decides: go on privately, rest, or end. Record what "
            "was decided on the page of the two."
        ),
        BOTH,
        (
            gettext_lazy("Your partnership in %(program)s"),
            gettext_lazy(
                "Something about where one of you works has changed. We would like to talk with "
                "each of you about how your partnership goes on."
            ),
            gettext_lazy("Nothing ends by itself. Say when we may call you."),
        ),
    ),
    Signal.CONFLICT: Words(
        gettext_lazy("Since %(day)s a rule keeps their companies apart."),
        gettext_lazy(
            "Nothing ends by itself. Look which rule it is, talk to both, and record what was "
            "decided. Do not tell them what another company has declared."
        ),
        BOTH,
        (
            gettext_lazy("Your partnership in %(program)s"),
            gettext_lazy(
                "We would like to talk with each of you about how your partnership in %(program)s "
                "goes on."
            ),
            gettext_lazy("Nothing ends by itself. Say when we may call you."),
        ),
    ),
    Signal.BOUNCED: Words(
        gettext_lazy("Mail comes back since %(day)s."),
        gettext_lazy(
            "Call them, or ask HR of their company for the new address, and correct it. What was "
            "said meanwhile stands on their pages."
        ),
        ONE,
    ),
    Signal.SPONSOR_LEFT: Words(
        gettext_lazy("Their sponsor has had no place in the program since %(day)s."),
        gettext_lazy(
            "Their partnership may finish. Ask both what they would like, and look up what the "
            "contract with the sponsor says."
        ),
        BOTH,
    ),
    Signal.BY_HAND: Words(
        gettext_lazy("A coordinator opened this on %(day)s."),
        gettext_lazy("Its history says who."),
        BOTH,
    ),
}
