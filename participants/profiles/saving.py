"""Change the profile of somebody who is in a program already, a few columns at a time.

Two may have the same profile open: its owner in two tabs, a coordinator beside them. A page
therefore carries a fingerprint of each column that it shows. On saving, a column that its page left
alone is left alone, and one that somebody else changed meanwhile is not overwritten but told.
"""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentoring import clock
from participants import planning, services, writing
from participants.columns import columns_by_name
from participants.models import Participant
from participants.profiles import profile
from participants.profiles.own import drop_unused
from participants.roles import Standing
from participants.stored import known_companies
from participants.writing import OF_PERSON

HOURS = frozenset({"hours_from", "hours_to"})


class CannotChange(Exception):
    """The profile is not open to changes; ``message`` says why."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class Meanwhile(Exception):
    """Somebody else changed these columns since they were shown: ``now`` is ``{column: text}``."""

    def __init__(self, now):
        super().__init__(now)
        self.now = now

    def messages(self, side):
        """``{column: message}`` for whoever wanted to save."""
        labels = columns_by_name(side)
        return {name: [_told(labels[name], text)] for name, text in self.now.items()}


def _told(column, text):
    if not text:
        return _(
            "Somebody emptied this while you had it open. Save again to keep what you wrote here."
        )
    return _(
        "Somebody changed this while you had it open; it now reads: “%(text)s”. Save again to "
        "replace that with what you wrote here."
    ) % {"text": text}


def fingerprint(text):
    """What stands for a column's text on a page that shows it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fingerprints(texts):
    """``{column: fingerprint}`` of ``{column: text}``."""
    return {name: fingerprint(text) for name, text in texts.items()}


def is_open(participant, today):
    """Whether a participant, whose program is loaded, can change their own profile."""
    return participant.standing == Standing.IN and today <= participant.program.ends_on


@transaction.atomic
def save_own(participant, texts, *, by, shown):
    """A participant saves columns of their own profile; answers the names of those that changed.

    ``texts`` are read by the rules of ``services.save_participant``; ``shown`` are fingerprints of
    what their page showed. Raises ``CannotChange``, ``Meanwhile``, or ``ValidationError`` with
    messages by column, and then writes nothing.
    """
    writing.lock_people()
    participant = _fresh(participant.pk)
    if not is_open(participant, clock.today()):
        raise CannotChange(_("Your profile in this program cannot be changed any more."))
    side, program = participant.side, participant.program
    known = known_companies(is_discreet=True)
    email = participant.person.email
    reading = profile.read(side, {**texts, "email": email}, known, is_partial=True)
    stored = planning.stored(program, side, [email.lower()])[email.lower()].values
    _keep_others(side, reading, texts, shown, stored, known)
    reading.values |= {name: stored[name] for name in OF_PERSON}
    (plan,) = planning.plan(program, side, [reading], known)
    if plan.problems:
        raise ValidationError(_in_own_words(plan.problems, reading))
    writing.write(program, side, [plan], by=by)
    drop_unused(_competencies(stored), by=by)
    return [difference.column for difference in plan.differences]


def _fresh(pk):
    rows = Participant.objects.select_related("person", "program", "company")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def _keep_others(side, reading, texts, shown, stored, known):
    """Take out of a reading what the page left alone; ``Meanwhile`` where both sides wrote."""
    now = profile.written(side, {name: stored[name] for name in texts if name in stored}, known)
    read = {name: value for name, value in reading.values.items() if name in texts}
    new = {**texts, **profile.written(side, read, known)}
    known_names = [name for name in texts if name in shown and name in now]
    touched = {name for name in known_names if fingerprint(new[name]) != shown[name]}
    if touched & HOURS:  # two times are one thing to say
        touched |= HOURS & set(known_names)
    both = {}
    for name in known_names:
        if name not in touched:
            reading.values.pop(name, None)
        elif fingerprint(now[name]) != shown[name] and new[name] != now[name]:
            both[name] = now[name]
    if both:
        raise Meanwhile(both)


def _competencies(stored):
    return {*stored.get("needs", ()), *(code for code, _level in stored.get("offers", ()))}


def _in_own_words(problems, reading):
    """The messages as the person themselves reads them, about the columns that they can see."""
    if "capacity" in problems and "capacity" in reading.values:
        problems["capacity"] = [
            _(
                "This is fewer than the mentees you are matched with or meet now. You can offer "
                "fewer places when one of these has ended."
            )
        ]
    return problems


@transaction.atomic
def save_edited(participant, cells, *, by, shown):
    """A coordinator saves their form about somebody: ``services.save_participant`` for two tabs.

    Answers as that does; raises ``ValidationError`` or ``Meanwhile``.
    """
    writing.lock_people()
    participant = _fresh(participant.pk)
    side, email = participant.side, participant.person.email.lower()
    stored = planning.stored(participant.program, side, [email])[email].values
    names = [name for name, _company in stored["please_not"]]
    known = known_companies(names=names)
    reading = profile.read(side, cells, known, is_partial=True)
    _keep_others(side, reading, cells, shown, stored, known)
    now = profile.written(side, stored, known)
    kept = {
        name: text
        for name, text in cells.items()
        if name in reading.values or name in reading.problems
    }
    required = {name for name, column in columns_by_name(side).items() if column.is_required}
    kept |= {name: now[name] for name in required - set(kept)}
    return services.save_participant(participant.program, side, kept, by=by, names=names)
