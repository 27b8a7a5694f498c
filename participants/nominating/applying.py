"""A program's public link, and what becomes of who applies through it.

The token is derived from the row and the installation's secret; the row keeps its hash, so a copy
of the database opens no page.
"""

import contextlib

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import About, Keyring
from mentoring.links import Secrets, written
from mentoring.tenancy import context
from organizations.audit import record
from participants.nominating.asking import Unsettled, Who, ask
from participants.nominating.models import Application, ApplicationLink
from participants.nominating.words import ApplicationState, Source

SECRETS = Secrets("participants.application")


class _AppliedBefore(Exception):
    """This address stands in the program's list already."""


class CannotDecide(Exception):
    """Why not, as a sentence for the coordinator."""


def place_of(token):
    """``(organization id, program id)`` of an open link, or None; asked in no organization."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.application_link_of(%s)", [SECRETS.hash_of(token)])
        organization_id, program_id = cursor.fetchone()
    return (organization_id, program_id) if program_id else None


@transaction.atomic
def set_link(program, *, is_open, by, renew=False):
    """Open or close a program's link; ``renew`` makes a new address and closes the old one."""
    link = ApplicationLink.objects.select_for_update().filter(program=program).first()
    link = link or ApplicationLink(program=program, number=0)
    changed = link.is_open != is_open or renew
    if renew or not link.number:
        link.number += 1
    link.is_open, link.token_hash = is_open, SECRETS.hash_of(_token(link))
    link.save()
    if changed:
        record("program.link", program, by=by, is_open=is_open, number=link.number)
    return link


def token_of(link):
    """The secret part of a link's address; empty while it is closed."""
    return _token(link) if link is not None and link.is_open else ""


@transaction.atomic
def apply(program, application, why):
    """Keep an unsaved ``Application``; the same address twice changes nothing, silently."""
    application.program, application.email = program, application.email.lower()
    with contextlib.suppress(_AppliedBefore), transaction.atomic():
        keys = Keyring([application.pk])
        application.locked = keys.encrypt(application.pk, why, _about(application))
        Application.objects.bulk_create([application], ignore_conflicts=True)
        if not _is_kept(application):
            raise _AppliedBefore  # the key that was made for its words goes with it


def _is_kept(application):
    """Asked as the system: whoever applies reads no application, not even their own."""
    with context.enter(context.Context(application.organization_id)):
        return Application.objects.filter(pk=application.pk).exists()


def with_why(applications):
    """These with ``why``, which is None where nobody can read it any more; in one statement."""
    keys = Keyring([one.pk for one in applications])
    for application in applications:
        application.why = _open_why(keys, application)
    return applications


@transaction.atomic
def accept(application, company, *, by):
    """Ask the applicant to take part as one of ``company``: read, consent, answer."""
    application = _open(application)
    who = Who(application.email, application.given_name, application.family_name, application.title)
    try:
        participant = ask(
            application.program, application.side, who, company, source=Source.APPLICATION, by=by
        )
    except Unsettled as unsettled:
        raise CannotDecide(
            _("%(name)s is known here: %(doubt)s. Correct that first, or decline.")
            % {"name": unsettled.person.name, "doubt": unsettled.doubt.label.lower()}
        ) from unsettled
    application.participant = participant
    _decide(application, ApplicationState.ACCEPTED, by)
    return participant


@transaction.atomic
def decline(application, *, by):
    """The applicant hears nothing: a coordinator who wants to say why writes to them."""
    _decide(_open(application), ApplicationState.DECLINED, by)


def _about(application):
    return About("participants_application.locked", application.pk)


def _open_why(keys, application):
    try:
        return keys.decrypt(application.pk, application.locked, _about(application))
    except Unreadable:
        return None


def _open(application):
    locked = Application.objects.select_for_update(of=("self",)).select_related("program")
    locked = locked.get(pk=application.pk)
    if locked.state != ApplicationState.NEW:
        raise CannotDecide(_("This application has been decided in the meantime."))
    return locked


def _decide(application, state, by):
    application.state, application.decided_at = state, clock.now()
    application.save(update_fields=["state", "decided_at", "participant"])
    record("application.decided", application, by=by, state=str(state))


def _token(link):
    return written(SECRETS.secret_of(f"{link.pk}:{link.number}"))
