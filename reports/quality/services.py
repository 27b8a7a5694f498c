"""The trail of what leaves the house."""

from django.db import transaction

from organizations.audit import record


@transaction.atomic
def trace(program, pack, *, by):
    """Note that staff took along the criteria of a program; ``hash`` stands for the very file."""
    record("program.quality_taken", program, by=by, hash=pack.hash)
