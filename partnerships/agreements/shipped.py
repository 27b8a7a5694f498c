"""The agreement that comes with the product."""

import functools
from pathlib import Path

FILE = Path(__file__).parent / "texts" / "agreement.txt"


@functools.cache
def source():
    """The product's own text, read once in a process."""
    return FILE.read_text(encoding="utf-8").strip()
