"""Personal links without a login: what is in them, and the hash that is kept instead.

A token names its organization, so that its row is looked for behind that organization's wall, and
carries 192 bits that only this installation's key can make. It is written into the mail when the
mail is sent; no table holds it.
"""

from uuid import UUID

from mentoring.links import ID_BYTES, Secrets, read, written

SECRETS = Secrets("training.briefing", marks_hash=False)
PROOF_BYTES = 24


def token_of(link_id, organization_id):
    """The token of a link, the same each time it is mailed."""
    return written(organization_id.bytes + SECRETS.secret_of(str(link_id))[:PROOF_BYTES])


def hash_of(token):
    """What the table keeps of a token."""
    return SECRETS.hash_of(token)


def organization_of(token):
    """The organization's id that a token names, or None for what is no token of ours."""
    content = read(token)
    is_token = content is not None and len(content) == ID_BYTES + PROOF_BYTES
    return UUID(bytes=content[:ID_BYTES]) if is_token else None
