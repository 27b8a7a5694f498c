"""``python -m mentoring.crypto.newkey NAME`` prints a new master key for ``MASTER_KEYS``."""

import base64
import os
import sys


def new_key(name: str) -> str:
    """``name:key`` as the environment variable takes it."""
    return f"{name}:{base64.urlsafe_b64encode(os.urandom(32)).decode()}"


if __name__ == "__main__":
    sys.stdout.write(new_key(sys.argv[1]) + "\n")
