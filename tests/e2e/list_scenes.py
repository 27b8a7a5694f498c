"""What the pictures of lists need beyond the demo: saved views and acts on many people."""

from organizations import saved_views
from organizations.models import SavedView
from participants.bulk import acts
from participants.bulk.models import BulkAct, Kind
from participants.models import Participant
from participants.profiles import own
from participants.roles import Standing


def prepare(scenes, program, coordinator):
    """Own words, an own view, one of a colleague, and an act at each point of its life."""
    for words in ("Milling by stone", "Leading a family business"):
        own.add(words, by=coordinator)
    query = "profile=incomplete&standing=in"
    mine = saved_views.save("participants", "Still incomplete", query, by=coordinator)
    colleague = scenes.people.get("administrator")
    theirs = SavedView.objects.create(
        user=colleague or coordinator.user,
        page="participants",
        name="Mentors without a match",
        query="side=mentor&match=none&origin=paper",
        is_shared=True,
    )
    people = Participant.objects.filter(program=program).order_by("pk")
    free = list(people.filter(as_mentee=None, as_mentor=None, standing=Standing.IN)[:3])
    bound = list(people.exclude(as_mentee=None)[:2])
    chosen = [one.pk for one in (*free, *bound)]
    plan = acts.plan(program, Kind.TAKE_OUT, chosen, by=coordinator, query=query)
    done = acts.confirm(
        acts.plan(program, Kind.REMIND, chosen, by=coordinator, query=query), by=coordinator
    )
    working = acts.plan(program, Kind.REMIND, chosen, by=coordinator)
    BulkAct.objects.filter(pk=working.pk).update(
        status="running", attempts=1, confirmed_at=working.created_at
    )
    undone = acts.plan(program, Kind.TAKE_OUT, chosen, by=coordinator)
    acts.undo(acts.confirm(undone, by=coordinator), by=coordinator)
    scenes.values.update(
        view_id=mine.pk,
        shared_view=theirs.pk,
        act_id=plan.pk,
        act_done=done.pk,
        act_working=working.pk,
        act_undone=undone.pk,
    )
