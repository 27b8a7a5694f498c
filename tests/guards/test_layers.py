"""Imports point one way: between apps, and between the files of an app."""

import sys

from tests.guards import source

# Inside an app, from the lowest to the highest; files not named here may be imported by any.
FILES = ("roles", "lifecycle", "models", "queries", "tasks", "services", "forms", "views", "urls")


def _dotted(path):
    parts = path.relative_to(source.ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _imports():
    """``(path, own dotted name, line, dotted name of what it imports)`` of all imports."""
    for path in source.app_files():
        for line, module in source.imported_modules(path):
            yield path, _dotted(path), line, module


def _told(path, line, module):
    return f"{source.label(path)}:{line}: {module}"


def test_apps_import_only_lower_apps():
    upward = []
    for path, dotted, line, module in _imports():
        own = source.layer_of(dotted)
        is_elsewhere = source.package_of(module) not in (None, source.package_of(dotted))
        if own is not None and is_elsewhere and source.layer_of(module) >= own:
            upward.append(_told(path, line, module))

    assert upward == []


def _height(dotted, package):
    inner = dotted.removeprefix(f"{package}.").split(".")[0]
    return FILES.index(inner) if inner in FILES else None


def test_files_import_only_lower_files_of_their_app():
    upward = []
    for path, dotted, line, module in _imports():
        package = source.package_of(dotted)
        if not package or source.package_of(module) != package:
            continue
        own, height = _height(dotted, package), _height(module, package)
        if None not in (own, height) and height > own:
            upward.append(_told(path, line, module))

    assert upward == []


def test_the_matching_engine_is_pure():
    allowed = ("numpy", "scipy", "matching.engine")
    of_the_engine = [one for one in _imports() if "matching/engine/" in source.label(one[0])]
    foreign = [
        _told(path, line, module)
        for path, _dotted, line, module in of_the_engine
        if module.split(".")[0] in ("django", "celery", "rest_framework", "mentoring")
        or (source.package_of(module) and not module.startswith(allowed))
    ]

    assert of_the_engine
    assert foreign == []


def test_the_statistics_are_pure():
    allowed = ("scipy", "evaluations.statistics", *sys.stdlib_module_names)
    ours = [one for one in _imports() if "evaluations/statistics/" in source.label(one[0])]
    foreign = [
        _told(path, line, module)
        for path, _dotted, line, module in ours
        if not any(module == name or module.startswith(f"{name}.") for name in allowed)
    ]

    assert ours
    assert foreign == []


def test_the_release_is_pure():
    allowed = ("numpy", "scipy", "reports.release", *sys.stdlib_module_names)
    ours = [one for one in _imports() if "reports/release/" in source.label(one[0])]
    foreign = [
        _told(path, line, module)
        for path, _dotted, line, module in ours
        if not any(module == name or module.startswith(f"{name}.") for name in allowed)
    ]

    assert ours
    assert foreign == []
