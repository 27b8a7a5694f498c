"""Small files, small functions, small templates: raise a budget by argument, not by habit."""

import ast

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


def test_files_are_small():
    long = {}
    for path in source.python_files():
        if "migrations" in path.parts:
            assert path.name[:4].isdigit() or path.name == "__init__.py", path
        elif _lines(path) > (TEST_FILE if "tests" in path.parts else MODULE):
            long[source.label(path)] = _lines(path)

    assert long == {}


def test_functions_are_small():
    long = [
        f"{source.label(path)}: {node.name}: {_length(node)}"
        for path in source.app_files()
        for node in _functions(path)
        if _length(node) > {"views.py": VIEW, "tasks.py": TASK + 5}.get(path.name, FUNCTION)
    ]

    assert long == []


def test_templates_are_small():
    lines = {path: _lines(path) for path in (source.ROOT / "templates").rglob("*.html")}

    assert lines
    assert {source.label(path): many for path, many in lines.items() if many > TEMPLATE} == {}
