"""Reads of acts on many people: what a plan would do, and what became of it."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import Http404

from participants.bulk.judging import judge
from participants.bulk.models import BulkAct, Kept, Refusal
from participants.models import Participant


def act_or_404(program, pk):
    """An act of this program."""
    act = BulkAct.objects.filter(program=program, pk=pk).select_related("program").first()
    if act is None:
        raise Http404
    return act


@dataclass(frozen=True)
class Names:
    """People with something in common: ``why`` in words, how many, and the first names."""

    why: str
    count: int
    shown: list

    @property
    def more(self):
        return self.count - len(self.shown)


@dataclass(frozen=True)
class Plan:
    """Whom an act would change, and who would stay as they are and why."""

    will: Names
    refused: list

    @property
    def left(self):
        return sum(names.count for names in self.refused)


def plan_of(act, most):
    """The ``Plan`` of an act by the facts of now, with up to ``most`` names of each group."""
    people = Participant.objects.filter(program=act.program_id, pk__in=act.chosen)
    rows = list(people.select_related("person").order_by("person__family_name", "pk"))
    refusals, groups = judge(act.kind, rows), defaultdict(list)
    for row in rows:
        groups[refusals[row.pk]].append(row.person.name)
    will = groups.pop("", [])
    return Plan(Names("", len(will), will[:most]), _groups(groups, Refusal, most))


def _groups(groups, words, most):
    return [
        Names(word.label, len(groups[word]), groups[word][:most])
        for word in words
        if word in groups
    ]


@dataclass(frozen=True)
class Outcome:
    """Who was changed, who was not and why, and who could not be changed back and why."""

    done: Names
    refused: list
    kept: list


def outcome_of(act, most):
    """The ``Outcome`` of an act that is over, in one statement."""
    done, refused, kept = [], defaultdict(list), defaultdict(list)
    steps = act.steps.select_related("participant__person")
    for step in steps.order_by("participant__person__family_name", "pk"):
        name = step.participant.person.name
        if step.refusal:
            refused[step.refusal].append(name)
        else:
            done.append(name)
        if step.kept:
            kept[step.kept].append(name)
    return Outcome(
        Names("", len(done), done[:most]),
        _groups(refused, Refusal, most),
        _groups(kept, Kept, most),
    )
