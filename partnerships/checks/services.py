"""Answering a check, and a coordinator's look at an answer."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.crypto.services import Destroyed, Keyring
from organizations.audit import record
from partnerships.checks import queries
from partnerships.checks.kinds import STEPS, Fit, Occasion
from partnerships.checks.models import Check
from partnerships.lifecycle import FINAL
from partnerships.refusals import Refusal

LONGEST = 2000

NOT_YOURS = _("Each of the two answers for themselves.")
SENT = _("You have sent this already, so it stays as it is.")
CLOSED = _("This check has closed, so nothing more is accepted. What you typed was not kept.")
OVER = _("This partnership is over, so there is nothing left to answer.")
MISSING = _("Choose an answer to each question.")
TOO_LONG = _("Your words are longer than 2,000 characters. Shorten them.")
GONE = _("You have had what you wrote erased, so no words can be kept here. Leave them out.")


class CannotAnswerCheck(Refusal):
    """This check cannot be answered (any more, or so); nothing was written."""


@transaction.atomic
def answer(check, *, by, meeting=None, useful=None, fit="", words=""):
    """The person behind ``by`` answers their own check, once.

    A fit check takes ``fit``, any other the ratings ``meeting`` and ``useful`` from 1 to 5. Raises
    ``CannotAnswerCheck``: not theirs, sent with other answers, closed, over, or incomplete.
    """
    rows = Check.objects.select_related("partnership", "participant")
    check = rows.select_for_update(of=("self",), no_key=True).filter(pk=check.pk).first()
    if check is None or by is None or by.person_id != check.participant.person_id:
        raise CannotAnswerCheck("not_yours", NOT_YOURS)
    words = words.replace("\r\n", "\n").replace("\x00", "").strip()
    given = {"meeting": meeting, "useful": useful, "fit": fit}
    if check.answered_at:
        sent = {name: getattr(check, name) for name in given}
        if (given, words) == (sent, queries.opened(check).words):
            return check
        raise CannotAnswerCheck("sent", SENT)
    _check_open(check)
    _check_complete(check, given, words)
    for name, value in given.items():
        setattr(check, name, value)
    if words:
        check.locked = _locked(check, words, by)
    check.answered_at = clock.now()
    check.save(update_fields=[*given, "locked", "answered_at"])
    record("check.answered", check, by=by, occasion=check.occasion)
    return check


@transaction.atomic
def read(check, *, by):
    """One answered check for a coordinator, opened, and the trace that it was read."""
    record("check.read", check, by=by, occasion=check.occasion)
    return queries.opened(check)


def _check_open(check):
    if check.partnership.status in FINAL:
        raise CannotAnswerCheck("over", OVER)
    if check.closes_on < clock.today():
        raise CannotAnswerCheck("closed", CLOSED)


def _check_complete(check, given, words):
    if check.occasion == Occasion.FIT:
        is_complete = given == {"meeting": None, "useful": None, "fit": given["fit"]}
        is_complete = is_complete and given["fit"] in Fit.values
    else:
        is_complete = given["fit"] == "" and {given["meeting"], given["useful"]} <= set(STEPS)
    if not is_complete:
        raise CannotAnswerCheck("missing", MISSING)
    if len(words) > LONGEST:
        raise CannotAnswerCheck("too_long", TOO_LONG)


def _locked(check, words, by):
    try:
        return Keyring([by.person_id]).encrypt(by.person_id, words, check.about)
    except Destroyed:
        raise CannotAnswerCheck("gone", GONE) from None
