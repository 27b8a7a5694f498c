"""What stands against arranging a meeting, in words, and who may arrange one."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from participants import reference
from partnerships.lifecycle import FINAL, Status
from partnerships.meetings.kinds import LONGEST, MOST_OPTIONS, SHORTEST, Form, Words
from partnerships.meetings.models import Meeting, MeetingSeries
from partnerships.models import Partnership
from partnerships.queries import side_of
from partnerships.refusals import Refusal
from partnerships.writing.services import is_closed

FAR = timedelta(days=400)
MOST_AHEAD = 120
LONGEST_WORDS = {Words.PLACE: 500, Words.AGENDA: 5_000}

NOT_YOURS = gettext_lazy("The two of a partnership arrange their own meetings.")
NOT_INTRODUCED = gettext_lazy(
    "Meetings open when both of you have finished the training. Until then nothing is planned."
)
PAUSED = gettext_lazy(
    "Your partnership is paused, so no meeting is planned now. Resume it first, or write down a "
    "meeting that you had."
)
OVER = gettext_lazy("Your partnership is over, so no more meetings are planned here.")
CHANGED = gettext_lazy(
    "This meeting has changed meanwhile. Below is how it stands now; what you typed is still here."
)
CANCELLED = gettext_lazy("This meeting has been cancelled meanwhile.")
OWN = gettext_lazy("You proposed this yourself, so the answer is your partner’s.")
PAST = gettext_lazy("This time has passed already. Choose one that is still to come.")
TOO_FAR = gettext_lazy("This is more than a year away. Choose an earlier day.")
NO_TIME = gettext_lazy("Propose at least one time.")
TOO_MANY_TIMES = gettext_lazy("Propose three times at most.")
UNKNOWN_ZONE = gettext_lazy("This time zone is not known. Choose one of the two.")
BAD_LENGTH = gettext_lazy("A meeting takes from 15 minutes to 8 hours.")
BAD_FORM = gettext_lazy("Choose one of the ways to meet.")
TOO_MANY = gettext_lazy("Very many meetings lie ahead of you already. Cancel some of them first.")
STARTED = gettext_lazy("This meeting has begun already. Say whether you met.")
NOT_STARTED = gettext_lazy("This meeting has not begun yet.")
FUTURE = gettext_lazy("This lies ahead: propose a meeting instead of writing one down.")
TOO_EARLY = gettext_lazy("This was before the two of you were introduced. Choose a later day.")


class CannotMeet(Refusal):
    """This cannot be arranged (any more); nothing was written."""


def held_open(partnership, *, by):
    """The partnership, held, and the side of ``by``, where meetings can be arranged now."""
    partnership, side = held(partnership, by=by)
    if partnership.status in FINAL:
        raise CannotMeet("over", OVER)
    if partnership.introduced_at is None:
        raise CannotMeet("not_introduced", NOT_INTRODUCED)
    if partnership.status == Status.PAUSED:
        raise CannotMeet("paused", PAUSED)
    return partnership, side


def held(partnership, *, by):
    """The partnership, held until the transaction ends, and which of its two ``by`` is."""
    rows = Partnership.objects.select_for_update(no_key=True)
    partnership = rows.get(pk=partnership.pk)
    people = (partnership.mentor_person_id, partnership.mentee_person_id)
    if by is None or by.person_id not in people or not partnership.is_revealed:
        raise CannotMeet("not_yours", NOT_YOURS)
    if is_closed(partnership):
        raise CannotMeet("over", OVER)
    return partnership, side_of(partnership, by.person_id)


def fresh(row, seen):
    """The meeting or series as it stands now, under its partnership's lock.

    Raises ``CannotMeet`` when it is cancelled, or not in the revision ``seen`` any more.
    """
    now = type(row).objects.get(pk=row.pk)
    if now.status == "cancelled":
        raise CannotMeet("cancelled", CANCELLED)
    if now.revision != seen:
        raise CannotMeet("changed", CHANGED)
    return now


def check_times(times):
    """The moments in order, each once. Raises ``CannotMeet``."""
    times = sorted(set(times))
    if not times:
        raise CannotMeet("no_time", NO_TIME)
    if len(times) > MOST_OPTIONS:
        raise CannotMeet("too_many_times", TOO_MANY_TIMES)
    now = clock.now()
    if times[0] <= now:
        raise CannotMeet("past", PAST)
    if times[-1] > now + FAR:
        raise CannotMeet("too_far", TOO_FAR)
    return times


def check_shape(*, zone, minutes, form):
    """What else a meeting is made of. Raises ``CannotMeet``."""
    found = reference.time_zones().find(zone or "")
    if found is None or found.code != zone:
        raise CannotMeet("unknown_zone", UNKNOWN_ZONE)
    if not SHORTEST <= minutes <= LONGEST:
        raise CannotMeet("length", BAD_LENGTH)
    if form not in Form.values:
        raise CannotMeet("form", BAD_FORM)


def check_room(partnership):
    """Raises ``CannotMeet`` when very many lie ahead."""
    ahead = Meeting.objects.filter(partnership=partnership, starts_at__gt=clock.now())
    waiting = MeetingSeries.objects.filter(partnership=partnership, status="proposed")
    if ahead.count() + waiting.count() >= MOST_AHEAD:
        raise CannotMeet("too_many", TOO_MANY)


def checked_words(kind, text):
    """``text`` as it is kept, which may be empty. Raises ``CannotMeet`` for too much."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    most = LONGEST_WORDS[kind]
    if len(text) > most:
        said = _("This has %(typed)d characters; %(most)d is the most. Shorten it.")
        raise CannotMeet("too_long", said % {"typed": len(text), "most": most})
    return text
