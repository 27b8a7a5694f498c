"""Files of a pair: put there, taken out and removed. Sealed like whatever else the two write."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from mentoring.crypto.master import Unreadable
from organizations.audit import record
from partnerships.writing.checking import checked_file
from partnerships.writing.models import PairFile
from partnerships.writing.services import CannotWrite, open_pair, sealed_by

MOST = 100
FULL = _("There are %(most)d files here already, which is the most. Remove one first.")
KIND = "file"


@dataclass(frozen=True)
class File:
    """One file in a list; ``name`` is None when its author's key is gone."""

    row: PairFile
    name: str | None = field(repr=False)
    reader_id: UUID

    @property
    def is_mine(self):
        return self.row.author_id == self.reader_id


@transaction.atomic
def put(partnership, file, *, by, keys):
    """Keep a file that somebody sends; what it holds decides whether.

    Raises ValidationError for what is no such file, ``CannotWrite``: closed, erased, or too many.
    """
    checked = checked_file(file)
    partnership = open_pair(partnership, by=by)
    if PairFile.objects.filter(partnership=partnership).count() >= MOST:
        raise CannotWrite("full", FULL % {"most": MOST})
    row = PairFile(partnership=partnership, author_id=by.person_id, size=len(checked.content))
    row.stamp()
    with sealed_by():
        keys.seal(row, checked.name)
        keys.seal_content(row, checked.content)
    row.save(force_insert=True)
    record("writing.written", partnership, by=by, kind=KIND, item=str(row.pk))
    return row


@transaction.atomic
def remove(file, *, by):
    """Delete a ``File`` of one's own for good."""
    if file.row.author_id != by.person_id:
        raise Http404
    pk = str(file.row.pk)
    file.row.delete()
    record("writing.removed", file.row.partnership, by=by, kind=KIND, item=pk)


def files_of(pair, person_id, keys):
    """``[File]`` of a partnership, the newest first, without what they hold."""
    rows = PairFile.objects.filter(partnership=pair.partnership).defer("content")
    return [_file(row, person_id, keys) for row in rows]


def file_or_404(pair, file_id, person_id, keys):
    """One ``File`` of this partnership."""
    rows = PairFile.objects.filter(partnership=pair.partnership, pk=file_id)
    row = rows.select_related("partnership").first()
    if row is None:
        raise Http404
    return _file(row, person_id, keys)


def content_or_404(file, keys):
    """What it holds."""
    try:
        return keys.read_content(file.row)
    except Unreadable:
        raise Http404 from None


def _file(row, person_id, keys):
    try:
        return File(row, keys.read(row), person_id)
    except Unreadable:
        return File(row, None, person_id)
