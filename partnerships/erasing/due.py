"""What a sweep does about people who are to be erased, and the mail about it."""

from mentoring.jobs import registry
from notifications import kinds
from partnerships.erasing import letters, retention, services


def register():
    """Called once, when models exist."""
    registry.register(services.carry_out_due)
    registry.register(retention.destroy_old_words)
    registry.register(retention.forget_unanswered)
    registry.register(retention.ask_when_time_is_over)
    kinds.register(letters.erasure_asked.__name__, letters.erasure_asked)
