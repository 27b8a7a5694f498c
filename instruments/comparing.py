"""Which questions are the same on which occasions, and since which version each is asked."""

from dataclasses import dataclass
from datetime import datetime

from instruments.bank import pages
from instruments.building import newest, own_from_before, own_title
from instruments.kinds import EVERY_TIME, STAGES, Occasion
from instruments.models import Item


@dataclass(frozen=True)
class Asked:
    """One question as it is asked now.

    ``also`` are the other occasions with the same one; ``added_at`` is when the version ``since``
    was made that brought it, None for what was there from the start.
    """

    text: str
    is_shipped: bool
    also: tuple[Occasion, ...]
    since: int = 1
    added_at: datetime | None = None

    @property
    def is_every_time(self):
        """Change is read from it: it is asked at the start, in the middle and at the end."""
        return len({*self.also} & {*EVERY_TIME}) >= len(EVERY_TIME) - 1


@dataclass(frozen=True)
class Questions:
    """All of one informant on one occasion: ``sections`` are ``(title, (Asked, …))``."""

    sections: tuple
    version: int

    @property
    def every(self):
        return [asked for _title, rows in self.sections for asked in rows]

    @property
    def same(self):
        """How many are asked each time."""
        return sum(asked.is_every_time for asked in self.every)


def questions_of(informant, occasion):
    """The ``Questions`` that whoever begins now is asked; four statements at most."""
    version, known = newest(informant, occasion), _known(informant)
    if version is None:
        sections = [(page.title, list(page.questions)) for page in pages(informant, occasion)]
        own = own_from_before(informant, occasion)
        sections += [(own_title(), own)] if own else []
    else:
        rows = version.sections.prefetch_related("items")
        sections = [(section.title, list(section.items.all())) for section in rows]
    return Questions(
        tuple(
            (title, tuple(_asked(item, informant, occasion, known) for item in items))
            for title, items in sections
        ),
        version.number if version else 1,
    )


def _known(informant):
    """``{key: {occasion: (version, when)}}`` of the first version with each own question."""
    rows = Item.objects.filter(version__instrument__informant=informant, is_shipped=False)
    rows = rows.order_by("version__number").values_list(
        "key", "version__instrument__occasion", "version__number", "version__created_at"
    )
    found = {}
    for key, occasion, number, at in rows:
        found.setdefault(key, {}).setdefault(occasion, (number, at))
    return found


def _asked(item, informant, occasion, known):
    is_shipped = getattr(item, "is_shipped", True)
    if is_shipped:
        places = [one for one in STAGES if item.key in _keys(informant, one)]
        since, at = 1, None
    else:
        places = _own_places(known[item.key])
        since, at = known[item.key].get(occasion, (1, None))
    also = tuple(Occasion(one) for one in places if one != occasion)
    return Asked(item.text, is_shipped, also, since, at)


def _own_places(first):
    """The occasions with an own question: where it is, and where it will come along."""
    earliest = next((place for place, one in enumerate(EVERY_TIME) if one in first), None)
    coming = EVERY_TIME[earliest:] if earliest is not None else ()
    return [one for one in STAGES if one in first or one in coming]


def _keys(informant, occasion):
    return {one.key for page in pages(informant, occasion) for one in page.questions}
