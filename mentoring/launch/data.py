"""`dev.py manage`, `stop` and `reset`: work on the demo's data without serving it."""

import argparse
import sys
import time

from mentoring.launch import paths, ports, processes, product, servers, state
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import say


def manage(arguments):
    """A management command against the demo's servers, which are started if need be."""
    while True:
        ours = state.published().get("settings")
        if ours:
            env = servers.process_environment(ours)
            return product.manage(arguments, env, in_foreground=True)
        try:
            with state.only_launcher():
                processes.sweep()
                with servers.running(paths.DATA, durable=True, logs=paths.LOG) as running:
                    port = state.notes().get("port", ports.FIRST)
                    env = servers.process_environment(state.settings(running, port))
                    return product.manage(arguments, env, in_foreground=True)
        except state.Busy:
            time.sleep(0.2)  # a demo is starting, or another command is at work


def stop(arguments):
    """End the demo of this clone, also what a killed one has left."""
    paths.data_folder()
    found = state.end_launcher()
    found = processes.sweep() or found
    say("Stopped." if found else "Nothing is running.")
    return 0


def reset(arguments):
    """Stop, and delete the demo's data; while a demo runs, only after a yes."""
    parser = argparse.ArgumentParser(prog="dev.py reset", description=reset.__doc__)
    parser.add_argument("--yes", action="store_true", help="do not ask while a demo runs")
    if not parser.parse_args(arguments).yes and not _may_delete():
        say("Nothing is deleted.")
        return 1
    stop([])
    servers.forget(paths.DATA)
    paths.remove(paths.DATA)
    say("The demo's data is deleted.")
    return 0


def _may_delete():
    """Whether nobody works with the data, or the person at the terminal gives it up."""
    if not state.published():
        return True
    where = state.published().get("url", "another dev.py command is at work")
    if not sys.stdin.isatty():
        raise LaunchError(
            f"The demo runs ({where}), and reset would delete its data.\n"
            "Stop it first with  python3 dev.py stop, or say  python3 dev.py reset --yes"
        )
    say(f"The demo runs ({where}). Stop it and delete all of its data? [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes")
