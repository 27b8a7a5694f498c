"""Imports point one way: between apps, and between the files of an app."""

import pytest

from tests.guards import source

# Inside an app, from the lowest to the highest; files not named here may be imported by any.
FILES = ("roles", "lifecycle", "models", "queries", "tasks", "services", "forms", "views", "urls")


def _dotted(path):
    parts = path.relative_to(source.ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


@pytest.mark.parametrize("path", source.app_files(), ids=source.label)
def test_an_app_imports_only_lower_apps(path):
    own = source.layer_of(_dotted(path))
    package = source.package_of(_dotted(path))
    upward = [
        f"line {line}: {module}"
        for line, module in source.imported_modules(path)
        if own is not None
        and source.package_of(module) not in (None, package)
        and source.layer_of(module) >= own
    ]

    assert upward == []


def _height(dotted, package):
    inner = dotted.removeprefix(f"{package}.").split(".")[0]
    return FILES.index(inner) if inner in FILES else None


@pytest.mark.parametrize("path", source.app_files(), ids=source.label)
def test_a_file_imports_only_lower_files_of_its_app(path):
    dotted = _dotted(path)
    package = source.package_of(dotted)
    own = _height(dotted, package) if package else None
    upward = []
    for line, module in source.imported_modules(path):
        if own is None or source.package_of(module) != package:
            continue
        height = _height(module, package)
        if height is not None and height > own:
            upward.append(f"line {line}: {module}")

    assert upward == []


@pytest.mark.parametrize("path", source.app_files(), ids=source.label)
def test_the_matching_engine_is_pure(path):
    if "matching/engine/" not in source.label(path):
        assert path.exists()
        return
    allowed = ("numpy", "scipy", "matching.engine")
    foreign = [
        module
        for _, module in source.imported_modules(path)
        if module.split(".")[0] in ("django", "celery", "rest_framework", "mentoring")
        or (source.package_of(module) and not module.startswith(allowed))
    ]

    assert foreign == []
