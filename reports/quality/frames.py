"""Published frames of good mentoring programs, by their names: who asks for a criterion."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Frame:
    """``name`` is the publisher's own, ``short`` how it is cited, ``about`` how it fits here."""

    short: str
    name: str
    about: str = ""


ISMCP = Frame(
    "EMCC Global, ISMCP",
    "EMCC Global: International Standards for Mentoring and Coaching Programmes (ISMCP)",
    gettext_lazy("Six standards. An award also rests on interviews and on a whole cycle."),
)
MANAGERS = Frame(
    "EMCC Global, program managers",
    "EMCC Global: standards for managers of mentoring programs",
    gettext_lazy("Read in a summary by Art of Mentoring."),
)
ELEMENTS = Frame(
    "MENTOR, Elements",
    "MENTOR: Elements of Effective Practice for Mentoring, 4th edition",
    gettext_lazy("Six standards, written for the mentoring of young people and adapted here."),
)
GERMAN = Frame(
    "DGM and Forum Mentoring",
    "Deutsche Gesellschaft für Mentoring and Forum Mentoring: quality standards",
)
CROSS = Frame(
    "Cross Mentoring Deutschland",
    "Cross Mentoring Deutschland: how its cross-company programs work",
    gettext_lazy("The practice of an operator, no standard."),
)
MANAGEMENT_MENTORS = Frame(
    "Management Mentors",
    "Management Mentors: advice on corporate mentoring programs",
    gettext_lazy("The practice of an adviser, no standard."),
)
OWN = Frame(
    "Our addition",
    "Our addition",
    gettext_lazy("No frame named here asks for it in these words."),
)
FRAMES = (ISMCP, MANAGERS, ELEMENTS, GERMAN, CROSS, MANAGEMENT_MENTORS, OWN)


@dataclass(frozen=True)
class Ask:
    """A frame asks for something, in one of its standards or, with 0, without a number."""

    frame: Frame
    standard: int = 0

    def __str__(self):
        if not self.standard:
            return str(self.frame.short) if self.frame is not OWN else _("Our addition")
        said = _("%(frame)s, standard %(number)s")
        return said % {"frame": self.frame.short, "number": self.standard}
