"""What is signed, as a number: over the text, the cadence, and the clauses as they are sealed."""

from hashlib import sha256


def digest_of(agreement):
    """Hexadecimal SHA-256 of everything that an ``Agreement`` says.

    The database computes the same in ``app.agreement_digest`` and refuses any other.
    """
    plain = (
        agreement.partnership_id,
        agreement.number,
        agreement.weeks,
        agreement.minutes,
        agreement.form,
        "",
    )
    said = "|".join(map(str, plain)).encode()
    said += sha256(agreement.text.source.encode()).digest()
    if agreement.clauses is not None:
        said += sha256(bytes(agreement.clauses.sealed)).digest()
    return sha256(said).hexdigest()
