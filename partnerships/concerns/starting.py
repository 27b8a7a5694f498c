"""What checks, calls and concerns have the product do by itself: due work, and mails."""

from mentoring.jobs import registry
from notifications import kinds
from partnerships.checks import due as checks
from partnerships.checks import letters as check_letters
from partnerships.concerns import due, letters

DUE = (
    checks.open_fit_checks,
    checks.open_progress_checks,
    checks.remind_of_checks,
    due.mail_concerns,
    due.mail_codes,
    due.note_undelivered,
)
LETTERS = {
    checks.OPENED: check_letters.check_open,
    checks.REMINDER: check_letters.check_reminder,
    letters.ASKED: letters.call_asked,
    letters.TOLD: letters.concern_told,
    letters.CODE: letters.concern_code,
}


def register():
    """Once, when the app is ready."""
    for find in DUE:
        registry.register(find)
    for kind, write in LETTERS.items():
        kinds.register(kind, write)
