"""What apps above this one forget of a person who is erased."""

_forgetting = []


def register(function):
    """Call ``function(person_id)`` in the transaction in which a person is erased, before it ends.

    For what the database does not forget by itself in ``app.erase_person``.
    """
    if function not in _forgetting:
        _forgetting.append(function)


def forgetting():
    return tuple(_forgetting)
