"""Every example in the library's docstrings is true."""

import doctest
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import civicmetrics


def modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(civicmetrics.__path__, "civicmetrics."):
        if ".tests" not in module.name:
            yield module.name


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_examples_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
