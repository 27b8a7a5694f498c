"""Which rule of the database refused a write."""


def rule_of(error):
    """The name of the constraint behind an ``IntegrityError``; empty if it has none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
