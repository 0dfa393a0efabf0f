"""The list of what runs here is true, and other programs can read it."""

import json
from importlib.metadata import distributions, version

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from medborger.config import cli, sbom


def test_the_list_is_valid_and_names_what_is_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sbom"]) == 0
    text = capsys.readouterr().out

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    told = json.loads(text)
    parts = {part.get("purl", part["name"]): part for part in told["components"]}
    here = {sbom._name(one) for one in distributions()} - {"medborger"}
    assert {part["name"] for part in parts.values()} >= {"dkfds", "Python", "Django"}
    assert len(parts) == len(here) + 2
    assert told["metadata"]["component"]["version"] == version("medborger")


def test_parts_have_licence_and_hashes() -> None:
    parts = {part["name"]: part for part in sbom.bill()["components"]}
    django, styles = parts["Django"], parts["dkfds"]

    assert django["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert {len(one["content"]) for one in django["externalReferences"][0]["hashes"]} == {64}
    assert styles["licenses"] == [{"expression": "(MIT AND OFL-1.1 AND Apache-2.0)"}]
    assert [(one["alg"], len(one["content"])) for one in styles["hashes"]] == [("SHA-512", 128)]
    unknown = [name for name, part in parts.items() if "licenses" not in part]
    assert unknown == ["pyrage"]  # it says so in a file alone


def test_it_says_what_needs_what() -> None:
    needs = {one["ref"]: one["dependsOn"] for one in sbom.bill()["dependencies"]}
    ours = needs[f"pkg:pypi/medborger@{version('medborger')}"]

    assert f"pkg:pypi/django@{version('django')}" in ours
    assert any(one.startswith("pkg:npm/dkfds@") for one in ours)
    assert f"pkg:pypi/asgiref@{version('asgiref')}" in needs[f"pkg:pypi/django@{version('django')}"]
