"""How much of a score stories earn."""

from mentoring import semantic


def share_of(program):
    """Percent of the needs part that compares stories: what the program says, or 0 without the
    extra that can compare them."""
    return program.story_share if semantic.is_available() else 0


def is_left_out(program):
    """Whether the program wants stories compared and this installation cannot."""
    return bool(program.story_share) and not semantic.is_available()
