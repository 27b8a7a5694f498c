"""The next step of somebody who was shown profiles to rank."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.roles import Side, Standing
from portal.situations import ANSWER, UNTIL, Step


def rank_steps(participant, matches, situation):
    """The step of somebody on a shortlist that is open and not ranked yet, as a list; else none.

    ``participant`` has what ``matching.shortlists.queries.to_rank`` annotates. A mentee with a
    match has nothing to wish for.
    """
    is_free = participant.side == Side.MENTOR or all(match.is_over for match in matches)
    count = participant.list_length
    if participant.standing != Standing.IN or not is_free or not count or participant.has_ranked:
        return []
    return [_rank(situation, count, participant.list_closes)]


def _rank(situation, count, closes_at):
    if situation.side == Side.MENTEE:
        title = ngettext(
            "Say whether this mentor could suit you",
            "Rank %(n)s mentors who could suit you",
            count,
        )
    else:
        title = ngettext(
            "Say whether you would guide this mentee",
            "Rank %(n)s mentees whom you could guide",
            count,
        )
    return Step(
        ANSWER,
        title % {"n": count},
        _(
            "Read profiles without names and say whom you would wish for, or that none suits you. "
            "Your wishes are a part of how matches are made. It takes about five minutes."
        ),
        _("Read the profiles"),
        reverse("portal:shortlist", args=[situation.organization, situation.participant]),
        due=closes_at,
        due_is=UNTIL,
    )
