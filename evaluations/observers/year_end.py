"""As a year nears its end each mentee is asked, once, to invite observers a second time."""

from collections import defaultdict

from django.conf import settings
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.observers.queries import mentees_to_invite, observed
from evaluations.observers.windows import KEYS, window_of
from instruments.kinds import Occasion
from instruments.stages import own_stage_of
from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from notifications.models import Message
from notifications.services import tell_many
from participants.models import Participant
from participants.roles import Standing
from programs.models import ProgramDate
from programs.reminding import here

TO_INVITE = "observers_to_invite"
MOST_AT_ONCE = 200


def ask_to_invite():
    """Tell each mentee, once, that observers can be invited as the year nears its end."""
    place = here()
    if not place.is_morning:
        return
    told = Message.objects.filter(kind=TO_INVITE, occasion=Cast(OuterRef("pk"), TextField()))
    for program, dates in _timetables():
        mentees = mentees_to_invite(program, dates, place.today)
        if mentees is None:
            continue
        untold = mentees.filter(~Exists(told))
        rows = list(untold.select_related("person").order_by("pk")[:MOST_AT_ONCE])
        if rows:
            tell_many(TO_INVITE, [(row.person, row.pk, {}) for row in rows])


def _timetables():
    """``[(program, its dates)]`` of programs with an end, in one statement."""
    rows = ProgramDate.objects.filter(key__in=KEYS).select_related("program")
    found = defaultdict(list)
    for row in rows.order_by("program", "key"):
        found[row.program].append(row)
    return found.items()


def observers_to_invite(person, occasion, facts):
    """To the mentee, when the year nears its end: from now on observers can be asked once more."""
    rows = Participant.objects.select_related("organization", "program").annotate(**observed())
    mentee = rows.filter(pk=occasion, standing=Standing.IN).first()
    window = mentee and window_of(mentee, Occasion.FINAL)
    if window is None or not window.is_open or mentee.has_final_observers:
        return None
    program = {"program": mentee.program.name}
    opens_on = own_stage_of(mentee, Occasion.FINAL).opens_on
    return Letter(
        subject=_("Who sees what %(program)s has changed? Invite your observers") % program,
        paragraphs=(
            _(
                "Somebody who sees you at work can say now what they see: whoever told it before "
                "the start, or somebody else. It takes a few minutes and no account, and "
                "you read it first."
            ),
            _("Whom you ask is your own choice, and so is whether you ask anybody."),
        ),
        facts=(
            (_("To be invited until"), written_day(window.closes_on)),
            (_("Your own final evaluation opens on"), written_day(opens_on)),
        ),
        action_label=_("Choose whom to ask"),
        action_url=settings.BASE_URL
        + reverse("portal:observers:mine", args=[mentee.organization.slug]),
        reason=_("You receive this because you are a mentee in %(program)s.") % program,
        values=program,
    )
