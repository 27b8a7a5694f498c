"""Looking at a page of a pair: what was new there is new no more."""

from collections import Counter

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from mentoring.tenancy.prepared import PreparedRows
from partnerships.unread.queries import counted

# A row is written where there was something new, and up to the newest of it: what is committed
# while the page is made stays new.
_looked = PreparedRows(
    counted,
    around="""
WITH news AS ({rows}), looked AS (
  INSERT INTO partnerships_lastlook (id, organization_id, author_id, partnership_id, part, at)
  SELECT %s, %s, %s, partnership, of, max(newest) FROM news WHERE of = %s GROUP BY partnership, of
  ON CONFLICT (organization_id, author_id, partnership_id, part) DO UPDATE SET at = EXCLUDED.at)
SELECT partnership, of, n FROM news""",
)


def look(partnership_id, part, *, by):
    """``by`` looks at this part of the pair; ``{part: how much is new}`` of all the others.

    One statement. Call it before what the page shows is read.
    """
    place = (uuid7(), context.current().organization_id, by.person_id, str(part))
    news = Counter()
    for _pk, of, count in _looked([by.person_id, partnership_id], *place):
        news[of] += count
    del news[part]
    return news
