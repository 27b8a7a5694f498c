"""What frames of good mentoring ask for, in our own words, and what of the data tells of it.

Each criterion has a judge of its own key in ``judging``; those of ``BEYOND`` have none, because no
data could show them.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from reports.quality.frames import (
    CROSS,
    ELEMENTS,
    GERMAN,
    ISMCP,
    MANAGEMENT_MENTORS,
    MANAGERS,
    OWN,
    Ask,
)


class Theme(TextChoices):
    PURPOSE = "purpose", _("Purpose and promise")
    READY = "ready", _("Everybody is prepared")
    MATCHING = "matching", _("Who is matched with whom")
    YEAR = "year", _("The year of the two")
    RESULTS = "results", _("The end, and what came of it")
    BEYOND = "beyond", _("What no data can show")


@dataclass(frozen=True)
class Criterion:
    """``looks_at`` says exactly what of the data counts, and from when on it counts as shown."""

    key: str
    theme: Theme
    name: str
    looks_at: str
    asks: tuple[Ask, ...]

    @property
    def asked_by(self):
        return "; ".join(str(one) for one in self.asks)


CRITERIA = (
    Criterion(
        "purpose",
        Theme.PURPOSE,
        _("It is written down what the program is for and when it has succeeded"),
        _("The program’s purpose and its measures of success are both filled in."),
        (Ask(ISMCP, 1),),
    ),
    Criterion(
        "aims",
        Theme.PURPOSE,
        _("Each sponsor has said what it wants from the program"),
        _("Sponsors with at least one aim, of all that have not withdrawn. Shown when all have."),
        (Ask(ISMCP, 1),),
    ),
    Criterion(
        "eligibility",
        Theme.PURPOSE,
        _("It is written down who can take part"),
        _("“Who can take part” is filled in for the program."),
        (Ask(ELEMENTS, 1),),
    ),
    Criterion(
        "promise",
        Theme.PURPOSE,
        _("People read about benefits and demands before they agree"),
        _(
            "Benefits and demands are filled in, and of those who take part, how many have agreed "
            "to a text in a version that is kept. Shown when all have."
        ),
        (Ask(ELEMENTS, 1),),
    ),
    Criterion(
        "plan",
        Theme.PURPOSE,
        _("How the program is evaluated is fixed before it begins"),
        _(
            "The timetable has a baseline, a mid-year and a final evaluation, and no match is "
            "announced before the baseline has closed."
        ),
        (Ask(MANAGERS), Ask(ISMCP, 4)),
    ),
    Criterion(
        "mentors_trained",
        Theme.READY,
        _("Mentors are trained for their role before the first meeting"),
        _(
            "Mentors who take part and have finished all required modules. Meetings stay closed "
            "until both of a pair have. Shown when all have."
        ),
        (Ask(ELEMENTS, 3), Ask(ISMCP, 2)),
    ),
    Criterion(
        "mentees_trained",
        Theme.READY,
        _("Mentees are trained for their role as well"),
        _("Mentees who take part and have finished all required modules. Shown when all have."),
        (Ask(ISMCP, 2), Ask(MANAGEMENT_MENTORS)),
    ),
    Criterion(
        "confidentiality",
        Theme.READY,
        _("Both know what stays between them, and where confidence ends"),
        _(
            "People who take part and have finished the module about confidentiality with its "
            "questions, and which text the pairs sign. Shown when all have."
        ),
        (Ask(ISMCP, 5), Ask(CROSS)),
    ),
    Criterion(
        "sponsors_briefed",
        Theme.READY,
        _("Sponsors are briefed on their part"),
        _(
            "Sponsors of whose HR somebody has agreed to the briefing, and managers of mentees who "
            "have. Shown when all sponsors have."
        ),
        (Ask(ISMCP, 2), Ask(MANAGEMENT_MENTORS)),
    ),
    Criterion(
        "starting_point",
        Theme.READY,
        _("People look at where they stand before they begin"),
        _(
            "Baseline evaluations that were sent, of those who take part, for each side apart. "
            "Shown from 60 % of each side on."
        ),
        (Ask(ISMCP, 2),),
    ),
    Criterion(
        "walls",
        Theme.MATCHING,
        _("The two come from different companies that do not compete"),
        _(
            "Sponsors that have said whom they compete with, and partnerships under way whose "
            "companies must not be matched any more. Shown when all have and there is none. The "
            "database refuses a match inside one company or group, or between competitors."
        ),
        (Ask(GERMAN), Ask(CROSS)),
    ),
    Criterion(
        "method_known",
        Theme.MATCHING,
        _("People know how matches are made before they take part"),
        _(
            "The text that people agree to says what counts in a match. Of those who take part, "
            "how many have agreed to it. Shown when all have."
        ),
        (Ask(ISMCP, 3),),
    ),
    Criterion(
        "both_decide",
        Theme.MATCHING,
        _("Nobody is matched without saying yes"),
        _(
            "Partnerships that went on after both had accepted, each for themselves, and proposals "
            "that one of the two declined. Shown when there is a partnership and all had the yes "
            "of both."
        ),
        (Ask(ISMCP, 3), Ask(GERMAN)),
    ),
    Criterion(
        "two_approvers",
        Theme.MATCHING,
        _("More than one person decides about a match"),
        _("The program asks for two pairs of eyes before a match is announced."),
        (Ask(MANAGEMENT_MENTORS),),
    ),
    Criterion(
        "another_match",
        Theme.MATCHING,
        _("Who does not fit together may end without fault and be matched again"),
        _(
            "Partnerships that ended early, and of how many somebody has said whether they want "
            "another match. Shown from 60 % on."
        ),
        (Ask(ISMCP, 3), Ask(ELEMENTS, 6)),
    ),
    Criterion(
        "agreement",
        Theme.YEAR,
        _("Both sign what they agree on, soon after they start"),
        _(
            "Of partnerships introduced 30 days ago or more, how many had both signatures within "
            "30 days of the introduction. Shown from 90 % on."
        ),
        (Ask(ELEMENTS, 4), Ask(GERMAN)),
    ),
    Criterion(
        "goals",
        Theme.YEAR,
        _("Each mentee sets an own goal"),
        _(
            "Of partnerships introduced 30 days ago or more, how many had a goal within 30 days of "
            "the introduction: that there is one, not what it says. Shown from 90 % on."
        ),
        (Ask(ISMCP, 1),),
    ),
    Criterion(
        "first_meeting",
        Theme.YEAR,
        _("The two meet soon, and it is on record"),
        _(
            "Of partnerships introduced 10 days ago or more, how many met within 10 days of the "
            "introduction. Shown from 90 % on."
        ),
        (Ask(ELEMENTS, 4),),
    ),
    Criterion(
        "rhythm",
        Theme.YEAR,
        _("The two meet regularly"),
        _(
            "Of partnerships with two meetings or more, how many met on average no more than one "
            "and a half times as far apart as the program says. Shown from 90 % on."
        ),
        (Ask(ELEMENTS, 5),),
    ),
    Criterion(
        "checks",
        Theme.YEAR,
        _("Both are asked during the year how it goes"),
        _(
            "Progress checks that were answered, of all that were asked, for each side apart: that "
            "they were, not what was said. Shown from 60 % of each side on."
        ),
        (Ask(ELEMENTS, 5), Ask(ISMCP, 4)),
    ),
    Criterion(
        "early_help",
        Theme.YEAR,
        _("Trouble is found early and somebody looks after it"),
        _(
            "Cases opened a week ago or more that a coordinator has taken up, or whose cause was "
            "gone, within seven days; and open cases that somebody owns. Shown from 90 % on."
        ),
        (Ask(ISMCP, 4), Ask(MANAGERS)),
    ),
    Criterion(
        "learning_on",
        Theme.YEAR,
        _("Learning and exchange go on after the start"),
        _(
            "Live sessions that took place after the program’s start, for mentees and for mentors. "
            "Shown from one for each side on."
        ),
        (Ask(ISMCP, 2), Ask(ISMCP, 6), Ask(MANAGERS)),
    ),
    Criterion(
        "coordinators",
        Theme.YEAR,
        _("It is clear who runs the program, and who stands in"),
        _("Coordinators and administrators of the organization. Shown from two on."),
        (Ask(ISMCP, 6),),
    ),
    Criterion(
        "complaints",
        Theme.YEAR,
        _("There is a way to complain that leads past the coordinators"),
        _("A contact person is named whom those of a pair can write to in confidence."),
        (Ask(ISMCP, 5),),
    ),
    Criterion(
        "fixed_end",
        Theme.RESULTS,
        _("Everybody knows when it ends"),
        _(
            "Partnerships that both have signed, and of them those with a last day. Shown when all "
            "have one. A pause or an agreed extension alone moves it."
        ),
        (Ask(GERMAN), Ask(ELEMENTS, 6)),
    ),
    Criterion(
        "early_end",
        Theme.RESULTS,
        _("An early end has a procedure, and its reason is known"),
        _(
            "Partnerships that ended early, and of how many a reason was given: that there is one, "
            "not which. Shown when all have one."
        ),
        (Ask(ELEMENTS, 6),),
    ),
    Criterion(
        "evaluated",
        Theme.RESULTS,
        _("Those who took part evaluate the program"),
        _(
            "Final evaluations that were sent, of those asked, for each side apart. Shown from "
            "60 % of each side on."
        ),
        (Ask(ISMCP, 4),),
    ),
    Criterion(
        "others_view",
        Theme.RESULTS,
        _("Others than the two are asked what they see"),
        _(
            "Observers who answered at the end, of those asked, and sponsors that have counted "
            "what became of their people. Shown from 60 % of each on."
        ),
        (Ask(ISMCP, 4),),
    ),
    Criterion(
        "fed_back",
        Theme.RESULTS,
        _("Those who took part learn the results"),
        _(
            "Results were published for those who took part. Shown when that was no later than 60 "
            "days after the program’s last day."
        ),
        (Ask(OWN),),
    ),
    Criterion(
        "cost",
        Theme.RESULTS,
        _("What the program costs is set against what came of it"),
        _(
            "Sponsors with a cost on record, of all that have not withdrawn, and the cost of one "
            "completed partnership. Shown when all have one and a partnership is completed."
        ),
        (Ask(ISMCP, 4), Ask(MANAGERS)),
    ),
    Criterion(
        "understood",
        Theme.BEYOND,
        _("All involved can say in their own words what the program is for"),
        _("People have to be asked. Assessors do it in interviews."),
        (Ask(ISMCP, 1),),
    ),
    Criterion(
        "ethics",
        Theme.BEYOND,
        _("Mentors act by a code of ethics"),
        _(
            "What the two talk about is theirs alone, so no figure tells. Your code, and how "
            "mentors are made familiar with it, stand elsewhere."
        ),
        (Ask(ISMCP, 5),),
    ),
    Criterion(
        "contracts",
        Theme.BEYOND,
        _("Companies have a contract with each other that protects what is confidential"),
        _("Contracts are kept elsewhere. Lay yours beside this."),
        (Ask(CROSS),),
    ),
    Criterion(
        "improvement",
        Theme.BEYOND,
        _("Risks and improvements are listed with owners, and worked through"),
        _("Such lists are kept elsewhere. Lay yours beside this."),
        (Ask(ISMCP, 4), Ask(MANAGERS)),
    ),
    Criterion(
        "equal_access",
        Theme.BEYOND,
        _("Groups of people have the same access and get as much out of it"),
        _("Nothing about origin, sex, faith or health is asked of people, so nothing is known."),
        (Ask(OWN),),
    ),
)
