"""The workbench: the list of a run's matches, and one of them or the run as a whole beside it."""

from django.http import Http404

from matching import alike, bench, detail, pages, queries
from matching.changes import offers, words
from matching.changes.state import state_of
from matching.decisions import Decision
from matching.quotas import limits
from matching.seats import seats_of
from partnerships.lifecycle import Status


def workbench(run, form, *, organization, match_id=None, number=None):
    """The page of a run, with the match of ``match_id`` if given; 404 when the run has no such."""
    outline = bench.outline_of(run, form.filters, chosen=match_id, number=number)
    matches = queries.bare_matches(outline.ids)
    chosen = matches.get(match_id)
    if match_id is not None and (chosen is None or chosen.run_id != run.pk):
        raise Http404
    last = run.last_change
    state = state_of(run, _decided(outline.every)) if chosen else None
    found = offers.offers_of(state, str(chosen.mentee_id)) if chosen else []
    named = {pk for pair in last["asked"] for pk in pair} if last else set()
    listed = (chosen.mentee_id, chosen.mentor_id) if chosen else ()
    people = queries.attach_people(
        list(matches.values()), also=named | offers.named_in(found), listed=listed
    )
    page = pages.workbench(run, outline.every)
    page["form"] = form
    page["alike"] = alike.told(run.insight)
    page["bench"] = bench.bench_of(run, outline, matches, organization=organization)
    page["undo"] = words.sentence(last["act"], last["asked"], people) if last else ""
    if chosen is None:
        return page
    page["detail"] = detail.detail_of(run, chosen, people, found)
    page["decide"] = pages.decide_form(page["detail"])
    page["pin"] = offers.pin_choice(state, str(chosen.mentee_id))
    page["is_pinned"] = (str(chosen.mentee_id), str(chosen.mentor_id)) in state.problem.pins and (
        str(chosen.mentee_id) not in state.held
    )
    page["may_change"] = page["is_newest"] and chosen.decision == Decision.PROPOSED
    page["may_take_back"] = chosen.decision == Decision.ANNOUNCED and (
        queries.partnership_now(chosen).status == Status.PROPOSED
    )
    return page


def _decided(rows):
    """Pairs of ids of the matches that somebody has decided on."""
    return [(row.mentee_id, row.mentor_id) for row in rows if row.decision != Decision.PROPOSED]


def summary(run):
    """What happened to a run since: seats of its sponsors, changes, and what is unanswered."""
    changes = queries.changes_told(run)
    people = queries.participants_by_id(
        {pk for change in changes for pair in change.asked for pk in pair}
    )
    told = [
        (change, words.sentence(change.act, change.asked, people), words.price(change))
        for change in changes
    ]
    seats, unanswered = seats_of(run)
    counts = {row.sponsor.company.pk: row for row in seats}
    return {
        "run": run,
        "program": run.program,
        "seats": seats,
        "quotas": limits.kept(limits.limits_of(run), counts),
        "unanswered": unanswered,
        "changes": told,
    }
