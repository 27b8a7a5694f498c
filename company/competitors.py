"""Companies that HR names because its people must never meet theirs.

HR's database role cannot find out whether a company of that name is known: it reads its own list
and writes through three functions, whose answers depend on that list alone.
"""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from mentoring.tenancy.keys import uuid7
from organizations.models import NamedCompetitor
from organizations.names import clean_name
from programs.models import Sponsorship

LONGEST = 160
MOST = 200


def named():
    """What the company has typed and not taken off, in the order of typing."""
    return list(NamedCompetitor.objects.order_by("named_at", "id"))


def statements_missing():
    """Names of the programs for which the company has not said yet that its list is complete."""
    silent = Sponsorship.objects.filter(competitors_stated_at__isnull=True)
    return list(silent.order_by("program__name").values_list("program__name", flat=True))


def is_sponsor():
    """Whether the company has a place in any program."""
    return Sponsorship.objects.exists()


def names_in(text):
    """The tidy names in a text, one a line, each once. Raises ValidationError."""
    names = {}
    for line in text.splitlines():
        if name := clean_name(line):
            names.setdefault(name.casefold(), name)
    too_long = [name for name in names.values() if len(name) > LONGEST]
    if too_long:
        raise ValidationError(
            _("“%(start)s…” is longer than %(most)s characters. Put each company on its own line.")
            % {"start": too_long[0][:40], "most": LONGEST}
        )
    if not names:
        raise ValidationError(_("Type the name of at least one company."))
    return list(names.values())


@transaction.atomic
def name_all(names):
    """Put these names on the company's list; one that stands there already changes nothing.

    Raises ValidationError when the list would grow past ``MOST``, and then adds none.
    """
    for name in names:
        if _ask("SELECT app.name_competitor(%s, %s, %s)", uuid7(), name, MOST) == "full":
            raise ValidationError(
                _("Your list holds at most %(most)s companies. None of these was added.")
                % {"most": MOST}
            )


def take_off(named_id):
    """Take a name off the company's list; whether it stood there."""
    return _ask("SELECT app.unname_competitor(%s)", named_id)


def state_all():
    """Say that the list is complete, in every program that waits for it; in how many."""
    return _ask("SELECT app.state_competitors()")


def _ask(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
