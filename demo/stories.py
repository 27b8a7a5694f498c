"""What the stories of the samples mean, read beforehand: the first start need not wait for it.

Written anew when stories or the reader change:
``manage.py shell -c "from demo import stories; stories.write()"``, some minutes.
"""

import csv

import numpy as np
from django.conf import settings

from demo.cast import ALDERGATE, NORRLAND
from matching.meaning import reading, stored
from mentoring import semantic
from participants.models import Participant

SAMPLES = settings.BASE_DIR / "sample_data"
KNOWN = SAMPLES / "meanings.npz"


def keep_known(program):
    """Store what is known of the stories of a program, if the same reader would read them."""
    if not semantic.is_available():
        return
    known = _known()
    rows = Participant.objects.filter(program=program).exclude(story="").order_by("pk")
    stories = dict(rows.values_list("pk", "story"))
    found = {
        story: known[stored.fingerprint(story)]
        for story in stories.values()
        if stored.fingerprint(story) in known
    }
    stored.keep(found, stories)


def write():
    """Read every story of the samples and write the file."""
    texts = sorted(sample_stories())
    meanings = reading.read(texts)
    np.savez_compressed(
        KNOWN,
        version=reading.version(),
        sources=[stored.fingerprint(text) for text in texts],
        wholes=[one.whole for one in meanings],
        counts=[len(one.parts) for one in meanings],
        parts=np.concatenate([one.parts for one in meanings]),
    )


def sample_stories():
    """The stories of all people of the samples, as the importer stores them."""
    return {
        row["story"].strip()
        for stage in (ALDERGATE, NORRLAND)
        for side in ("mentees", "mentors")
        for row in _rows(SAMPLES / stage.folder / f"{side}.csv")
        if row["story"].strip()
    }


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _known():
    """``{fingerprint: Meaning}``; empty when another version of the reader is installed."""
    with np.load(KNOWN) as kept:
        if kept["version"] != reading.version():
            return {}
        parts = np.split(kept["parts"], np.cumsum(kept["counts"])[:-1])
        found = zip(kept["sources"].tolist(), kept["wholes"], parts, strict=True)
        return {source: reading.Meaning(whole, part) for source, whole, part in found}
