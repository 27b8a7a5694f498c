"""An import from upload to result: asked for, checked, confirmed, applied; or discarded."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import clock
from mentoring.jobs import progress, running
from mentoring.jobs.models import RunStatus
from mentoring.jobs.running import Refused
from mentoring.jobs.tasks import wake
from mentoring.tenancy import statistics
from organizations.audit import record
from organizations.models import Employment, Membership, Person
from organizations.roles import STAFF
from participants import writing
from participants.importing.checking import Tally, check, name_of
from participants.importing.reading import PeopleFile
from participants.models import (
    ImportFile,
    ImportLine,
    ImportRun,
    Participant,
    ParticipantCompetency,
)
from participants.roles import ImportPhase

KEPT_UNDECIDED = timedelta(days=7)
FILLED = (Person, Employment, Membership, Participant, ParticipantCompetency)


class Overtaken(Exception):
    """The import is not waiting for this decision any more."""


class FaultyRows(Refused):
    """Rows have problems; ``lines`` hold what was found."""

    def __init__(self, message, lines):
        super().__init__(message)
        self.lines = lines


@transaction.atomic
def ask(program, side, content, filename, *, by):
    """Note a file to be checked by a worker. Raises ``Refused`` if it is no file of people."""
    file = PeopleFile(content, side)
    run = ImportRun.objects.create(
        program=program,
        side=side,
        filename=filename[-200:],
        encoding=file.encoding_name,
        absent=file.absent,
        asked_by=by.user_id if by else None,
    )
    ImportFile.objects.create(run=run, content=content)
    record("import.uploaded", run, by=by, program=str(program.pk), side=str(side))
    wake()
    return run


@transaction.atomic
def confirm(run, *, by, leave_out=False):
    """Let a worker apply what the preview shows; ``Overtaken`` if somebody was faster.

    Whoever confirms says that these people agreed to take part. Rows with problems block the
    import unless ``leave_out``.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not run.is_preview:
        raise Overtaken
    if run.faulty and not leave_out:
        raise Refused(_rows_with_problems(run))
    if not run.good:
        raise Refused(_("No row of the file can be imported."))
    run.phase, run.status = ImportPhase.APPLY, RunStatus.QUEUED
    run.attempts, run.finished_at = 0, None
    run.leave_out = bool(run.faulty)
    run.asked_by = by.user_id if by else None
    run.save()
    record("import.confirmed", run, by=by, agreed=True, leave_out=run.faulty)
    wake()
    return run


@transaction.atomic
def check_again(run, *, by):
    """Look at the same file once more, after facts have changed; ``Overtaken`` if it is gone."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not (run.is_preview or run.status == RunStatus.FAILED) or not run.files.exists():
        raise Overtaken
    run.phase, run.status = ImportPhase.CHECK, RunStatus.QUEUED
    run.attempts, run.finished_at, run.error = 0, None, ""
    run.save()
    record("import.checked_again", run, by=by)
    wake()
    return run


@transaction.atomic
def discard(run, *, by):
    """Forget the file; nothing of it has been or will be written. ``Overtaken`` if it is over."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.phase == ImportPhase.APPLY and run.status != RunStatus.FAILED:
        raise Overtaken
    if run.status == RunStatus.CANCELLED:
        raise Overtaken
    run.status, run.finished_at = RunStatus.CANCELLED, clock.now()
    run.save()
    _forget(run)
    run.lines.all().delete()
    record("import.discarded", run, by=by)
    return run


def discard_forgotten():
    """Files that nobody decided about in a week, and files that could not be read."""
    forgotten = ImportRun.objects.filter(
        files__isnull=False, finished_at__lt=clock.now() - KEPT_UNDECIDED
    )
    for run in forgotten.distinct():
        discard(run, by=None)


def do(run):
    """A worker's part: check or apply, whichever the run is at."""
    try:
        if run.phase == ImportPhase.CHECK:
            check_rows(run)
        else:
            apply_rows(run)
    except IntegrityError:
        raise Refused(_changed_meanwhile()) from None


def import_file(program, side, content, filename, *, by, leave_out=False):
    """Check and apply a file at once; the finished ``ImportRun``.

    For commands and seeding. Raises ``Refused`` for a file that cannot be read and ``FaultyRows``
    for rows with problems unless ``leave_out``; then nothing is written.
    """
    with transaction.atomic():
        run = ask(program, side, content, filename, by=by)
        at_once(run, check_rows)
        if run.faulty and not leave_out:
            raise FaultyRows(_rows_with_problems(run), list(run.lines.exclude(problems=[])))
        run = confirm(run, by=by, leave_out=leave_out)
        at_once(run, apply_rows)
        return run


def at_once(run, do_part):
    run.status = RunStatus.RUNNING
    run.save(update_fields=["status"])
    do_part(run)
    run.status, run.finished_at = RunStatus.DONE, clock.now()
    run.save()


def check_rows(run):
    run.lines.all().delete()
    file, tally = _file(run), Tally()
    for checked in check(run.program, run.side, file, tally):
        ImportLine.objects.bulk_create(_lines(run, checked))
        _proceed(run, tally, file)
    if not tally.done:
        raise Refused(_("The file has a header and no people. Add a row for each person."))
    _count(run, tally)
    run.fingerprint = tally.fingerprint


def apply_rows(run):
    by = _asker(run)
    writing.lock_people()
    file, tally = _file(run), Tally()
    for chunk, checked in enumerate(check(run.program, run.side, file, tally)):
        good = [one.plan for one in checked if one.is_good]
        writing.write(run.program, run.side, good, by=by)
        if chunk == 0:  # what checks the references was planned while the tables were empty
            statistics.refresh(*FILLED)
        _proceed(run, tally, file)
    if tally.fingerprint != run.fingerprint:
        raise Refused(_changed_meanwhile())
    statistics.refresh(*FILLED)
    _forget(run)
    record(
        "import.applied",
        run,
        by=by,
        created=tally.created,
        changed=tally.changed,
        unchanged=tally.unchanged,
        left_out=tally.faulty,
    )


def _asker(run):
    """As whom the worker writes: whoever confirmed, if they may still do so."""
    if run.asked_by is None:
        return None
    held = Membership.objects.filter(user_id=run.asked_by, role__in=STAFF)
    membership = held.order_by("-role").first()
    if membership is None:
        raise Refused(_("Whoever confirmed this import is not a coordinator any more."))
    return membership


def _file(run):
    stored = run.files.first()
    if stored is None:
        raise Refused(_("The file is not kept any more. Upload it again."))
    return PeopleFile(bytes(stored.content), run.side)


def _lines(run, checked):
    for one in checked:
        if not one.is_worth_a_line:
            continue
        problems, changes, notes = one.said()
        yield ImportLine(
            run=run,
            number=one.number,
            name=name_of(one),
            is_new=one.plan.stored.participant is None,
            problems=problems,
            changes=changes,
            notes=notes,
        )


def _proceed(run, tally, file):
    running.raise_if_cancelled(run)
    progress.report(run.pk, tally.done, file.count, _("Rows"))


def _count(run, tally):
    for name in ("created", "changed", "unchanged", "faulty", "noted"):
        setattr(run, name, getattr(tally, name))


def _forget(run):
    """Copies of people's data do not outlive the decision about them."""
    run.files.all().delete()
    run.lines.filter(problems=[], notes=[]).delete()
    run.lines.update(changes=[])


def _rows_with_problems(run):
    return ngettext(
        "%(faulty)d of %(rows)d rows has a problem. Correct it, or leave it out.",
        "%(faulty)d of %(rows)d rows have problems. Correct them, or leave them out.",
        run.faulty,
    ) % {"faulty": run.faulty, "rows": run.rows}


def _changed_meanwhile():
    return _(
        "People or companies of this file have changed since the preview was made. Nothing has "
        "been imported. Check the file again."
    )
