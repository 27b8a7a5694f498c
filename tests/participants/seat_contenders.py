"""What the processes of the contest for seats do, each with its own connection.

The fork server imports this once, so that Django is not loaded twelve times.
"""

import contextlib
from types import SimpleNamespace
from uuid import UUID

import django
import psycopg2

django.setup()

from company.nominating import CannotNominate, nominate, take_back  # noqa: E402 - needs the apps
from mentoring.tenancy import context  # noqa: E402
from organizations.models import Membership  # noqa: E402
from organizations.roles import Role  # noqa: E402
from participants.models import Participant  # noqa: E402
from participants.nominating.answering import CannotAnswer, accept  # noqa: E402
from programs.models import Program  # noqa: E402

ENTER = """
SELECT set_config('app.organization', %s, true), set_config('app.user', %s, true),
  set_config('app.actor', %s, true), set_config('app.company', %s, true)"""
ACCEPT = "UPDATE participants_participant SET standing = 'in' WHERE id = %s"
TAKE_BACK = """
INSERT INTO participants_takeback (organization_id, id, nomination_id, company_id)
VALUES (%s, gen_random_uuid(), %s, %s) ON CONFLICT DO NOTHING"""
NOMINATE = """
INSERT INTO participants_nomination (organization_id, id, program_id, company_id, side, email,
  given_name, family_name, title)
VALUES (%s, gen_random_uuid(), %s, %s, 'mentee', %s, 'Nora', 'Lind', '')"""


def answer_by_sql(dsn, organization, rounds, number, barrier):
    connection = psycopg2.connect(dsn)
    for one in rounds:
        barrier.wait()
        user = (organization, one["asked_user"], "participant", "")
        _try(connection, user, [(ACCEPT, (one["participant"],))])
    connection.close()


def replace_by_sql(dsn, organization, rounds, number, barrier):
    """Take the nominated back, and name somebody else in their stead."""
    connection = psycopg2.connect(dsn)
    for one in rounds:
        barrier.wait()
        company = one["company"]
        user = (organization, one["hr_user"], "hr", company)
        other = f"other{number}@{company}.example"
        _try(connection, user, [(TAKE_BACK, (organization, one["nomination"], company))])
        _try(connection, user, [(NOMINATE, (organization, one["program"], company, other))])
    connection.close()


def _try(connection, user, statements):
    refused = contextlib.suppress(psycopg2.errors.CheckViolation)
    with refused, connection, connection.cursor() as cursor:
        cursor.execute(ENTER, user)
        if user[2] == "hr":
            cursor.execute("SET LOCAL ROLE app_hr")
        for sql, values in statements:
            cursor.execute(sql, values)


def answer_by_service(dsn, organization, rounds, number, barrier):
    for one in rounds:
        barrier.wait()
        user = UUID(one["asked_user"])
        who = context.Context(UUID(organization), user, context.Actor.PARTICIPANT)
        with contextlib.suppress(CannotAnswer), context.enter(who):
            by = Membership.objects.get(user_id=user, role=Role.PARTICIPANT)
            accept(Participant.objects.get(pk=one["participant"]), UUID(one["text"]), by=by)


def replace_by_service(dsn, organization, rounds, number, barrier):
    for one in rounds:
        barrier.wait()
        user, company = UUID(one["hr_user"]), UUID(one["company"])
        hr = context.Context(UUID(organization), user, context.Actor.HR, company)
        by = SimpleNamespace(company_id=company, user_id=user)
        names = {"given_name": "Nora", "family_name": "Lind", "side": "mentee"}
        line = SimpleNamespace(values={"email": f"other{number}@{company}.example"} | names)
        with context.enter(hr):
            take_back(Program.objects.get(pk=one["program"]), UUID(one["nomination"]), by=by)
        with contextlib.suppress(CannotNominate), context.enter(hr):
            nominate(Program.objects.get(pk=one["program"]), [line], by=by)
