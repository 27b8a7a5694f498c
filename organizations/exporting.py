"""A list as a file: the same rows as its page, and a trace of who took them along."""

from django.http import Http404

from mentoring.ui import exports
from organizations.audit import record


def answer(request, kind, listing, read, columns, *, about, verb, title, words):
    """The file of this kind, with a row in the trail of ``about``; 404 for a kind unknown.

    ``read()`` gives the rows, ``columns`` say what of each; ``title`` names the sheet and ``words``
    the file. The trail keeps how many rows and by which filters, never what was searched for.
    """
    if kind not in exports.KINDS:
        raise Http404
    rows = read()
    trace(request, kind, listing, rows, about=about, verb=verb)
    return exports.download(kind, columns, rows, title=title, words=words)


def trace(request, kind, listing, rows, *, about, verb):
    """The row in the trail of ``about`` that says what was taken along, and by whom."""
    record(
        verb,
        about,
        by=request.membership,
        kind=kind,
        rows=len(rows),
        filters=sorted(listing.chosen),
        is_searched=bool(listing.text),
    )
