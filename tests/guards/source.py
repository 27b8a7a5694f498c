"""The project's own source, parsed once for all guards."""

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the lowest to the highest; an app may import those before it, and itself.
LAYERS = (
    {"mentoring.tenancy"},
    {"mentoring.jobs", "mentoring.crypto", "mentoring.ui"},
    {"organizations"},
    {"notifications"},
    {"programs"},
    {"participants"},
    {"instruments", "training"},
    {"partnerships"},
    {"matching", "evaluations"},
    {"reports"},
    {"dashboard", "portal", "company"},
    {"api"},
    {"demo"},
)


@functools.cache
def python_files():
    """Every Python file under version control or about to be, by its path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(path for line in listed.stdout.splitlines() if (path := ROOT / line).exists())


@functools.cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def app_files():
    """Files of the product itself: no tests, no migrations."""
    return [
        path
        for path in python_files()
        if "tests" not in path.relative_to(ROOT).parts and "migrations" not in path.parts
    ]


def label(path):
    return str(path.relative_to(ROOT))


def imported_modules(path):
    """``[(line, dotted module)]`` of every import in the file."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def layer_of(dotted):
    """The layer's number of a module, or None if it is no layered package."""
    for number, packages in enumerate(LAYERS):
        if any(dotted == name or dotted.startswith(f"{name}.") for name in packages):
            return number
    return None


def package_of(dotted):
    """The layered package that a module belongs to, or None."""
    for packages in LAYERS:
        for name in packages:
            if dotted == name or dotted.startswith(f"{name}."):
                return name
    return None
