"""The last change of a run, as far as what follows from it needs it."""

from django.db.models.functions import JSONObject

from matching.changes.models import Change


def last_change(run):
    """What ``told_of_last`` says of a run, or None."""
    return told_of_last(run.pk).values_list("told", flat=True).first()


def told_of_last(run):
    """The last change in force of ``run`` (an id, or a reference to one) in one column, ``told``.

    ``number``, ``act``, ``asked``, ``pins``, ``vetoes``, and ``assigned``: who has whom after it.
    """
    told = {name: name for name in ("number", "act", "asked", "pins", "vetoes")}
    rows = Change.objects.filter(run=run, undone_at__isnull=True).order_by("-number")
    return rows.annotate(told=JSONObject(**told, assigned="claim__assigned")).values("told")
