"""Pins and vetoes of coordinators: each is checked when it is made, and leaves one audit row."""

from django.db import transaction
from django.utils.translation import gettext as _

from matching import rule_facts
from matching.decisions import CannotDecide
from matching.engine.problem import Rule
from matching.holding import hold_program
from matching.problem_from_rows import collect
from matching.rulings import queries
from matching.rulings.models import LONGEST_REASON, Kind, Ruling
from mentoring import clock
from organizations.audit import record
from participants.roles import Side
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership


@transaction.atomic
def pin(program, mentee, mentor, *, by, reason=""):
    """These two for certain, in every run until it is lifted.

    Raises ``CannotDecide``, naming the people, when another pin or a veto contradicts, when the
    mentor has no place left for it, or when hard rules forbid the pair: all of them, with facts.
    """
    program = hold_program(program.pk)
    _check_people(program, mentee, mentor)
    _check_others(mentee, mentor, Kind.PIN)
    if Partnership.objects.filter(mentee=mentee, status__in=LIVE).exists():
        text = _("%(mentee)s has a match already, so there is nothing to pin.")
        raise CannotDecide(text % {"mentee": mentee.person.name})
    _check_rules(program, mentee, mentor)
    return write(program, mentee, mentor, Kind.PIN, by=by, reason=reason)


@transaction.atomic
def veto(program, mentee, mentor, *, by, reason):
    """Never these two, in every run until it is lifted. Raises ``CannotDecide`` as ``pin`` does."""
    program = hold_program(program.pk)
    _check_people(program, mentee, mentor)
    _check_others(mentee, mentor, Kind.VETO)
    return write(program, mentee, mentor, Kind.VETO, by=by, reason=reason)


def write(program, mentee, mentor, kind, *, by, reason="", change=None):
    """The row and its audit row, for callers that have checked the pair themselves."""
    reason = reason.strip()
    if kind == Kind.VETO and not reason:
        raise CannotDecide(_("Say why these two must not be matched."))
    if len(reason) > LONGEST_REASON:
        text = _("Say it in at most %(n)s characters.")
        raise CannotDecide(text % {"n": LONGEST_REASON})
    ruling = Ruling.objects.create(
        program=program,
        mentee=mentee,
        mentor=mentor,
        kind=kind,
        reason=reason,
        change=change,
        made_by=by,
    )
    record(f"matching.{kind}", ruling, by=by, mentee=str(mentee.pk), mentor=str(mentor.pk))
    return ruling


@transaction.atomic
def lift(ruling, *, by):
    """The ruling holds no more; runs that are over stay as they are. Twice changes nothing."""
    ruling = Ruling.objects.select_for_update(no_key=True).get(pk=ruling.pk)
    if ruling.lifted_at is None:
        ruling.lifted_by, ruling.lifted_at = by, clock.now()
        ruling.save(update_fields=["lifted_by", "lifted_at"])
        record("matching.lifted", ruling, by=by, kind=ruling.kind)
    return ruling


def _check_people(program, mentee, mentor):
    sides = (mentee.side, mentor.side)
    programs = {mentee.program_id, mentor.program_id}
    if sides != (Side.MENTEE, Side.MENTOR) or programs != {program.pk}:
        raise CannotDecide(_("Choose a mentee and a mentor of this program."))


def _check_others(mentee, mentor, kind):
    """Refuse what another ruling says already, or says the opposite of."""
    open_ones = queries.standing(mentee.program).select_related("mentor__person")
    names = {"mentee": mentee.person.name, "mentor": mentor.person.name}
    for other in open_ones.filter(mentee=mentee):
        if other.mentor_id == mentor.pk:
            text = {
                Kind.PIN: _("%(mentee)s and %(mentor)s are pinned already. Lift the pin first."),
                Kind.VETO: _("%(mentee)s and %(mentor)s are vetoed already. Lift the veto first."),
            }[other.kind]
            raise CannotDecide(text % names)
        if kind == other.kind == Kind.PIN:
            text = _("%(mentee)s is pinned to %(other)s already. Lift that pin first.")
            raise CannotDecide(text % {**names, "other": other.mentor.person.name})


def _check_rules(program, mentee, mentor):
    """Refuse a pin that no run could keep, by the facts of this moment."""
    problem = collect(program).problem()
    i = problem.mentee_index.get(str(mentee.pk))
    k = problem.mentor_index.get(str(mentor.pk))
    names = {"mentee": mentee.person.name, "mentor": mentor.person.name}
    if i is None or k is None:
        text = _("%(mentee)s or %(mentor)s does not stand for a match now.")
        raise CannotDecide(text % names)
    bits = Rule(int(problem.blocks[i, k]))
    if bits:
        pair = rule_facts.loaded_pair(mentee.pk, mentor.pk)
        lines = rule_facts.against(program, pair, bits)
        text = _("%(mentee)s with %(mentor)s is not possible. %(why)s")
        raise CannotDecide(text % {**names, "why": " ".join(line.text for line in lines)})
    taken = [one for one, other in problem.pins if other == str(mentor.pk)]
    if len(taken) >= problem.capacity[k]:
        text = _("Every free place of %(mentor)s is pinned already. Lift one of those pins first.")
        raise CannotDecide(text % names)
