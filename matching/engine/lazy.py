"""SciPy, loaded when something is first solved: processes that only show results do without it."""

import importlib
from types import ModuleType
from typing import Any


class Lazy:
    """A module that is imported when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: ModuleType | None = None

    def __getattr__(self, name: str) -> Any:
        if self._module is None:
            self._module = importlib.import_module(self._name)
        return getattr(self._module, name)


csgraph = Lazy("scipy.sparse.csgraph")
optimize = Lazy("scipy.optimize")
sparse = Lazy("scipy.sparse")
