"""Runs one command of `dev.py` and leaves no process behind, however it ends."""

import sys

from mentoring.launch import data, demo, processes, signals, testing
from mentoring.launch.paths import LaunchError

COMMANDS = {
    "demo": demo.demo,
    "manage": data.manage,
    "stop": data.stop,
    "reset": data.reset,
    "test": testing.test,
    "shots": testing.shots,
    "bench": testing.bench,
    "check": testing.check,
}


def main(argv):
    """Run the command `argv[0]`; the exit code, 128 + the signal when one ended it."""
    signals.install()
    try:
        try:
            return COMMANDS[argv[0]](argv[1:])
        finally:
            signals.ignore_from_now_on()
    except signals.Interrupted as stop:
        return 128 + stop.number
    except LaunchError as failure:
        print(failure, file=sys.stderr)
        return 1
    finally:
        signals.ignore_from_now_on()
        processes.stop_all()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
