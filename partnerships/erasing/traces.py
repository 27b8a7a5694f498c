"""Where somebody's name stands in what others have saved: views of lists, and files not applied."""

import re
from urllib.parse import unquote_plus

from django.db.models import Q

from organizations.models import SavedView
from participants.importing import runs
from participants.models import ImportLine, ImportRun


def forget_traces(person):
    """Remove what names this person by address, by full name or by family name.

    A view may have been saved under a name, or of a search for one. A file of an import that is not
    applied is discarded as a whole: it would bring the person back.
    """
    _forget_views(person)
    _discard_files(person)
    told = Q()
    for words in (person.email, person.name):
        for column in ("name", "problems", "changes", "notes"):
            told |= Q(**{f"{column}__icontains": words})
    ImportLine.objects.filter(told).delete()


def _forget_views(person):
    words = [person.email, person.name, person.family_name]
    names = "|".join(re.escape(word) for word in words if word.strip())
    named = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    found = [
        view.pk
        for view in SavedView.objects.only("id", "name", "query")
        if named.search(view.name) or named.search(unquote_plus(view.query))
    ]
    SavedView.objects.filter(pk__in=found).delete()


def _discard_files(person):
    address = person.email.casefold().encode()
    for run in ImportRun.objects.filter(files__isnull=False).distinct():
        if any(address in bytes(file.content).lower() for file in run.files.all()):
            try:
                runs.discard(run, by=None)
            except runs.Overtaken:  # a worker applies it at this moment
                continue
