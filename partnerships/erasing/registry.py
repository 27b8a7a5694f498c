"""What apps above this one tell a person of what is kept of them, and forget with them."""

_forgetting = []
_telling = {}


def register(function):
    """Call ``function(person_id)`` in the transaction in which a person is erased, before it ends.

    For what the database does not forget by itself in ``app.erase_person``.
    """
    if function not in _forgetting:
        _forgetting.append(function)


def forgetting():
    return tuple(_forgetting)


def tell(name, function):
    """Let ``function(person_id)`` answer, as plain values, what stands under ``name``."""
    _telling[name] = function


def telling():
    return dict(_telling)
