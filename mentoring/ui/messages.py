"""Messages after an act that can be undone."""

from django.contrib import messages


def undoable(request, text, address):
    """Say `text` and offer to undo: a POST to `address`, a path of this site without spaces."""
    if not address.startswith("/") or address.startswith("//") or " " in address:
        raise ValueError("The address to undo at is a path of this site.")
    messages.success(request, text, extra_tags=f"undo={address}")
