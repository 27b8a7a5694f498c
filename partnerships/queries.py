"""Reads about partnerships: a person's own, and a program's for its coordinators."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Greatest, Least
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.tenancy.prepared import PreparedRead
from mentoring.ui.formats import written_day
from notifications.models import Message
from organizations.models import CompanyConflict
from participants.models import ParticipantCompetency
from participants.roles import Standing
from partnerships.cases.brief import case_facts
from partnerships.cases.facts import jobs_of_today, with_facts
from partnerships.cases.models import PairDecision
from partnerships.checks.queries import facts as check_facts
from partnerships.concerns.queries import facts as call_facts
from partnerships.endings.queries import said_by
from partnerships.goals.facts import goal_facts
from partnerships.lifecycle import BEGUN, COORDINATOR, LIVE, MENTEE, MENTOR, SYSTEM, Status
from partnerships.meetings.facts import facts
from partnerships.models import Partnership, PartnershipEvent
from training.modules.queries import is_trained

# How two companies stand to each other, by the rule that keeps them apart.
CLASHES = {
    CompanyConflict.Rule.GROUP: _("%(one)s and %(other)s belong to the same corporate group."),
    CompanyConflict.Rule.DECLARED: _("%(one)s and %(other)s compete now: one has declared it."),
    CompanyConflict.Rule.COMPETITOR_GROUP: _(
        "%(one)s and %(other)s compete now: they are in the same competitor group."
    ),
    CompanyConflict.Rule.INDUSTRY: _("%(one)s and %(other)s compete now: same industry."),
}

# What happened, by action and by who did it.
WORDS = {
    ("announce", COORDINATOR): _("A coordinator announced the match"),
    ("announce", SYSTEM): _("Announced as the next alternate"),
    ("accept", MENTEE): _("The mentee accepted"),
    ("accept", MENTOR): _("The mentor accepted"),
    ("decline", MENTEE): _("The mentee declined"),
    ("decline", MENTOR): _("The mentor declined"),
    ("expire", SYSTEM): _("The time to answer passed"),
    ("withdraw", COORDINATOR): _("A coordinator took the match back"),
    ("withdraw", SYSTEM): _("Taken back, because it was no longer possible"),
    ("introduce", SYSTEM): _("Both finished their training, so they can meet"),
    ("activate", MENTEE): _("Both have signed: the mentee was the second"),
    ("activate", MENTOR): _("Both have signed: the mentor was the second"),
    ("pause", MENTEE): _("The mentee paused the partnership"),
    ("pause", MENTOR): _("The mentor paused the partnership"),
    ("pause", COORDINATOR): _("A coordinator paused the partnership"),
    ("resume", MENTEE): _("The mentee let it go on"),
    ("resume", MENTOR): _("The mentor let it go on"),
    ("resume", COORDINATOR): _("A coordinator let it go on"),
    ("propose_extension", MENTEE): _("The mentee proposed to go on for longer"),
    ("propose_extension", MENTOR): _("The mentor proposed to go on for longer"),
    ("decline_extension", MENTEE): _("The mentee would rather end as planned"),
    ("decline_extension", MENTOR): _("The mentor would rather end as planned"),
    ("take_back_extension", MENTEE): _("The mentee took the proposal back"),
    ("take_back_extension", MENTOR): _("The mentor took the proposal back"),
    ("expire_extension", SYSTEM): _("The time to answer the proposal passed"),
    ("extend", MENTEE): _("Both go on for longer: the mentee said yes"),
    ("extend", MENTOR): _("Both go on for longer: the mentor said yes"),
    ("close", SYSTEM): _("The last day came, and closing began"),
    ("complete", SYSTEM): _("Completed"),
    ("end", MENTEE): _("The mentee ended the partnership"),
    ("end", MENTOR): _("The mentor ended the partnership"),
    ("end", COORDINATOR): _("A coordinator ended the partnership"),
}


def _with_people():
    return Partnership.objects.select_related(
        "program",
        "mentor",
        "mentee",
        "mentor_person",
        "mentee_person",
        "mentor_company",
        "mentee_company",
    )


def partnerships_of(person_id):
    """All partnerships of one person, as mentor or mentee, newest first.

    ``wants_next`` is what they have said about a next match after one that ended early, or None.
    """
    own = Q(mentor_person=person_id) | Q(mentee_person=person_id)
    rows = _with_people().filter(own).annotate(wants_next=said_by(person_id))
    return rows.order_by("-announced_at", "-id")


def _in_brief(person_id):
    sides = (MENTOR, MENTEE)
    other = Case(When(mentor_person=person_id, then="mentee"), default="mentor")
    competencies = ParticipantCompetency.objects.filter(participant=OuterRef("other"))
    kept = ["id", "status", "announced_at", "answer_by", "introduced_at"]
    kept += ["ended_at", "ends_on", "paused_on", "closing_until"]
    for side in sides:
        kept += [f"{side}_id", f"{side}_accepted_at", f"{side}_person_id", f"{side}_company__name"]
        kept += [f"{side}__title", f"{side}__level"]
        kept += [f"{side}_person__given_name", f"{side}_person__family_name"]
    return (
        partnerships_of(person_id)
        .select_related(None)
        .alias(other=other)
        .annotate(other_competency=Subquery(competencies.values("competency")[:1]))
        .values(*kept, "other_competency", "wants_next")
    )


# ``partnerships_of`` with what a list shows: each side's level, title, name and company, and as
# ``other_competency`` the other person's best offer or dearest need.
partnerships_in_brief = PreparedRead(_in_brief)


def to_be_introduced():
    """Pairs who prepare and have both finished the training of their side."""
    trained = [is_trained("program", side, side) for side in (MENTOR, MENTEE)]
    rows = Partnership.objects.filter(status=Status.PREPARING, introduced_at__isnull=True)
    return rows.filter(*trained).order_by("id")


def side_of(partnership, person_id):
    """Which of the two this person is."""
    return MENTOR if partnership.mentor_person_id == person_id else MENTEE


def other_side(side):
    return MENTEE if side == MENTOR else MENTOR


def declined_by(partnership_ids):
    """``{partnership id: side}`` of those that one of the two declined."""
    events = PartnershipEvent.objects.filter(partnership__in=partnership_ids, action="decline")
    return dict(events.values_list("partnership", "role"))


def to_be_reminded(side, before, after):
    """Open matches that this side has not answered, ``before`` their deadline, not yet reminded.

    ``after`` is how long the announcement must be past.
    """
    now = clock.now()
    reminded = Message.objects.filter(
        person=OuterRef(f"{side}_person"),
        kind="answer_reminder",
        occasion=Cast(OuterRef("pk"), CharField()),
    )
    return Partnership.objects.select_related(f"{side}_person").filter(
        ~Exists(reminded),
        status=Status.PROPOSED,
        answer_by__gt=now,
        answer_by__lte=now + before,
        announced_at__lte=now - after,
        **{f"{side}_accepted_at__isnull": True},
    )


@dataclass(frozen=True)
class Answer:
    """One side's answer to a match, as coordinators see it."""

    side: str
    name: str
    company: str
    accepted_at: datetime | None
    has_declined: bool


@dataclass(frozen=True)
class Line:
    """One partnership on the coordinators' page; ``reason`` is why it was declined or ended.

    ``troubles`` are sentences about what has changed since it was announced.
    """

    partnership: Partnership
    mentee: Answer
    mentor: Answer
    reason: str
    troubles: tuple[str, ...]

    @property
    def tone(self):
        """Of the word that says how it stands."""
        if self.troubles:
            return "error"
        if self.partnership.status == Status.PROPOSED:
            return "warning"
        return "good" if self.partnership.status in LIVE else ""

    @property
    def may_be_withdrawn(self):
        return self.partnership.status == Status.PROPOSED

    @property
    def may_be_ended(self):
        return self.partnership.status in BEGUN


def partnerships_in(program):
    """Partnerships of a program, the newest first."""
    return _with_people().filter(program=program).order_by("-announced_at", "-id")


def needs_a_look():
    """Live, and a fact has changed: somebody left the program or the company, or companies clash.

    Of two companies of today that clash, one is not the company of the announcement: whoever works
    for it has left the other, so these are found already. What a coordinator has decided about
    exactly these facts is settled.
    """
    companies = [OuterRef("mentor_company"), OuterRef("mentee_company")]
    clash = CompanyConflict.objects.filter(low=Least(*companies), high=Greatest(*companies))
    changed = Q(Exists(clash))
    for side in (MENTEE, MENTOR):
        still_there = jobs_of_today().filter(
            person=OuterRef(f"{side}_person"), company=OuterRef(f"{side}_company")
        )
        changed |= ~Q(**{f"{side}__standing": Standing.IN}) | ~Q(Exists(still_there))
    decided = PairDecision.objects.filter(partnership=OuterRef("pk"))
    settled = with_facts(decided, "partnership__").filter(facts=F("facts_now"))
    return Q(status__in=LIVE) & changed & ~Q(Exists(settled))


def pairs_to_look_at(program_ids):
    """Live partnerships of these programs that a coordinator should look at."""
    return Partnership.objects.filter(needs_a_look(), program__in=program_ids)


def line_or_404(program, pk):
    """One partnership of this program, as coordinators see it, with the facts of its meetings."""
    rows = _with_people().filter(program=program, pk=pk).annotate(**facts())
    more = {**check_facts(), **call_facts(), **goal_facts(), **case_facts()}
    found = rows.annotate(**more).first()
    if found is None:
        raise Http404
    return lines_of([found])[0]


def lines_of(partnerships, *, may_look=True):
    """A ``Line`` for each partnership of a page, in at most three more statements.

    Without ``may_look`` it is known already that none of them needs a look.
    """
    partnerships = list(partnerships)
    reasoned = (Status.DECLINED, Status.ENDED, Status.PAUSED)
    over = [row.pk for row in partnerships if row.status in reasoned]
    # The newest comes last: of one that paused and ended, why it ended.
    actions = ("decline", "end", "pause")
    events = PartnershipEvent.objects.filter(partnership__in=over, action__in=actions)
    endings = {event.partnership_id: event for event in events} if over else {}
    live = [row for row in partnerships if row.status in LIVE]
    troubles = _troubles_of(live) if live and may_look else {}
    return [_line(row, endings.get(row.pk), troubles.get(row.pk, ())) for row in partnerships]


def _troubles_of(partnerships):
    """``{partnership id: sentences}`` about live ones, by the facts of today."""
    employers = _employers_of(partnerships)
    pairs = {row.pk: _pairs(row, employers) for row in partnerships}
    clashes = _clashes({company.pk for two in pairs.values() for pair in two for company in pair})
    return {
        row.pk: (
            *_departures(row, employers),
            *dict.fromkeys(words for pair in pairs[row.pk] for words in _against(pair, clashes)),
        )
        for row in partnerships
    }


def _employers_of(partnerships):
    """``{person id: Company}`` of those who have a job today."""
    people = {pk for row in partnerships for pk in (row.mentor_person_id, row.mentee_person_id)}
    jobs = jobs_of_today().filter(person__in=people)
    return {job.person_id: job.company for job in jobs.select_related("company")}


def _pairs(partnership, employers):
    """The companies of the announcement, and those of today: mentee's first."""
    frozen = (partnership.mentee_company, partnership.mentor_company)
    today = tuple(
        employers.get(getattr(partnership, f"{side}_person_id")) for side in (MENTEE, MENTOR)
    )
    return [frozen] if None in today or today == frozen else [today, frozen]


def _clashes(company_ids):
    """``{(low id, high id): [rule]}`` among these companies."""
    rows = CompanyConflict.objects.filter(low__in=company_ids, high__in=company_ids)
    found = defaultdict(list)
    for low, high, rule in rows.values_list("low", "high", "rule").order_by("rule").distinct():
        found[low, high].append(rule)
    return found


def _departures(partnership, employers):
    """Who no longer takes part, and who has left the company they were announced with."""
    for side in (MENTEE, MENTOR):
        person = getattr(partnership, f"{side}_person")
        if getattr(partnership, side).standing != Standing.IN:
            yield _("%(name)s no longer takes part.") % {"name": person.name}
        before, now = getattr(partnership, f"{side}_company"), employers.get(person.pk)
        facts = {"name": person.name, "before": before.name, "now": now and now.name}
        if now is None:
            yield _("%(name)s has left %(before)s.") % facts
        elif now != before:
            yield _("%(name)s works for %(now)s now, no longer for %(before)s.") % facts


def _against(pair, clashes):
    """Why the two companies must not be matched, in sentences."""
    one, other = pair
    if one == other:
        return [_("Both work for %(company)s now.") % {"company": one.name}]
    rules = clashes.get(tuple(sorted((one.pk, other.pk))), ())
    return [CLASHES[rule] % {"one": one.name, "other": other.name} for rule in rules]


def _line(partnership, ending, troubles):
    answers = {
        side: Answer(
            side=side,
            name=getattr(partnership, f"{side}_person").name,
            company=getattr(partnership, f"{side}_company").name,
            accepted_at=getattr(partnership, f"{side}_accepted_at"),
            has_declined=_is_decline_of(side, ending),
        )
        for side in (MENTEE, MENTOR)
    }
    return Line(
        partnership=partnership,
        **answers,
        reason=ending.get_reason_display() if ending and ending.reason else "",
        troubles=tuple(str(words) for words in troubles),
    )


def _is_decline_of(side, ending):
    return ending is not None and ending.action == "decline" and ending.role == side


@dataclass(frozen=True)
class Entry:
    """One step of a partnership, in words for coordinators."""

    at: datetime
    words: str


def history_of(partnership):
    """The steps of a partnership, oldest first."""
    return [Entry(event.at, _words_of(event)) for event in partnership.events.all()]


def _words_of(event):
    words = str(WORDS.get((event.action, event.role), event.get_status_display()))
    if event.ends_on is None:
        return words
    until = _("%(what)s. Last day: %(day)s")
    return until % {"what": words, "day": written_day(event.ends_on)}
