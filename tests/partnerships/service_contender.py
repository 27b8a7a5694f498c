"""What a process of the concurrency tests does through the services.

The fork server imports this once, so that Django is not loaded twelve times.
"""

from uuid import UUID

import django
from django.db import connection

django.setup()

from mentoring.tenancy import context  # noqa: E402 - models need the apps
from organizations.models import Company, CorporateGroup, Membership  # noqa: E402
from organizations.roles import Role  # noqa: E402
from organizations.services import save_company  # noqa: E402
from participants.models import Participant  # noqa: E402
from partnerships import services  # noqa: E402
from partnerships.models import Partnership  # noqa: E402
from partnerships.refusals import CannotAnnounce, Refusal  # noqa: E402
from tests.partnerships.contenders import Refused, Steered, compete  # noqa: E402


def announce_by_service(dsn, organization, attempts, barrier):
    """Every attempt with all twelve at once; the database's address is in the environment."""
    for mentor, mentee in attempts:
        barrier.wait()
        try:
            with context.enter(context.Context(UUID(organization))):
                _announce(1, mentor, mentee)
        except CannotAnnounce:
            continue


def _announce(_place, mentor, mentee):
    services.announce_partnership(
        mentor=Participant.objects.get(pk=mentor),
        mentee=Participant.objects.get(pk=mentee),
        by=None,
        answer_days=7,
    )


def _accept(partnership):
    user = context.current().user_id
    services.accept(
        Partnership.objects.get(pk=partnership),
        by=Membership.objects.get(user_id=user, role=Role.PARTICIPANT),
    )


def _change(company, **facts):
    company = Company.objects.get(pk=company)
    save_company(name=company.name, company=company, by=None, **facts)


def _declare(_organization, company, competitor):
    _change(company, competitors=[Company.objects.get(pk=competitor)])


def _group(group, company):
    _change(company, group_name=CorporateGroup.objects.get(pk=group).name)


def _industry(_organization, company, code):
    _change(company, industries=[code])


MOVES = {
    "announce": _announce,
    "accept": _accept,
    "prepare": _accept,
    "declare": _declare,
    "group": _group,
    "industry": _industry,
}


def compete_by_service(dsn, organization, acts, side, board, barrier):
    """Do the acts of one side, each at the same moment as all other processes do theirs."""
    connection.ensure_connection()
    steered = Steered(dsn, board, side, connection.connection.get_backend_pid())

    def attempt(act):
        try:
            with context.enter(_context(organization, act.user)):
                MOVES[act.name](*act.rows)
                steered.written(act.first)
        except Refusal as refusal:
            if refusal.rule != "competing":
                raise
            raise Refused from refusal

    compete(acts, attempt, steered, barrier)


def _context(organization, user):
    if not user:
        return context.Context(UUID(organization))
    return context.Context(UUID(organization), UUID(user), context.Actor.PARTICIPANT)
