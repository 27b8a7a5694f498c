"""A person's certificates, for themselves to take along."""

from evaluations.certificates import queries
from evaluations.certificates.models import Certificate

COLUMNS = (
    *("side", "program_name", "organization_name", "began_on", "ended_on", "issued_on"),
    "revoked_at",
)


def certificates_of(person_id):
    """Each with its name and code, None once they were erased."""
    rows = Certificate.objects.filter(participant__person=person_id).select_related("participant")
    return [_row(row) for row in rows]


def _row(row):
    secret = queries.secret_of(row)
    return {
        "number": row.said_number,
        **{column: getattr(row, column) for column in COLUMNS},
        "name": secret and secret.name,
        "code": secret and secret.code,
    }
