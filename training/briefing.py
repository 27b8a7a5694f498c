"""Writes about briefings: texts in versions, personal links for managers, agreements."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from notifications.services import tell_many
from organizations.audit import record
from organizations.models import Organization
from organizations.names import UNREADABLE, clean_name
from training import briefing_queries as queries
from training import texts, tokens
from training.models import LONGEST_TEXT, BriefingAgreement, BriefingLink, BriefingText

LETTER = "manager_briefing"
LASTS = timedelta(days=60)
A_WEEK = timedelta(days=7)
# The first mail and two reminders; more only when a coordinator asks.
MOST_BY_ITSELF = 3
LONGEST_NAME = 160
LEAST_WORDS = 20
AT_ONCE = 500


class Outdated(Exception):
    """The text has a newer version than the one that was read."""


@transaction.atomic
def current_text(audience):
    """The newest version of a briefing's text; the product's own where there is none yet."""
    return queries.newest_text(audience) or _first_text(audience)


def ship_texts():
    """Due work: every organization has the product's texts to begin with."""
    for audience in queries.audiences_without_text():
        _first_text(audience)


def _first_text(audience):
    lock_organization()
    return queries.newest_text(audience) or BriefingText.objects.create(
        audience=audience, number=1, body=texts.shipped(audience), is_shipped=True
    )


@transaction.atomic
def save_text(audience, body, number, *, by):
    """The next version of a text, edited from version ``number``; None if nothing changed.

    Those who agreed to an older version stay recorded with it. Raises ``Outdated`` when somebody
    else saved a version meanwhile, and ValidationError for a text that cannot be shown.
    """
    body = "\n".join(line.rstrip() for line in body.strip().splitlines())
    _check_body(body)
    lock_organization()
    newest = current_text(audience)
    if newest.number != number:
        raise Outdated
    if newest.body == body:
        return None
    text = BriefingText.objects.create(audience=audience, number=number + 1, body=body)
    record("briefing.text_saved", text, by=by, audience=str(audience), number=text.number)
    return text


@transaction.atomic
def send(program, participants, *, by):
    """Mail the managers of these mentees their personal links; how many were mailed.

    Nobody is mailed twice within a week, whoever asks: those are left out, as are managers who
    agreed to the newest version and mentees without a manager to write to.
    """
    text = current_text("managers")
    now = clock.now()
    wanted = queries.to_be_mailed(participants, text, now - A_WEEK)
    rows = [_new_link(one, now) for one in wanted]
    BriefingLink.objects.bulk_create(rows, ignore_conflicts=True)
    links = queries.links_of(wanted).exclude(pk__in=[row.pk for row in rows])
    again = list(links.filter(sent_at__lte=now - A_WEEK).select_for_update(of=("self",)))
    _renew(again, now)
    made = list(queries.links_of(wanted).filter(pk__in=[row.pk for row in rows]))
    _mail([*made, *again])
    mailed = len(made) + len(again)
    if mailed:
        record("briefing.sent", program, by=by, managers=mailed)
    return mailed


def remind():
    """Due work: remind managers who have not agreed, once a week and twice in all."""
    text = queries.newest_text("managers")
    if text is None:
        return
    now = clock.now()
    due = queries.to_be_reminded(text, now - A_WEEK, MOST_BY_ITSELF)
    links = list(due.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
    _renew(links, now)
    _mail(links)
    for link in links:
        record("briefing.reminded", link, by=None, mail=link.mails)


@transaction.atomic
def agree(link, number, name):
    """The manager read version ``number`` and agrees, by name; twice is once.

    Raises ``Outdated`` when there is a newer version by now, ValidationError for no name.
    """
    name = clean_name(name)
    if not name:
        raise ValidationError(_("Enter your name."))
    if len(name) > LONGEST_NAME:
        raise ValidationError(
            _("Enter a name of at most %(most)s characters.") % {"most": LONGEST_NAME}
        )
    text = current_text("managers")
    if text.number != number:
        raise Outdated
    agreement, created = BriefingAgreement.objects.get_or_create(
        text=text,
        participant_id=link.participant_id,
        address=link.address,
        defaults={"name": name},
    )
    if created:
        record("briefing.agreed", agreement, by=None, number=text.number)
    return agreement


def _check_body(body):
    if UNREADABLE.search(body):
        raise ValidationError(
            _("There are damaged or invisible control characters here. Type the text again.")
        )
    if texts.words(body) < LEAST_WORDS:
        raise ValidationError(
            _("A briefing needs at least %(least)s words.") % {"least": LEAST_WORDS}
        )
    if len(body) > LONGEST_TEXT:
        raise ValidationError(
            _("A briefing has at most %(most)s characters; this has %(now)s.")
            % {"most": LONGEST_TEXT, "now": len(body)}
        )


def lock_organization():
    """Whoever writes the next version of a text waits for whoever writes one now."""
    organization_id = context.current().organization_id
    Organization.objects.select_for_update(no_key=True).get(pk=organization_id)


def _new_link(participant, now):
    pk = uuid7()
    return BriefingLink(
        pk=pk,
        participant=participant,
        address=participant.manager_email.lower(),
        token_hash=tokens.hash_of(tokens.token_of(pk, participant.organization_id)),
        sent_at=now,
        expires_at=now + LASTS,
    )


def _renew(links, now):
    """Mailed again: the same link, good for longer; the key of the installation may be new."""
    for link in links:
        link.sent_at, link.expires_at, link.mails = now, now + LASTS, link.mails + 1
        link.token_hash = tokens.hash_of(tokens.token_of(link.pk, link.organization_id))
    BriefingLink.objects.bulk_update(links, ["sent_at", "expires_at", "mails", "token_hash"])


def _mail(links):
    tell_many(LETTER, [(link.address, f"{link.pk}:{link.mails}", {}) for link in links])
