"""What is installed is what was tried: every dependency is pinned, and no lock names an address."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
NEEDED = {
    "requirements.lock": PROJECT["project"]["dependencies"] + GROUPS["build"],
    "requirements-dev.lock": PROJECT["project"]["dependencies"] + GROUPS["build"] + GROUPS["dev"],
    "requirements-node.lock": GROUPS["node"],
    "requirements-oracles.lock": GROUPS["oracles"],
}


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", NEEDED)
def test_every_dependency_is_pinned(lock: str) -> None:
    names = {
        re.split(r"[\[~=<> ]", dependency)[0].lower().replace("_", "-")
        for dependency in NEEDED[lock]
    }

    assert names - set(pinned(lock)) == set()


@pytest.mark.parametrize("lock", [*NEEDED, "package-lock.json"])
def test_a_lock_names_no_address(lock: str) -> None:
    addresses = re.findall(
        r"https?://[^\s\"]+|file:\S+|--index\S*|--find-links", (ROOT / lock).read_text()
    )

    assert [address for address in addresses if not is_a_thank_you(address)] == []


def is_a_thank_you(address: str) -> bool:
    """npm copies where its authors take donations."""
    return "fund" in address or "sponsors" in address or "opencollective" in address


def test_tests_run_on_what_the_site_runs_on() -> None:
    runtime, everything = pinned("requirements.lock"), pinned("requirements-dev.lock")

    assert {name: everything.get(name) for name in runtime} == runtime
