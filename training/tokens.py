"""Personal links without a login: what is in them, and the hash that is kept instead.

A token names its organization, so that its row is looked for behind that organization's wall, and
carries 192 bits that only this installation's key can make. It is written into the mail when the
mail is sent; no table holds it.
"""

import base64
import binascii
import hashlib
from uuid import UUID

from django.utils.crypto import salted_hmac

SALT = "training.briefing"
PROOF_BYTES = 24
ID_BYTES = 16


def token_of(link_id, organization_id):
    """The token of a link, the same each time it is mailed."""
    proof = salted_hmac(SALT, str(link_id), algorithm="sha256").digest()[:PROOF_BYTES]
    return base64.urlsafe_b64encode(organization_id.bytes + proof).decode().rstrip("=")


def hash_of(token):
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def organization_of(token):
    """The organization's id that a token names, or None for what is no token of ours."""
    try:
        content = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    return UUID(bytes=content[:ID_BYTES]) if len(content) == ID_BYTES + PROOF_BYTES else None
