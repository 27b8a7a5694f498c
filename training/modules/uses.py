"""Writes about the modules of a program: which version each side takes, and what it has to."""

from django.db import transaction
from django.utils.translation import gettext as _

from mentoring.jobs.tasks import wake
from organizations.audit import record
from training.modules import queries, shipped
from training.modules.models import ProgramModule
from training.roles import Need, TextKind


class CannotChange(Exception):
    """The program's training cannot be changed like this; the message says why."""


def furnish_programs():
    """Due work: a program without modules takes those of the one it was cloned from, in their
    newest versions, else the product's.
    """
    programs = list(queries.programs_without_modules())
    if not programs:
        return
    newest = {(row.side, row.code): row for row in queries.newest_of_kind(TextKind.MODULE)}
    models = queries.modules_of([program.cloned_from_id for program in programs])
    ProgramModule.objects.bulk_create(
        [
            ProgramModule(program=program, side=side, code=code, version=version, **facts)
            for program in programs
            for side, code, facts in models.get(program.cloned_from_id) or _of_the_product()
            if (version := newest.get((side, code)))
        ],
        ignore_conflicts=True,
    )


def _of_the_product():
    """``[(side, code, facts)]`` of the modules that are shipped."""
    return [
        (
            text.side,
            text.code,
            {
                "position": shipped.position_of(text.code),
                "need": Need.OPTIONAL if text.code in shipped.OPTIONAL else Need.REQUIRED,
            },
        )
        for text in shipped.everything()
        if text.kind == TextKind.MODULE
    ]


@transaction.atomic
def set_need(module, need, *, by):
    """Require a module, offer it, or leave it out. Raises ``CannotChange``.

    One module of each side stays required: nobody meets without training.
    """
    rows = _held(module)
    module = next(row for row in rows if row.pk == module.pk)
    if need not in Need.values:
        raise CannotChange(_("Choose whether this module is required."))
    if module.need == need:
        return module
    others = [row for row in rows if row.need == Need.REQUIRED and row.pk != module.pk]
    if need != Need.REQUIRED and not others:
        raise CannotChange(_("One module has to stay required: it is what opens the meetings."))
    module.need = need
    module.save(update_fields=["need"])
    _note(module, by, need=need)
    wake()
    return module


@transaction.atomic
def use_version(module, version, *, by):
    """Take another version of a module from now on.

    Whoever has begun one finishes that one, and whoever has finished stays finished.
    """
    [module] = [row for row in _held(module) if row.pk == module.pk]
    if (version.kind, version.side, version.code) != (TextKind.MODULE, module.side, module.code):
        raise CannotChange(_("This is a version of another module."))
    if module.version_id == version.pk:
        return module
    module.version = version
    module.save(update_fields=["version"])
    _note(module, by, number=version.number)
    return module


@transaction.atomic
def add(program, version, *, by):
    """One more module for a program's side, at the end and voluntary; twice is once."""
    module, created = ProgramModule.objects.get_or_create(
        program=program,
        side=version.side,
        code=version.code,
        defaults={
            "version": version,
            "position": queries.last_position(program, version.side) + 1,
            "need": Need.OPTIONAL,
        },
    )
    if created:
        _note(module, by, need=module.need, number=version.number)
    return module


@transaction.atomic
def move(module, *, up, by):
    """Change places with the neighbor before or after."""
    rows = _held(module)
    here = [row.pk for row in rows].index(module.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows, start=1):
        row.position = number
    ProgramModule.objects.bulk_update(rows, ["position"])
    _note(rows[there], by, position=there + 1)


def _held(module):
    """The modules of this one's side, in order, held until the end of the transaction."""
    rows = ProgramModule.objects.filter(program=module.program_id, side=module.side)
    rows = rows.select_for_update(of=("self",), no_key=True)
    return list(rows.order_by("position", "code"))


def _note(module, by, **facts):
    record("module.used", module, by=by, program=str(module.program_id), code=module.code, **facts)
