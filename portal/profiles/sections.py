"""The profile as its owner writes it: sections, fields, and which columns each field holds."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from participants.roles import Side

BOTH = (Side.MENTEE, Side.MENTOR)


@dataclass(frozen=True)
class Field:
    """One thing to say. ``control`` names the template that asks for it."""

    name: str
    control: str
    label: str
    hint: str = ""
    columns: tuple[str, ...] = ()
    sides: tuple = BOTH

    @property
    def holds(self):
        return self.columns or (self.name,)

    @property
    def is_list(self):
        """Whether saving shows it again: its parts are added, moved and taken out."""
        return self.is_searched or self.control in ("picked", "employers")

    @property
    def is_searched(self):
        """Whether competencies are looked up to be added."""
        return self.control in ("ranked", "leveled")

    @property
    def is_single(self):
        """Whether one box to write in is all there is: its label is the field's."""
        return self.control in ("text", "number", "zone", "story", "lines")


@dataclass(frozen=True)
class Section:
    """One page of the profile."""

    key: str
    title: str
    lead: str
    fields: tuple[Field, ...]

    def of(self, side):
        return tuple(field for field in self.fields if side in field.sides)


SECTIONS = (
    Section(
        "topics",
        _("What it is about"),
        _("The heart of the matter: this weighs most when a match is sought."),
        (
            Field(
                "needs",
                "ranked",
                _("What you want to learn"),
                _("One to five, the most important first. A match covers one of your top two."),
                sides=(Side.MENTEE,),
            ),
            Field(
                "offers",
                "leveled",
                _("What you can teach"),
                _("One to eight, each with how well you know it. Be honest rather than modest."),
                sides=(Side.MENTOR,),
            ),
            Field(
                "transition_wanted",
                "one_of",
                _("The step ahead of you"),
                _("The one that comes nearest."),
                sides=(Side.MENTEE,),
            ),
            Field(
                "transitions_lived",
                "many_of",
                _("The steps you have walked"),
                _("Every one that you could talk about from experience."),
                sides=(Side.MENTOR,),
            ),
        ),
    ),
    Section(
        "story",
        _("Your story"),
        _("In your own words. It helps those who look for your match."),
        (
            Field(
                "story",
                "story",
                _("Your story"),
                _("What do you want to be different in a year, or what have you lived through?"),
            ),
        ),
    ),
    Section(
        "ways",
        _("How you like to work"),
        _("Eight times one of two. There is no better one; choose what comes nearer."),
        (Field("ways_of_working", "ways", _("Ways of working")),),
    ),
    Section(
        "meetings",
        _("When and how you can meet"),
        _("A common language and a bearable distance in time are needed for every match."),
        (
            Field(
                "languages",
                "picked",
                _("Languages"),
                _("Those in which you can hold a conversation."),
            ),
            Field(
                "time_zone",
                "zone",
                _("Time zone"),
                _("Type a city nearby, for example Lisbon or Chicago, and choose."),
            ),
            Field(
                "hours",
                "week",
                _("Hours for meetings"),
                _("On which days, and between which hours on your own clock."),
                columns=("days", "hours_from", "hours_to"),
            ),
            Field("meeting_form", "choice", _("How do you want to meet?")),
            Field(
                "max_time_zone_gap",
                "number",
                _("Largest distance in hours"),
                _("0 to 12. Empty takes what the program sets."),
            ),
        ),
    ),
    Section(
        "work",
        _("You at work"),
        _("So that you are matched with somebody whose experience fits."),
        (
            Field("title", "text", _("Title"), _("What is on your business card.")),
            Field("level", "choice", _("Your position")),
            Field("years_experience", "number", _("Years of experience"), _("Whole years, 0–70.")),
            Field(
                "former_employers",
                "employers",
                _("Former employers"),
                _("With your last day there. You are not matched with somebody you just left."),
            ),
        ),
    ),
    Section(
        "limits",
        _("Your limits"),
        _("Read by your coordinators only, and kept without exception."),
        (
            Field(
                "capacity",
                "choice",
                _("How many mentees at the same time?"),
                sides=(Side.MENTOR,),
            ),
            Field(
                "please_not",
                "lines",
                _("Please not"),
                _(
                    "People or companies that you do not want to be matched with: one mail address "
                    "or company name a line. Neither they nor your employer learn of it."
                ),
            ),
            Field(
                "manager_email",
                "text",
                _("Your manager's mail address"),
                _("Nobody is matched with somebody above them. No mail is sent there."),
            ),
        ),
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}


def section_of(column):
    """The key of the section in which a column is asked for."""
    return next(
        section.key for section in SECTIONS for field in section.fields if column in field.holds
    )


def sections_with(completeness):
    """Every section, and whether nothing is missing in it."""
    missing = {section_of(want.column) for want in completeness.missing}
    return [{"section": one, "done": one.key not in missing} for one in SECTIONS]
