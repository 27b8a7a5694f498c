"""The digest: one mail that tells what its reader has let gather."""

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications import kinds, readers, tasks, texts
from notifications.kinds import Letter
from notifications.models import Message
from notifications.queries import gathered_messages
from organizations.navigation import SURFACES

KIND = "digest"
MOST_AT_ONCE = 500
MOST_TOLD = 30


def gather():
    """Due work: make a digest of what waits for each reader whose morning has come."""
    due = gathered_messages().values("person", "address").annotate(first=Min("created_at"))
    for reader in due.order_by("first")[:MOST_AT_ONCE]:
        rows = gathered_messages().filter(person=reader["person"], address=reader["address"])
        rows = list(rows.select_for_update(skip_locked=True, of=("self",)).order_by("id"))
        if rows:
            _tell(rows)


def _tell(rows):
    first, last = rows[0], rows[-1]
    digest = Message(
        person_id=first.person_id,
        address=first.address,
        kind=KIND,
        occasion=f"{last.send_after:%Y-%m-%d} {first.pk}",
    )
    digest.facts = {"digest": str(digest.pk)}
    digest.save(force_insert=True)
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(told_in=digest)
    tasks.send_message.delay_on_commit(str(digest.pk))


def digest(person, occasion, facts):
    """What has gathered and is still true, each with where it leads."""
    message = Message.objects.select_related("person", "organization").get(pk=facts["digest"])
    reading = readers.reading_of(message)
    told = []
    for row in message.gathered.select_related("person", "organization").order_by("created_at"):
        letter = None if row.kind in reading.stopped else kinds.write(row)
        if letter is not None:
            told.append((texts.in_own_words(letter, row).subject, letter.action_url))
    return _letter(message.organization, reading.surface, told) if told else None


def _letter(organization, surface, told):
    said = {"organization": organization.name, "n": len(told)}
    subject = ngettext(
        "%(organization)s: one thing is new", "%(organization)s: %(n)s new things", len(told)
    )
    home = reverse(SURFACES[readers.ROLES[surface][0]], args=[organization.slug])
    more = len(told) - MOST_TOLD
    return Letter(
        subject=subject % said,
        paragraphs=(_("This is what is new for you, in one mail as you have chosen."),),
        links=tuple(told[:MOST_TOLD]),
        closing=(_("And %(n)s more.") % {"n": more},) if more > 0 else (),
        action_label=_("Open your page"),
        action_url=settings.BASE_URL + home,
        reason=_("You receive this because you let mails of %(organization)s gather.") % said,
    )
