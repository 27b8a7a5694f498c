"""What a sweep looks for. Each app registers a function that finds its own due rows."""

_due_work = []


def register(function):
    """Call ``function()`` inside each organization's context, every minute and after changes.

    It must be quick (queue long work as a task), idempotent, and safe beside itself.
    """
    if function not in _due_work:
        _due_work.append(function)


def due_work():
    return tuple(_due_work)
