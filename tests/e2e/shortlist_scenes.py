"""Shortlist rounds for the pictures: a draft, one that is open, one that is closed, one at work."""

from datetime import timedelta

from django.utils import timezone

from matching.shortlists import queries, services
from matching.shortlists.models import ShortlistRound
from matching.tasks import find_shortlists
from mentoring.jobs import progress
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from participants.roles import Side
from tests.surroundings import dark

ANSWERED = 12


def prepare(scenes, coordinator, *, draft, shown, closed):
    """``draft``, ``shown`` and ``closed`` are programs in which people wait for a match."""
    _found(draft, coordinator)
    until = timezone.now() + timedelta(days=6)
    services.publish(_found(shown, coordinator), until, by=coordinator)
    services.publish(_found(closed, coordinator), until, by=coordinator)
    services.close(queries.newest_round(closed), by=coordinator)
    people = _on_a_list(shown)
    for number, participant in enumerate(people[1 : ANSWERED + 1]):
        _rank(participant, number % 4)
    scenes.people["choosing"] = _login(people[0])
    scenes.people["chosen"] = _login(people[1])
    mentors = [row for row in people if row.side == Side.MENTOR]
    scenes.people["choosing-mentor"] = _login(mentors[-1])
    scenes.values.update(choosing=people[0].pk, chosen=people[1].pk, choosing_mentor=mentors[-1].pk)


def at_work(program, coordinator):
    """A round on which a worker is busy."""
    round_ = services.start(program, by=coordinator)
    ShortlistRound.objects.filter(pk=round_.pk).update(status="running")
    progress.report(round_.pk, 1, 2, 1)


def _found(program, coordinator):
    round_ = services.start(program, by=coordinator)
    with dark():
        find_shortlists.run(str(program.organization_id), str(round_.pk))
    return ShortlistRound.objects.get(pk=round_.pk)


def _on_a_list(program):
    """Mentees by name, then mentors."""
    rows = queries.candidates_of(queries.newest_round(program))
    found = {pk for row in rows for pk in (row.mentee_id, row.mentor_id)}
    people = Participant.objects.filter(pk__in=found).select_related("person")
    return list(people.order_by("side", "person__family_name", "pk"))


def _rank(participant, choices):
    own = queries.own_list_or_404(participant.pk, participant.person_id)
    wished = [row.pk for row in own.candidates][:choices]
    who = Membership.objects.get(person=participant.person_id, role=Role.PARTICIPANT)
    services.rank(own, wished, by=who)


def _login(participant):
    return Membership.objects.get(person=participant.person_id, role=Role.PARTICIPANT).user
