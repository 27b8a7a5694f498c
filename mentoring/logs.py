"""Lines of the log, without the secrets that some addresses are."""

import logging
import re

# Who holds one of these addresses needs no login, so the log does not keep it. Addresses stand in
# messages as they were asked for, or quoted inside another address.
_LINKS = r"apply|briefings|concerns|feeds|invitations|observe|verify|stop-mail(?:/|%2F)[-\w]+"
_SECRET = re.compile(rf"((?:/|%2F)(?:{_LINKS})(?:/|%2F))[^/\s%?&\"']+", re.I)
HIDDEN = "***"


class Line(logging.Formatter):
    """A line, traceback included, in which the token of a personal link is cut out."""

    def format(self, record):
        return _SECRET.sub(rf"\g<1>{HIDDEN}", super().format(record))
