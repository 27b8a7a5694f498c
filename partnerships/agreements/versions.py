"""Writes about the organization's text: shipping it, its next versions, and what programs use."""

from django.db import transaction
from django.db.models import Exists, OuterRef

from organizations.audit import record
from partnerships.agreements import queries, reading, shipped
from partnerships.agreements.models import AgreementText, ProgramAgreement
from programs.models import Program
from training.briefing import Outdated, lock_organization
from training.modules.versions import tidied


@transaction.atomic
def ship():
    """Due work: every organization has the product's text, and its new versions.

    A text that the organization has written over stays the organization's.
    """
    if not _is_due():
        return
    lock_organization()
    if _is_due():
        newest = queries.newest_text()
        _save(shipped.source(), newest.number + 1 if newest else 1, is_shipped=True)


def _is_due():
    newest = queries.newest_text()
    return newest is None or (newest.is_shipped and newest.source != shipped.source())


def furnish_programs():
    """Due work: a program without a text takes that of its model, else the newest."""
    pinned = ProgramAgreement.objects.filter(program=OuterRef("pk"))
    programs = list(Program.objects.exclude(Exists(pinned)))
    newest = queries.newest_text()
    if not programs or newest is None:
        return
    models = ProgramAgreement.objects.filter(program__in=[row.cloned_from_id for row in programs])
    of_models = dict(models.values_list("program", "text"))
    ProgramAgreement.objects.bulk_create(
        [
            ProgramAgreement(
                program=program, text_id=of_models.get(program.cloned_from_id, newest.pk)
            )
            for program in programs
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def save(source, number, *, by):
    """The next version, edited from version ``number``; None if nothing changed.

    Programs go on with the version that they use. Raises ``Outdated`` when somebody else saved one
    meanwhile, ``reading.Mistake`` and ValidationError for a text that cannot be used.
    """
    source = tidied(source)
    lock_organization()
    newest = queries.newest_text()
    if (newest.number if newest else 0) != number:
        raise Outdated
    if newest and newest.source == source:
        return None
    text = _save(source, number + 1)
    record("agreement_text.saved", text, by=by, number=text.number)
    return text


@transaction.atomic
def use_version(program, text, *, by):
    """Give the pairs of a program this version from now on.

    What is proposed or signed keeps its own. Twice is once.
    """
    rows = ProgramAgreement.objects.select_for_update(of=("self",), no_key=True)
    pin = rows.filter(program=program).first()
    if pin is None:
        pin = ProgramAgreement.objects.create(program=program, text=text)
    elif pin.text_id == text.pk:
        return pin
    else:
        pin.text = text
        pin.save(update_fields=["text"])
    record("agreement_text.used", pin, by=by, program=str(program.pk), number=text.number)
    return pin


def _save(source, number, *, is_shipped=False):
    title = reading.read(source).title
    return AgreementText.objects.create(
        number=number, title=title, source=source, is_shipped=is_shipped
    )
