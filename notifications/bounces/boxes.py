"""Where reports lie: a maildir, an mbox, one mail in a file, or what is piped in."""

import mailbox
from pathlib import Path

from notifications.bounces.reports import LONGEST

FROM_LINE = b"From "
NEW, CUR, SEEN = "new", "cur", ":2,S"


def mails_in(path):
    """Each mail below ``path`` as bytes, cut where no report goes on.

    In a maildir those that are new; each is seen from then on. Raises OSError for what cannot be
    read.
    """
    path = Path(path)
    if path.is_dir():
        yield from _of_maildir(path)
    elif _begins_as_mbox(path):
        yield from _of_mbox(path)
    else:
        with path.open("rb") as file:
            yield file.read(LONGEST)


def _of_maildir(path):
    if not (path / NEW).is_dir() or not (path / CUR).is_dir():
        raise NotADirectoryError(f"{path} is no maildir")
    for file in sorted((path / NEW).iterdir()):
        try:
            with file.open("rb") as opened:
                yield opened.read(LONGEST)
            file.rename(path / CUR / f"{file.name}{SEEN}")
        except FileNotFoundError:  # somebody else took it away meanwhile
            continue


def _begins_as_mbox(path):
    with path.open("rb") as file:
        return file.read(len(FROM_LINE)) == FROM_LINE


def _of_mbox(path):
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            with box.get_file(key) as file:
                yield file.read(LONGEST)
    finally:
        box.close()
