"""Codes of certificates: random, written in groups, and stored as nothing but a hash.

28 characters of 32 are 140 bits: nobody guesses one, so a plain hash of it needs no salt.
"""

import hashlib
import secrets
import unicodedata

# Crockford's: no I, L, O or U, so that what is read aloud or copied by hand is one thing.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 28, 4
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
LONGEST_TYPED = 80


def new_code():
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code):
    """The code as it is printed: ``ABCD-EFGH-…``."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def clean(typed):
    """The code that somebody typed, or None for what cannot be one."""
    if len(typed) > LONGEST_TYPED:
        return None
    text = "".join(unicodedata.normalize("NFKC", typed).upper().split()).translate(ALIKE)
    return text if len(text) == LENGTH and set(text) <= set(ALPHABET) else None


def hash_of(code):
    return hashlib.sha256(f"certificate|{code}".encode()).hexdigest()


def proof_of(code, family_name):
    """What tells, to whoever has the code, whether this is the printed family name."""
    name = unicodedata.normalize("NFKC", family_name).casefold()
    name = " ".join(name.replace("-", " ").split())
    return hashlib.sha256(f"name|{code}|{name}".encode()).hexdigest()


def is_same(proof, other):
    return secrets.compare_digest(proof, other)
