"""Where other people's reference values are, and surveys to try things on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from civicmetrics.networks.analysis import Analysis, Options, analyse
from civicmetrics.networks.reading import read_survey
from civicmetrics.networks.surveys import Survey

DATA = Path(__file__).resolve().parents[5] / "shared/data/networks"
EXAMPLE = Path(__file__).resolve().parents[1] / "example"
Reference = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="session")
def reference() -> Reference:
    def read(name: str) -> dict[str, Any]:
        file = DATA / name / "reference.json"
        if not file.exists():
            pytest.skip("the reference networks are not on this machine")
        found: dict[str, Any] = json.loads(file.read_text())
        return found

    return read


def load(name: str, kind: str = "", *, undirected: bool = False) -> Survey:
    """A reference network through our own reader, as a user would hand it in."""
    folder = DATA / name
    nodes, ties = folder / "nodes.csv", folder / "edges.csv"
    return read_survey(
        [("edges.csv", ties.read_text())],
        ("nodes.csv", nodes.read_text()),
        kind=kind,
        undirected=undirected,
    )


def example_survey() -> Survey:
    waves = [(name, (EXAMPLE / name).read_text()) for name in ("wave1.csv", "wave2.csv")]
    return read_survey(waves, ("nodes.csv", (EXAMPLE / "nodes.csv").read_text()))


@pytest.fixture(scope="session")
def example() -> Analysis:
    survey = example_survey()
    return analyse(
        survey, Options(survey.position("o01"), permutations=199, replicates=200, runs=10)
    )
