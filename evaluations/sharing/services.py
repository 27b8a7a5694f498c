"""Writing the page with a program's results, publishing it once, and reminding of it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from evaluations.quotes import services as quoting
from evaluations.refusals import Refusal
from evaluations.sharing import letters, queries
from evaluations.sharing.content import compose, hash_of, to_json
from evaluations.sharing.models import MOST_OF_WORDS, SharedResults
from mentoring import clock
from notifications.services import tell_many
from organizations.audit import record
from organizations.roles import STAFF
from organizations.staff_queries import coordinators_addresses
from programs.models import Program

NOT_FOR_YOU = _("Coordinators publish results.")
TOO_LONG = _("Keep your words to 2,000 characters.")
NOT_OVER = _("This program is not over yet.")
NO_NUMBERS = _("The results of this program have not been worked out yet. Look at them first.")
PUBLISHED = _("These results have been published, so they stay as they are.")
CHANGED = _("Somebody has changed this, or the numbers are new. Look at the page once more.")


class CannotShare(Refusal):
    """The page cannot be written or published so; nothing was written."""


@transaction.atomic
def write(program, words, *, edition, by):
    """Keep the coordinators' own words; ``edition`` is the one on the page, 0 for none yet."""
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > MOST_OF_WORDS:
        raise CannotShare("too_long", TOO_LONG)
    row = _held(program, by)
    if row and row.published_at:
        raise CannotShare("published", PUBLISHED)
    if edition != (row.edition if row else 0):
        raise CannotShare("changed", CHANGED)
    row = row or SharedResults(program=program, edition=0)
    row.words, row.edition, row.changed_at = words, edition + 1, clock.now()
    row.save()
    record("results.worded", program, by=by, edition=row.edition)
    return row


@transaction.atomic
def publish(program, *, edition, run_id, by):
    """Let everybody who took part read the page as it stands; it never changes again.

    ``edition`` and ``run_id`` are those of the preview that was looked at. Twice is once. Raises
    ``CannotShare``.
    """
    row = _held(program, by)
    if row and row.published_at:
        return row
    run = queries.newest_numbers(program)
    if not queries.is_over(program):
        raise CannotShare("not_over", NOT_OVER)
    if run is None:
        raise CannotShare("no_numbers", NO_NUMBERS)
    if run.pk != run_id or edition != (row.edition if row else 0):
        raise CannotShare("changed", CHANGED)
    row = row or SharedResults(program=program)
    row.stamp()
    said = _taken(program, row, by)
    row.content = to_json(compose(program, run.found, words=row.words, quotes=said))
    row.content_hash, row.published_at = hash_of(row.content), clock.now()
    row.save()
    record("results.shared", program, by=by, content_hash=row.content_hash)
    tell_many(letters.SHARED, [(one.person, one.pk, {}) for one in queries.readers(program)])
    return row


def remind_due():
    """Due work: coordinators hear 30 days after the end that results wait, and when it is late."""
    for program, is_late in queries.due():
        occasion = f"{program.pk}:{'late' if is_late else 'due'}"
        tell_many(letters.DUE, [(one, occasion, {}) for one in coordinators_addresses()])


def _taken(program, row, by):
    """The words of the quotes that the page takes along."""
    found = queries.may_be_quoted(program)
    return [one.words for one in quoting.take_enough(found, by=by, taken_by=row.pk)]


def _held(program, by):
    """The row as it stands; whoever writes or publishes at the same moment waits."""
    if by is not None and by.role not in STAFF:
        raise CannotShare("not_for_you", NOT_FOR_YOU)
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    return queries.of_program(program)
