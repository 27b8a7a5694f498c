"""Reads of matching: runs, their matches, who waits, and what came of what was announced."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject
from django.http import Http404

from matching.changes.models import Change
from matching.changes.told import told_of_last
from matching.decisions import AlternateState, Decision
from matching.frozen import is_kept
from matching.meaning.stored import with_meanings
from matching.models import AnnouncementRun, Match, MatchAlternate, MatchingRun, Unmatched
from mentoring.jobs.models import OPEN, RunStatus
from participants.models import Participant, ParticipantCompetency
from participants.roles import Standing
from partnerships.endings.queries import wants_again
from partnerships.lifecycle import FAILED, LIVE
from partnerships.models import Partnership

BLOBS = ("problem", "claim")
CHANGES_TOLD = 10
OUTLINE = (
    *("pk", "mentee_id", "mentor_id", "score", "band", "decision", "refusal"),
    *("veto_matches", "veto_points"),
)


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
    """A program's run with its program.

    ``newest_number`` is that of the last finished run; ``is_announcing`` while a worker tells
    people of its matches, ``was_announced`` from then on. ``last_change`` is what
    ``changes.told.told_of_last`` says.
    """
    done = MatchingRun.objects.filter(program=OuterRef("program"), status=RunStatus.DONE)
    newest = done.order_by("-number").values("number")[:1]
    runs = MatchingRun.objects.filter(program__slug=program_slug, number=number)
    if not with_blobs:
        runs = runs.defer(*BLOBS)
    announcements = AnnouncementRun.objects.filter(run=OuterRef("pk"))
    facts = {
        "last_change": Subquery(told_of_last(OuterRef("pk"))[:1]),
        "newest_number": Subquery(newest),
        "is_announcing": Exists(announcements.filter(status__in=OPEN)),
        "was_announced": Exists(announcements),
    }
    run = runs.select_related("program").annotate(**facts).first()
    if run is None:
        raise Http404
    return run


def done_or_404(program_slug, number, *, with_problem=False):
    """``run_or_404`` of a finished run, with what ``frozen`` reads if it has to."""
    with_blobs = with_problem and not is_kept(program_slug, number)
    run = run_or_404(program_slug, number, with_blobs=with_blobs)
    if run.status != RunStatus.DONE:
        raise Http404
    return run


def last_done(program):
    """The last finished run of a program, without its blobs, or None."""
    done = MatchingRun.objects.filter(program=program, status=RunStatus.DONE)
    return done.defer(*BLOBS).order_by("-number").first()


def change_or_404(run, number):
    """A change of the run, undone or not."""
    change = Change.objects.filter(run=run, number=number).only("pk").first()
    if change is None:
        raise Http404
    return change


def changes_told(run):
    """The newest changes of a run, those in force first, without what proves them."""
    rows = Change.objects.filter(run=run).select_related("made_by", "undone_by")
    rows = rows.order_by(F("undone_at").asc(nulls_first=True), "-number")
    return list(rows.defer("claim", "certificate", "before", "pins", "vetoes")[:CHANGES_TOLD])


def match_of(run, participant_id):
    """A mentee's match in a run, or None."""
    found = Match.objects.filter(run=run, mentee=participant_id)
    return found.only("pk", "decision", "run_id").first()


def run_of(pk):
    """A run with its program and without its blobs."""
    return MatchingRun.objects.select_related("program").defer(*BLOBS).get(pk=pk)


def announcements_of(run):
    """Announcements of a run, newest first, each with its numbers.

    ``announced`` and ``refused`` are matches; ``on_alternate`` those of them that an alternate has
    taken over since.
    """
    moved = MatchAlternate.objects.filter(match=OuterRef("pk"), state=AlternateState.ANNOUNCED)
    told = Match.objects.filter(announcement=OuterRef("pk")).order_by()
    announced = told.filter(decision=Decision.ANNOUNCED)
    return AnnouncementRun.objects.filter(run=run).annotate(
        announced=_number(announced),
        refused=_number(told.filter(decision=Decision.APPROVED).exclude(refusal="")),
        on_alternate=_number(announced.filter(Exists(moved))),
    )


def _number(rows):
    counted = rows.values("announcement").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def approved_in_numbers(run):
    """What announcing a run would mean, in one statement.

    ``two``, ``one`` and ``none`` are approved matches with so many alternates.
    """
    alternates = MatchAlternate.objects.filter(match=OuterRef("pk")).order_by()
    counted = alternates.values("match").annotate(n=Count("pk")).values("n")
    approved = Q(decision=Decision.APPROVED)
    rows = Match.objects.filter(run=run).annotate(spare=Coalesce(Subquery(counted), 0))
    return rows.order_by().aggregate(
        approved=Count("pk", filter=approved),
        mentors=Count("mentor", filter=approved, distinct=True),
        two=Count("pk", filter=approved & Q(spare=2)),
        one=Count("pk", filter=approved & Q(spare=1)),
        none=Count("pk", filter=approved & Q(spare=0)),
        refused=Count("pk", filter=approved & ~Q(refusal="")),
        undecided=Count("pk", filter=Q(decision=Decision.PROPOSED)),
        announced=Count("pk", filter=Q(decision=Decision.ANNOUNCED)),
    )


def approved_of(run):
    """Approved matches of a run, those first that a rule has refused before.

    Without people; ``attach_people`` adds those of a page.
    """
    rows = Match.objects.filter(run=run, decision=Decision.APPROVED)
    return rows.only("mentee_id", "mentor_id", "refusal").order_by("-refusal", "pk")


def to_be_announced(asked):
    """Matches of an announcement that nobody has been told of and no rule has refused yet."""
    return Match.objects.filter(announcement=asked, decision=Decision.APPROVED, refusal="")


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


def outline_of(run):
    """A few columns of every match of a run, to count, filter and order by."""
    rows = Match.objects.filter(run=run).order_by("pk")
    return list(rows.values_list(*OUTLINE, named=True))


def pairs_of(run):
    """``{mentee id: (mentor id, score)}`` of a run."""
    rows = Match.objects.filter(run=run).order_by("pk")
    return {
        mentee: (mentor, score)
        for mentee, mentor, score in rows.values_list("mentee_id", "mentor_id", "score")
    }


def participants_named(program, text):
    """Ids of participants whose name or company contains ``text``."""
    name = Concat("person__given_name", Value(" "), "person__family_name")
    rows = Participant.objects.filter(program=program).annotate(name=name).order_by()
    found = rows.filter(Q(name__icontains=text) | Q(company__name__icontains=text))
    return set(found.values_list("pk", flat=True))


def bare_matches(ids):
    """Matches by id with partnership and alternates, in two statements; no people yet.

    People are looked up apart, by ``attach_people``: joined twice, a table of few companies, which
    no planner has statistics of, makes it multiply them.
    """
    alternates = MatchAlternate.objects.select_related("partnership").order_by("rank")
    rows = Match.objects.filter(pk__in=ids).select_related("partnership", "decided_by")
    rows = rows.prefetch_related(Prefetch("alternates", alternates)).order_by("pk")
    return {row.pk: row for row in rows}


def attach_people(matches, also=(), listed=()):
    """Give ``matches``, and their alternates if loaded, their participants in one statement.

    Answers ``{id as text: Participant}`` of them and of the ids ``also``; those ``listed`` bring
    what ``competencies_of`` reads.
    """
    sides = [(match, ("mentee", "mentor")) for match in matches]
    for match in matches:
        if "alternates" in getattr(match, "_prefetched_objects_cache", {}):
            sides += [(alternate, ("mentor",)) for alternate in match.alternates.all()]
    ids = {getattr(row, f"{side}_id") for row, names in sides for side in names}
    people = participants_by_id({*ids, *also}, listed)
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


def names_of(ids):
    """Names of participants, in the order of the alphabet."""
    rows = Participant.objects.filter(pk__in=ids).select_related("person")
    return sorted(row.person.name for row in rows)


def participants_by_id(ids, listed=()):
    """``{id as text: Participant}`` with person and company; the competencies of ``listed`` too."""
    rows = Participant.objects.filter(pk__in=ids).select_related("person", "company")
    if listed:
        rows = with_meanings(rows).annotate(listed=_competencies(listed))
    return {str(row.pk): row for row in rows}


def _competencies(ids):
    rows = ParticipantCompetency.objects.filter(participant=OuterRef("pk"), participant__in=ids)
    facts = JSONObject(competency="competency", rank="rank", level="level")
    return ArraySubquery(rows.order_by("rank", "-level", "competency").values(facts=facts))


def competencies_of(participant):
    """``[ParticipantCompetency]`` that came with a participant, best first."""
    return [ParticipantCompetency(**facts) for facts in participant.listed]


def best_alternates(match, count):
    """Ids of the ``count`` options that cost least, those with a free place before the others."""
    by_place = sorted(match.options, key=lambda option: option["free"] <= 0)
    return [option["mentor"] for option in by_place[:count]]


def failed_with_alternates():
    """Announced matches that did not come to be and have an alternate waiting."""
    waiting = MatchAlternate.objects.filter(match=OuterRef("pk"), state=AlternateState.WAITING)
    return _failed().filter(Exists(waiting))


def back_in_pool(program):
    """Announced matches of which nothing is left, the mentee waiting for another.

    They did not come to be and have no alternate left, or ended early and the mentee wants to be
    matched again. One match a mentee: the last one.
    """
    return with_people(_without_next().filter(run__program=program))


def all_back_in_pool(program_ids):
    """The same matches of several programs, without their people."""
    return _without_next().filter(run__program__in=program_ids)


def _without_next():
    waiting = MatchAlternate.objects.filter(match=OuterRef("pk"), state=AlternateState.WAITING)
    live = Partnership.objects.filter(mentee=OuterRef("mentee"), status__in=LIVE)
    later = Match.objects.filter(
        mentee=OuterRef("mentee"), decision=Decision.ANNOUNCED, pk__gt=OuterRef("pk")
    )
    failed = _failed().exclude(Exists(waiting)).values("pk")
    rows = Match.objects.filter(Q(pk__in=failed) | Q(pk__in=_left().values("pk")))
    return rows.filter(mentee__standing=Standing.IN).exclude(Exists(live)).exclude(Exists(later))


def _left():
    """Announced matches whose partnership ended early, and whose mentee wants another."""
    ended = Exists(wants_again("partnership"))
    of_alternate = MatchAlternate.objects.filter(ended, match=OuterRef("pk"))
    return Match.objects.filter(ended | Exists(of_alternate), decision=Decision.ANNOUNCED)


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
