"""What may be said of sets of people, so that nobody learns about fewer than ``k`` of them.

Pure: no database, no Django. Sets go in, ids come out; a value is never asked for. How it is
decided and why that is a proof: ``ledger`` and ``search``; docs/guides/release.md tells how to use
it.
"""

from reports.release.ledger import Cell, K, Ledger, release

__all__ = ["K", "Cell", "Ledger", "release"]
