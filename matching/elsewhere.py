"""The same people in another program: said to coordinators, a rule against nothing."""

from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext as _

from matching.decisions import Decision
from matching.models import Match, MatchingRun
from mentoring.jobs.models import RunStatus
from partnerships.lifecycle import LIVE
from partnerships.models import Partnership

UNDER_WAY = (Decision.PROPOSED, Decision.APPROVED)


def elsewhere(program, matches):
    """``{participant id: sentence}`` for people of ``matches``, which have them loaded.

    Said is in which other programs the same person, on the same side, has a live partnership, or
    else an open proposal of the newest run. One statement.
    """
    people = {}
    for match in matches:
        people |= {(row.side, row.person_id): row.pk for row in (match.mentee, match.mentor)}
    persons = {person for _side, person in people}
    if not persons:
        return {}
    found = {}
    rows = _matched(program, persons).union(_proposed(program, persons)).order_by()
    for mentee, mentor, name, is_matched in rows:
        for key in (("mentee", mentee), ("mentor", mentor)):
            if key in people:
                programs = found.setdefault(people[key], {})
                programs[name] = is_matched or programs.get(name, False)
    return {pk: _in_words(programs) for pk, programs in found.items()}


def _in_words(programs):
    """``programs`` are names, with whether there is more than a proposal."""
    matched = sorted(name for name, is_matched in programs.items() if is_matched)
    if matched:
        return _("Also matched in %(programs)s") % {"programs": ", ".join(matched)}
    return _("Also proposed in %(programs)s") % {"programs": ", ".join(sorted(programs))}


def _matched(program, persons):
    rows = Partnership.objects.filter(status__in=LIVE).exclude(program=program)
    return _of(rows, persons, True, "mentee_person", "mentor_person", "program__name")


def _proposed(program, persons):
    newer = MatchingRun.objects.filter(
        program=OuterRef("run__program"), status=RunStatus.DONE, number__gt=OuterRef("run__number")
    )
    rows = Match.objects.filter(decision__in=UNDER_WAY).exclude(run__program=program)
    rows = rows.exclude(Exists(newer))
    return _of(rows, persons, False, "mentee__person", "mentor__person", "run__program__name")


def _of(rows, persons, is_matched, mentee, mentor, name):
    """``rows`` as mentee, mentor, program, ``is_matched``: the same shape for both kinds."""
    wanted = Q(**{f"{mentee}__in": persons}) | Q(**{f"{mentor}__in": persons})
    columns = {"one": F(mentee), "other": F(mentor), "named": F(name)}
    found = rows.filter(wanted).order_by().annotate(**columns, is_matched=Value(is_matched))
    return found.values_list("one", "other", "named", "is_matched")
