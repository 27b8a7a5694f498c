"""A new program made from an earlier one: its rules, texts, dates and sponsors, never people."""

from django.db import transaction

from organizations.audit import record
from programs.models import Program, ProgramDate, SponsorContact, Sponsorship
from programs.services import FLAGS, LIMITS, TEXTS, create_program
from programs.timetable import shifted, shifted_end


@transaction.atomic
def clone_program(source, *, name, starts_on, with_sponsors, by):
    """A program like ``source`` that starts on another day; every date keeps its distance.

    Sponsors come with seats, aims and contacts, without cost, and state their competitors anew.
    Raises ValidationError by field as ``create_program``.
    """
    settings = {key: getattr(source, key) for key in (*LIMITS, *TEXTS, *FLAGS)}
    span = (starts_on, shifted_end(source.starts_on, source.ends_on, starts_on))
    program = create_program(name=name, starts_on=span[0], ends_on=span[1], by=by, **settings)
    Program.objects.filter(pk=program.pk).update(cloned_from=source)
    program.cloned_from = source
    _clone_dates(source, program, span)
    if with_sponsors:
        _clone_sponsors(source, program)
    record("program.cloned", program, by=by, source=str(source.pk), sponsors=with_sponsors)
    return program


def _clone_dates(source, program, span):
    rows = {row.key: (row.opens_on, row.closes_on) for row in source.dates.all()}
    moved = shifted(rows, (source.starts_on, source.ends_on), span)
    program.dates.all().delete()
    ProgramDate.objects.bulk_create(
        ProgramDate(program=program, key=key, opens_on=opens_on, closes_on=closes_on)
        for key, (opens_on, closes_on) in moved.items()
    )


def _clone_sponsors(source, program):
    for row in source.sponsorships.prefetch_related("contacts"):
        copy = Sponsorship.objects.create(
            program=program,
            company_id=row.company_id,
            mentee_seats=row.mentee_seats,
            mentors_owed=row.mentors_owed,
            aims=row.aims,
            currency=row.currency,
        )
        SponsorContact.objects.bulk_create(
            SponsorContact(
                sponsorship=copy,
                name=contact.name,
                email=contact.email,
                gets_reports=contact.gets_reports,
            )
            for contact in row.contacts.all()
        )
