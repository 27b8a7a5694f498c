"""Reads of matching: runs, their matches, who waits, and what came of what was announced."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from matching.decisions import AlternateState, Decision
from matching.models import Match, MatchAlternate, MatchingRun, Unmatched
from mentoring.jobs.models import OPEN, RunStatus
from participants.models import Participant, ParticipantCompetency
from participants.roles import Standing
from partnerships.lifecycle import FAILED, LIVE
from partnerships.models import Partnership

BLOBS = ("problem", "claim")


def runs_of(program):
    """Runs of a program, newest first, without their blobs, with their matches counted."""
    return (
        MatchingRun.objects.filter(program=program)
        .defer(*BLOBS)
        .annotate(approved=_count(Decision.APPROVED), announced=_count(Decision.ANNOUNCED))
        .order_by("-number")
    )


def _count(decision):
    """How many matches of a run stand at this decision."""
    rows = Match.objects.filter(run=OuterRef("pk"), decision=decision).order_by()
    return Coalesce(Subquery(rows.values("run").annotate(n=Count("pk")).values("n")), 0)


def all_runs():
    """Runs of every program with their programs, newest first, without their blobs."""
    return MatchingRun.objects.select_related("program").defer(*BLOBS).order_by("-created_at")


def run_or_404(program_slug, number, *, with_blobs=False):
    """A program's run with its program; ``newest_number`` is that of the last finished run."""
    done = MatchingRun.objects.filter(program=OuterRef("program"), status=RunStatus.DONE)
    newest = done.order_by("-number").values("number")[:1]
    runs = MatchingRun.objects.filter(program__slug=program_slug, number=number)
    if not with_blobs:
        runs = runs.defer(*BLOBS)
    run = runs.select_related("program").annotate(newest_number=Subquery(newest)).first()
    if run is None:
        raise Http404
    return run


def open_run_of(program):
    """The run of a program that waits or works, or None."""
    return MatchingRun.objects.filter(program=program, status__in=OPEN).defer(*BLOBS).first()


def with_people(matches):
    """Matches with the two people, their companies and the partnership that came of it."""
    return matches.select_related(
        "mentee__person", "mentee__company", "mentor__person", "mentor__company", "partnership"
    ).order_by("pk")


def matches_of(run):
    """All matches of a run with people, companies, partnership and alternates: two statements."""
    alternates = MatchAlternate.objects.select_related(
        "mentor__person", "mentor__company", "partnership"
    ).order_by("rank")
    matches = with_people(Match.objects.filter(run=run)).select_related("decided_by")
    return matches.prefetch_related(Prefetch("alternates", alternates))


def bare_matches(run):
    """All matches of a run with partnership and alternates, in two statements; no people yet.

    People are looked up apart, by ``attach_people``: joined twice, a table of few companies, which
    no planner has statistics of, makes it multiply them.
    """
    alternates = MatchAlternate.objects.select_related("partnership").order_by("rank")
    rows = Match.objects.filter(run=run).select_related("partnership", "decided_by")
    return list(rows.prefetch_related(Prefetch("alternates", alternates)).order_by("pk"))


def loaded_matches(run):
    """As ``matches_of``, a list, in three statements."""
    matches = bare_matches(run)
    attach_people(matches)
    return matches


def attach_people(matches, also=()):
    """Give ``matches``, and their alternates if loaded, their participants in one statement.

    Answers ``{id as text: Participant}`` of them and of the ids ``also``.
    """
    sides = [(match, ("mentee", "mentor")) for match in matches]
    for match in matches:
        if "alternates" in getattr(match, "_prefetched_objects_cache", {}):
            sides += [(alternate, ("mentor",)) for alternate in match.alternates.all()]
    ids = {getattr(row, f"{side}_id") for row, names in sides for side in names}
    people = participants_by_id({*ids, *also})
    for row, names in sides:
        for side in names:
            setattr(row, side, people[str(getattr(row, f"{side}_id"))])
    return people


def match_or_404(run, match_id):
    """One match of a run, with what ``matches_of`` loads."""
    match = matches_of(run).filter(pk=match_id).first()
    if match is None:
        raise Http404
    return match


def unmatched_of(run):
    """Mentees for whom the run has nobody, with person and company."""
    rows = Unmatched.objects.filter(run=run)
    return rows.select_related("participant__person", "participant__company").order_by("pk")


def participants_by_id(ids):
    """``{id as text: Participant}`` with person and company."""
    rows = Participant.objects.filter(pk__in=ids).select_related("person", "company")
    return {str(row.pk): row for row in rows}


def competencies_of(match):
    """``{participant id: [ParticipantCompetency]}`` of the match's two people, best first."""
    found = {match.mentee_id: [], match.mentor_id: []}
    rows = ParticipantCompetency.objects.filter(participant__in=found)
    for row in rows.order_by("rank", "-level", "competency"):
        found[row.participant_id].append(row)
    return found


def best_alternates(match, count):
    """Ids of the ``count`` options that cost least, those with a free place before the others."""
    by_place = sorted(match.options, key=lambda option: option["free"] <= 0)
    return [option["mentor"] for option in by_place[:count]]


def failed_with_alternates():
    """Announced matches that did not come to be and have an alternate waiting."""
    waiting = MatchAlternate.objects.filter(match=OuterRef("pk"), state=AlternateState.WAITING)
    return _failed().filter(Exists(waiting))


def back_in_pool(program):
    """Announced matches that did not come to be, no alternate left, the mentee still waiting.

    One match a mentee: the last one.
    """
    return with_people(_without_next().filter(run__program=program))


def back_in_pool_numbers(program_ids):
    """``{program id: how many mentees are back in the pool}``, for those where it is not 0."""
    rows = _without_next().filter(run__program__in=program_ids).order_by()
    counts = rows.values("run__program_id").annotate(number=Count("pk"))
    return dict(counts.values_list("run__program_id", "number"))


def _without_next():
    waiting = MatchAlternate.objects.filter(match=OuterRef("pk"), state=AlternateState.WAITING)
    live = Partnership.objects.filter(mentee=OuterRef("mentee"), status__in=LIVE)
    later = Match.objects.filter(
        mentee=OuterRef("mentee"), decision=Decision.ANNOUNCED, pk__gt=OuterRef("pk")
    )
    rows = _failed().filter(mentee__standing=Standing.IN)
    return rows.exclude(Exists(waiting)).exclude(Exists(live)).exclude(Exists(later))


def _failed():
    """Announced matches of which nothing came: neither of their own pair nor of an alternate."""
    others = MatchAlternate.objects.filter(
        match=OuterRef("pk"), state=AlternateState.ANNOUNCED
    ).exclude(partnership__status__in=FAILED)
    announced = Match.objects.filter(decision=Decision.ANNOUNCED, partnership__status__in=FAILED)
    return announced.exclude(Exists(others))


def partnership_now(match):
    """The latest partnership that came of a match (alternates loaded), or None."""
    announced = [row for row in match.alternates.all() if row.partnership_id]
    return announced[-1].partnership if announced else match.partnership
