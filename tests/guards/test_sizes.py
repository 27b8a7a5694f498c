"""Small files, small functions, small templates: raise a budget by argument, not by habit."""

import ast

import pytest

from tests.guards import source

MODULE, TEST_FILE, TEMPLATE, FUNCTION, VIEW, TASK = 400, 600, 150, 40, 25, 5


def _lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions(path):
    return [
        node
        for node in ast.walk(source.tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _length(node):
    """Lines of the body, without the docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = first.end_lineno if documented else node.lineno
    return node.end_lineno - start


@pytest.mark.parametrize("path", source.python_files(), ids=source.label)
def test_a_file_is_small(path):
    if "migrations" in path.parts:
        assert path.name[:4].isdigit() or path.name == "__init__.py"
        return
    assert _lines(path) <= (TEST_FILE if "tests" in path.parts else MODULE)


@pytest.mark.parametrize("path", source.app_files(), ids=source.label)
def test_functions_are_small(path):
    budget = {"views.py": VIEW, "tasks.py": TASK + 5}.get(path.name, FUNCTION)
    long = [f"{node.name}: {_length(node)}" for node in _functions(path) if _length(node) > budget]

    assert long == []


@pytest.mark.parametrize(
    "path", sorted((source.ROOT / "templates").rglob("*.html")), ids=source.label
)
def test_a_template_is_small(path):
    assert _lines(path) <= TEMPLATE
