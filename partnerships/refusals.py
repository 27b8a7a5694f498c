"""Why an announcement or an answer is refused, in words for the person who tried.

The database refuses by a constraint's name; the sentence is found by SQLSTATE and that name, never
by the text of the error.
"""

import contextlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

FOREIGN_KEY, UNIQUE, CHECK = "23503", "23505", "23514"

ONE_CHANGED_JOB = _("One of the two has changed jobs since. Bring their profile up to date first.")
SAME_PERSON = _("Nobody can be their own mentor.")
MENTOR_FULL = _("This mentor has no free place left.")
OTHER_PROGRAM = _("Mentor and mentee are not in the same program.")

RULES = {
    (UNIQUE, "partnership_one_live_per_mentee"): (
        "mentee_matched",
        _("This mentee has a match already."),
    ),
    (UNIQUE, "partnership_one_live_per_place"): ("mentor_full", MENTOR_FULL),
    (FOREIGN_KEY, "partnership_place_exists"): ("mentor_full", MENTOR_FULL),
    (CHECK, "partnership_of_two_people"): ("same_person", SAME_PERSON),
    (CHECK, "partnership_across_companies"): (
        "same_company",
        _("Both work for the same company."),
    ),
    (CHECK, "partnership_noncompeting"): (
        "competing",
        _("Their companies compete, or belong to the same group."),
    ),
    (CHECK, "partnership_competing_later"): (
        "competing_later",
        _(
            "One of the two is about to change employers, and their companies would then compete "
            "or be the same. Look at the jobs of both."
        ),
    ),
    (CHECK, "partnership_both_take_part"): (
        "not_taking_part",
        _("One of the two no longer takes part in this program."),
    ),
    (CHECK, "partnership_current_jobs"): ("job_changed", ONE_CHANGED_JOB),
    (FOREIGN_KEY, "partnership_mentor_job"): ("job_changed", ONE_CHANGED_JOB),
    (FOREIGN_KEY, "partnership_mentee_job"): ("job_changed", ONE_CHANGED_JOB),
    (FOREIGN_KEY, "partnership_mentor_frozen"): ("other_program", OTHER_PROGRAM),
    (FOREIGN_KEY, "partnership_mentee_frozen"): ("other_program", OTHER_PROGRAM),
    (CHECK, "partnership_after_baseline"): (
        "baseline_open",
        _("The baseline of this program has not closed yet."),
    ),
    (CHECK, "partnership_after_training"): (
        "not_trained",
        _("Both finish the training of their part first."),
    ),
    (CHECK, "partnership_both_signed"): (
        "not_signed",
        _("It begins when both have signed the agreement."),
    ),
    (CHECK, "partnership_introduced_once"): (
        "introduced",
        _("The two were introduced already, or do not prepare any more."),
    ),
    (CHECK, "partnership_accepted_by_oneself"): (
        "not_yours",
        _("Each of the two answers for themselves."),
    ),
}


class Refusal(Exception):
    """``rule`` names what stands against it, ``message`` says it to the person who tried."""

    def __init__(self, rule, message):
        super().__init__(message)
        self.rule = rule
        self.message = message


class CannotAnnounce(Refusal):
    """These two cannot be announced as they stand now; nothing was written."""


class CannotAnswer(Refusal):
    """This answer cannot be given (any more); nothing was written."""


class CannotBegin(Refusal):
    """This partnership cannot become active (any more); nothing was written."""


class CannotPause(Refusal):
    """This partnership cannot rest, or go on, as it stands now; nothing was written."""


class CannotExtend(Refusal):
    """These two cannot go on for longer in this way; nothing was written."""


class CannotIntroduce(Refusal):
    """These two cannot be introduced (any more); nothing was written."""


class CannotWithdraw(Refusal):
    """This match cannot be taken back (any more); nothing was written."""


@contextlib.contextmanager
def explained(refusal, messages=None):
    """Turn the database's refusal of the write inside into a ``refusal`` with a sentence.

    ``messages`` replaces sentences by rule. An error that no rule names passes through.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = error.__cause__.diag
        known = RULES.get((diagnosis.sqlstate, diagnosis.constraint_name))
        if known is None:
            raise
        rule, message = known
        raise refusal(rule, (messages or {}).get(rule, message)) from error
