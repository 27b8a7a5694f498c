"""A program beside the criteria: each with its evidence, and with what that shows."""

from dataclasses import dataclass

from reports.quality import answering, beginning, living  # noqa: F401  they register their judges
from reports.quality.criteria import CRITERIA, Criterion, Theme
from reports.quality.evidence import Evidence, State
from reports.quality.gathering import gather
from reports.quality.looking import JUDGES


@dataclass(frozen=True)
class Judged:
    criterion: Criterion
    evidence: Evidence

    @property
    def state(self):
        return self.evidence.state


def assess(program, *, with_texts=False):
    """``(Facts, [Judged])`` of a program with its organization, in five statements."""
    facts = gather(program, with_texts=with_texts)
    return facts, judge(facts)


def judge(facts):
    """Every criterion beside these facts, in the order of ``CRITERIA``."""
    return [Judged(one, _evidence(one, facts)) for one in CRITERIA]


def _evidence(criterion, facts):
    if criterion.theme == Theme.BEYOND:
        return Evidence(State.BEYOND)
    return JUDGES[criterion.key](facts)


def by_theme(judged):
    """``[(Theme, [Judged])]`` in order."""
    return [(theme, [one for one in judged if one.criterion.theme == theme]) for theme in Theme]


def counted(judged):
    """``[(State, how many criteria)]`` in order."""
    return [(state, sum(one.state == state for one in judged)) for state in State]
