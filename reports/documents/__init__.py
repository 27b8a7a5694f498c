"""A published report as files: each prints the words of its cells and decides nothing.

Made from the frozen content alone, so a file that is made again is the same, byte by byte.
"""

from reports.documents.paper import pdf
from reports.documents.sheets import csv, xlsx

KINDS = {
    "pdf": ("application/pdf", pdf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
    "csv": ("text/csv; charset=utf-8", csv),
}

__all__ = ["KINDS", "csv", "pdf", "xlsx"]
