"""Stop signals, turned into one exception that never falls between a start and its record."""

import signal
from contextlib import contextmanager

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """We were told to stop. Raised at most once in a process; later signals change nothing."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


class _State:
    depth = 0
    pending = None
    is_over = False


def install():
    """Turn stop signals into `Interrupted`. Call before anything is started."""
    for number in STOP_SIGNALS:
        ignored_by_caller = signal.getsignal(number) == signal.SIG_IGN
        if number == signal.SIGHUP and ignored_by_caller:
            continue  # nohup
        signal.signal(number, _receive)


def _receive(number, frame):
    if _State.is_over:
        return
    if _State.depth:
        _State.pending = number
        return
    _State.is_over = True
    raise Interrupted(number)


@contextmanager
def held():
    """Let a signal wait until the block is done, so that what it starts is also recorded."""
    _State.depth += 1
    try:
        yield
    finally:
        _State.depth -= 1
        if not _State.depth and _State.pending and not _State.is_over:
            _State.is_over = True
            raise Interrupted(_State.pending)


@contextmanager
def child_gets_ctrl_c():
    """Ctrl-C is for the child that shares our terminal; it decides what to do, as in a shell."""
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def ignore_from_now_on():
    """We are stopping already: nothing may interrupt that."""
    _State.is_over = True
