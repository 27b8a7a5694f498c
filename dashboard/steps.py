"""What there is to do in each program, from people, matching and answers."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.queries import matching_states
from evaluations.sharing.queries import is_late
from instruments.numbers import open_stages
from mentoring import clock
from participants.roles import Side
from partnerships.lifecycle import Status
from programs.next_steps import NextStep

# The most pressing first.
(
    OPEN_CASES,
    TO_ASK,
    OVERDUE,
    TO_SETTLE,
    TO_ANNOUNCE,
    TO_DECIDE,
    TO_PUBLISH,
    IN_POOL,
    TO_RUN,
    NO_PEOPLE,
    NO_SPONSOR,
    TO_SHARE,
    AT_WORK,
    WAITING,
) = range(14)


def find_steps(programs, counts, organization):
    """``{program id: [NextStep]}`` of programs that are not over, in one statement."""
    asked = open_stages(programs)
    states = matching_states(programs, [stage for found in asked.values() for stage in found])
    return {
        pk: _Facts(organization, program, counts[pk], states[pk], asked[pk]).steps()
        for program in programs
        if (pk := program.pk)
    }


def _answered(side, sent, asked):
    said = {"sent": sent, "asked": asked}
    if side == Side.MENTEE:
        return (
            ngettext(
                "%(sent)s of %(asked)s mentee has answered",
                "%(sent)s of %(asked)s mentees have answered",
                asked,
            )
            % said
        )
    return (
        ngettext(
            "%(sent)s of %(asked)s mentor has answered",
            "%(sent)s of %(asked)s mentors have answered",
            asked,
        )
        % said
    )


@dataclass(frozen=True)
class _Facts:
    organization: object
    program: object
    counts: object
    state: object
    asked: list

    def steps(self):
        return [*self._troubles(), *self._results(), *self._rest(), *self._questionnaires()]

    def _results(self):
        if self.state.to_share and self.counts.people:
            why = _("%(program)s is over, and its people wait to read what it brought to all.")
            tone, label = "warning", _("Share the results with everybody who took part")
            if is_late(self.program, clock.today()):
                tone, label = "error", _("The results are overdue to everybody who took part")
            why = why % {"program": self.program.name}
            url = self._url("sharing:overview")
            yield NextStep(label, why, url, _("Look at the page"), tone, TO_SHARE)

    def _rest(self):
        if not self.counts.companies and not self.counts.people:
            return [*self._nominations(), self._no_sponsor()]
        if not self.counts.mentees or not self.counts.mentors:
            return [*self._missing_sponsors(), *self._nominations(), self._no_people()]
        return [
            *self._missing_sponsors(),
            *self._nominations(),
            *self._answers(),
            *self._matching(),
        ]

    def _troubles(self):
        if number := self.state.cases:
            label = ngettext("%(n)s case is open", "%(n)s cases are open", number)
            why = _("Each is about somebody who needs one of you, and says what happened.")
            url = reverse("cases:list", args=[self.organization.slug])
            url = f"{url}?program={self.program.pk}"
            yield self._step(label, number, why, url, _("Look after them"), OPEN_CASES)
        yield from self._pauses()

    def _pauses(self):
        if number := self.state.pauses:
            label = ngettext("%(n)s pause has no end", "%(n)s pauses have no end", number)
            why = _("Both were asked a week ago whether they go on, and nobody has answered.")
            url = f"{self._url('partnerships:list')}?status={Status.PAUSED}"
            yield self._step(label, number, why, url, _("See them"), TO_ASK)

    def _questionnaires(self):
        for stage in self.asked:
            found = [
                (side, *self.state.answers[stage.occasion, side])
                for side in Side
                if (stage.occasion, side) in self.state.answers
            ]
            if found:
                url = f"{self._url('instruments:overview')}?occasion={stage.occasion}"
                label = f"{stage.label}: {', '.join(_answered(*one) for one in found)}"
                told = _("People are reminded 7, 14 and 21 days after it opened.")
                why = f"{stage.why} {told}" if stage.due else stage.why
                action = _("See who is missing")
                yield NextStep(label, why, url, action, "", WAITING, needs_you=False)

    def _nominations(self):
        if self.state.to_settle:
            label = ngettext(
                "%(n)s nomination to settle", "%(n)s nominations to settle", self.state.to_settle
            )
            why = _("What you have on record of these people stands against it. Nobody was asked.")
            url = self._url("nominations:settle")
            yield self._step(label, self.state.to_settle, why, url, _("Settle"), TO_SETTLE)
        if self.state.applications:
            label = ngettext(
                "%(n)s application to answer",
                "%(n)s applications to answer",
                self.state.applications,
            )
            why = _("They applied through the program’s link, and have not heard from you.")
            url = self._url("nominations:applications")
            yield self._step(label, self.state.applications, why, url, _("Read"), TO_SETTLE)

    def _no_sponsor(self):
        return NextStep(
            _("Add the sponsors"),
            _("No company takes part yet. Each gets seats for mentees and owes mentors."),
            self._url("programs:sponsors"),
            _("Add sponsors"),
            rank=NO_SPONSOR,
        )

    def _missing_sponsors(self):
        number = self.state.unsponsored
        if number:
            why = ngettext(
                "%(n)s company sends people and has no seats here. Its HR does not see this "
                "program before it is a sponsor.",
                "%(n)s companies send people and have no seats here. Their HR does not see this "
                "program before they are sponsors.",
                number,
            )
            url, action = self._url("programs:sponsors"), _("Add sponsors")
            label = _("Add the sponsors")
            yield NextStep(label, why % {"n": number}, url, action, rank=NO_SPONSOR)

    def _no_people(self):
        if not self.counts.people:
            label, why = _("Import the people"), _("Nobody is in this program yet.")
        elif self.counts.mentees:
            label, why = _("Import the mentors"), _("There are mentees, and no mentor yet.")
        else:
            label, why = _("Import the mentees"), _("There are mentors, and no mentee yet.")
        url = self._url("participants:imports")
        return NextStep(label, why, url, _("Import people"), rank=NO_PEOPLE)

    def _answers(self):
        url = self._url("partnerships:list")
        overdue, waiting = self.counts.overdue, self.counts.waiting - self.counts.overdue
        if overdue:
            label = ngettext("%(n)s answer is overdue", "%(n)s answers are overdue", overdue)
            why = _("The days to answer are over; the next alternate is announced by itself.")
            yield NextStep(label % {"n": overdue}, why, url, _("See them"), "error", OVERDUE)
        if waiting:
            label = ngettext(
                "%(n)s match waits for an answer", "%(n)s matches wait for answers", waiting
            )
            why = _("Nothing to do before their last day. Reminders go out by themselves.")
            yield NextStep(
                label % {"n": waiting}, why, url, _("See them"), "", WAITING, needs_you=False
            )

    def _matching(self):
        url, state = self._url("matching:home"), self.state
        unmatched = max(0, self.counts.mentees - self.counts.matches)
        if state.approved:
            label = ngettext(
                "%(n)s approved match is not announced",
                "%(n)s approved matches are not announced",
                state.approved,
            )
            why = _("Nobody knows of them until you announce them.")
            yield self._step(label, state.approved, why, url, _("Announce"), TO_ANNOUNCE)
        if state.to_decide:
            label = ngettext("%(n)s match to decide", "%(n)s matches to decide", state.to_decide)
            why = _("Approve or reject what the run proposes.")
            yield self._step(label, state.to_decide, why, url, _("Review"), TO_DECIDE)
        if state.rounds:
            why = _("Nobody sees a list before you publish them.")
            label, url = _("The shortlists are ready"), self._url("matching:shortlist")
            yield NextStep(label, why, url, _("Publish"), "warning", TO_PUBLISH)
        if state.in_pool:
            label = ngettext(
                "%(n)s mentee is back in the pool",
                "%(n)s mentees are back in the pool",
                state.in_pool,
            )
            why = _("Their match did not come to be and no alternate is left. Match them again.")
            yield self._step(label, state.in_pool, why, url, _("Match again"), IN_POOL)
        if state.is_running:
            why = _("You can go on with other work.")
            label = _("A matching run is at work")
            yield NextStep(label, why, url, _("Watch"), "", AT_WORK, needs_you=False)
        elif not state.has_run and unmatched:
            label = ngettext("Match %(n)s mentee", "Match %(n)s mentees", unmatched)
            why = _("%(places)s places at %(mentors)s mentors. Nobody is told before you announce.")
            why = why % {"places": self.counts.places, "mentors": self.counts.mentors}
            yield self._step(label, unmatched, why, url, _("Run matching"), TO_RUN)

    def _step(self, label, number, why, url, action, rank):
        return NextStep(label % {"n": number}, why, url, action, "warning", rank)

    def _url(self, name):
        return reverse(name, args=[self.organization.slug, self.program.slug])
