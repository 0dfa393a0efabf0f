"""The examples in the docstrings are true, and every public function has what it must say."""

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest

import civicmetrics.networks as package

QUIET = {"tests", "command", "run", "pdf", "page", "workbook", "document", "danish", "english", "tables_html",
         "twins", "tables", "reasons"}  # fmt: skip
MODULES = [name for _, name, _ in pkgutil.iter_modules(package.__path__) if name != "tests"]


def module(name: str) -> ModuleType:
    return importlib.import_module(f"{package.__name__}.{name}")


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(module(name)).failed == 0


@pytest.mark.parametrize("name", [name for name in MODULES if name not in QUIET])
def test_public_functions_say_what_they_do_with_an_example(name: str) -> None:
    held = module(name)
    for label, function in inspect.getmembers(held, inspect.isfunction):
        if function.__module__ != held.__name__ or label.startswith("_") or label in SHORT:
            continue
        said = inspect.getdoc(function) or ""
        assert ">>>" in said, f"{name}.{label} has no example"


SHORT = {"library", "compiled"}  # whether there was a C compiler
