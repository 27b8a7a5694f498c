"""Half way through a program managers are written to once more: by its calendar, and nothing else.

Everybody who has agreed to the briefing gets the same words on the same days, however the pair is
doing and whether there is one: so the mail tells nobody anything about it.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.kinds import Letter
from notifications.models import Message
from notifications.services import tell_many
from programs.models import ProgramDate
from programs.reminding import here
from training import briefing_queries as queries
from training import tokens
from training.briefing import LASTS
from training.models import BriefingLink

KIND = "manager_half_time"
HALF_TIME = "check_6"
NEWS_FOR = timedelta(days=6)
AT_ONCE = 500


def write_to_managers():
    """Due work: in the days after a program's half time, once; each link is good for longer."""
    place = here()
    if not place.is_morning:
        return
    days = (place.today - NEWS_FOR, place.today)
    programs = ProgramDate.objects.filter(key=HALF_TIME, opens_on__range=days).values("program")
    told = Message.objects.filter(kind=KIND, occasion=Cast(OuterRef("pk"), TextField()))
    rows = queries.agreed_links().filter(~Exists(told), participant__program__in=programs)
    links = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("id")[:AT_ONCE])
    for link in links:
        link.expires_at = place.now + LASTS
        link.token_hash = tokens.hash_of(tokens.token_of(link.pk, link.organization_id))
    BriefingLink.objects.bulk_update(links, ["expires_at", "token_hash"])
    if links:
        tell_many(KIND, [(link.address, str(link.pk), {}) for link in links])


def manager_half_time(person, occasion, facts):
    """What helps in the second half, without a word about how it goes."""
    rows = queries.agreed_links().filter(pk=occasion)
    link = rows.select_related("participant__person", "participant__program").first()
    if link is None:
        return None
    said = {
        "name": link.participant.person.name,
        "program": link.participant.program.name,
        "organization": link.organization.name,
    }
    return Letter(
        subject=_("Half time in %(program)s") % said,
        paragraphs=(
            _(
                "%(program)s, in which %(name)s takes part, is half over. Every manager who has "
                "read its briefing gets this mail on these days."
            )
            % said,
            _(
                "What helps most is time: an hour or two a month that stay free. What %(name)s "
                "talks about there stays there; show that you are glad of it, and leave it to "
                "%(name)s what to tell you."
            )
            % said,
        ),
        action_label=_("Read the page again"),
        action_url=settings.BASE_URL
        + reverse("briefing", args=[tokens.token_of(link.pk, link.organization_id)]),
        reason=_(
            "You receive this because you have agreed to the briefing about %(name)s. No other "
            "mail of its kind follows."
        )
        % said,
    )
