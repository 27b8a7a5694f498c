"""A program that is over, with a report for the company whose HR is pictured."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy import context
from programs.services import create_program, sponsor
from reports.content import hash_of, to_json
from reports.models import Snapshot
from reports.queries import last_number
from reports.services import count
from tests.factories.participants import ParticipantFactory
from tests.reports.sample import sample

LATER = {"program": "told", "occasion": "half_year"}


def prepare(scenes, contact, coordinator):
    """Inside the organization, as a worker; ``contact`` is the HR person."""
    today = clock.today()
    program = create_program(
        name="Bridge Earlier", starts_on=today - timedelta(days=600), by=coordinator
    )
    sponsor(program, contact.company, mentee_seats=12, mentors_owed=9, by=coordinator)
    text = to_json(sample(company=contact.company.name, program=program.name))
    snapshot = Snapshot.objects.create(
        program=program,
        company=contact.company,
        made_for=contact.company_id,
        kind="quarterly",
        period_from=today - timedelta(days=600),
        period_to=today - timedelta(days=511),
        number=last_number() + 1,
        content=text,
        content_hash=hash_of(text),
    )
    ParticipantFactory.create_batch(9, program=program, company=contact.company, login=False)
    numbers = {"counted": 9, "stayed": 8, "promoted": 2, "larger_role": 3, "moved": 1}
    group = {f"group_{name}": number for name, number in numbers.items()}
    as_hr = context.Context(
        program.organization_id, contact.user_id, context.Actor.HR, contact.company_id
    )
    with context.enter(as_hr):
        given = numbers | group | {"group_words": "Same level, not in the program"}
        count(program, contact.company_id, "follow_up_6", given, seen=None)
    scenes.values.update(
        told=program.slug,
        snapshot_id=snapshot.pk,
        half_year="follow_up_6",
        whole_year="follow_up_12",
    )


def pages(state, bare, still, send_empty):
    """The states of these pages; the arguments are words of ``pages``."""
    told = {"program": "told"}
    return {
        "reports:list": [state("ahead"), state("to-make", parts=told), state("empty", parts=bare)],
        "reports:figures": [state(), state("empty", parts=bare)],
        "reports:counts": [state("ahead"), state(parts=told), state("empty", parts=bare)],
        "reports:report": [state(parts=told)],
        "quality:program": [state(), state("told", parts=told), state("empty", parts=bare)],
        "company:home": [state(who="hr"), state("empty", who="quiet_hr", parts=still)],
        "company:sponsorship": [state(who="hr"), state("empty", who="quiet_hr", parts=still)],
        "company-reports:list": [state(who="hr"), state("empty", who="quiet_hr", parts=still)],
        "company-reports:report": [state(who="hr")],
        "company-reports:counts": [
            state("blank", who="hr", parts=LATER),
            state("errors", who="hr", parts=LATER, act=send_empty),
            state("early", who="hr", parts={**LATER, "occasion": "whole_year"}),
        ],
    }
