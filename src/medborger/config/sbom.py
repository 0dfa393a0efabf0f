"""`medborger sbom`: what runs here, as CycloneDX 1.6. Read from what is installed, not from what was meant."""

import base64
import json
import platform
import re
import sys
import uuid
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

Part = dict[str, Any]
PACKAGE = Path(__file__).resolve().parents[1]
# What npm fetched and the build put into static files; the rest of npm only helped to build.
BUILT_IN = "dkfds"
PYTHON = {
    "type": "platform",
    "name": "Python",
    "version": platform.python_version(),
    "licenses": [{"license": {"id": "PSF-2.0"}}],
}
FONT = {"type": "library", "name": "IBM Plex Sans", "licenses": [{"license": {"id": "OFL-1.1"}}]}


def run() -> int:
    json.dump(bill(), sys.stdout, indent=1)
    print()
    return 0


def bill() -> Part:
    installed = {_name(found): found for found in distributions()}
    ours = installed.pop("medborger")
    locked = locked_hashes(_shipped("requirements.lock").read_text())
    parts = [_python_part(found, locked) for _, found in sorted(installed.items())]
    styles = _npm_part(json.loads(_shipped("package-lock.json").read_text()))
    needs = [{"ref": _ref(ours), "dependsOn": [*_needs(ours, installed), styles["bom-ref"]]}]
    needs += [{"ref": _ref(one), "dependsOn": _needs(one, installed)} for one in installed.values()]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {**_python_part(ours, {}), "type": "application"},
        },
        "components": [
            PYTHON,
            *parts,
            styles,
        ],
        "dependencies": needs,
    }


def locked_hashes(lock: str) -> dict[str, list[str]]:
    """For each `name==version` the archives that may be installed."""
    found: dict[str, list[str]] = {}
    for block in re.split(r"\n(?=\S)", lock):
        if pinned := re.match(r"([\w.-]+)==([^\s;\\]+)", block):
            key = f"{_canonical(pinned[1])}@{pinned[2]}"
            found[key] = re.findall(r"sha256:([0-9a-f]{64})", block)
    return found


def _python_part(found: Distribution, locked: dict[str, list[str]]) -> Part:
    part: Part = {"type": "library", "bom-ref": _ref(found), "name": found.metadata["Name"]}
    part |= {"version": found.version, "purl": _ref(found), "licenses": _licences(found)}
    archives = locked.get(_ref(found).removeprefix("pkg:pypi/"), [])
    if archives:
        hashes = [{"alg": "SHA-256", "content": one} for one in archives]
        part["externalReferences"] = [
            {
                "type": "distribution",
                "url": _ref(found),
                "comment": "One of these archives",
                "hashes": hashes,
            }
        ]
    return {key: value for key, value in part.items() if value}


def _licences(found: Distribution) -> list[Part]:
    told = found.metadata.json
    if expression := told.get("license_expression"):
        return [{"expression": str(expression)}]
    names = [
        one.rpartition(" :: ")[2] for one in told.get("classifier", []) if "License :: " in one
    ]
    named = names or [str(told.get("license", "")).strip().partition("\n")[0][:100]]
    return [{"license": {"name": name}} for name in named if name]


def _npm_part(lock: Part) -> Part:
    locked = lock["packages"][f"node_modules/{BUILT_IN}"]
    algorithm, _, digest = locked["integrity"].partition("-")
    return {
        "type": "library",
        "bom-ref": f"pkg:npm/{BUILT_IN}@{locked['version']}",
        "name": BUILT_IN,
        "version": locked["version"],
        "purl": f"pkg:npm/{BUILT_IN}@{locked['version']}",
        "licenses": [{"expression": locked["license"]}],
        "hashes": [
            {
                "alg": algorithm.upper().replace("SHA", "SHA-"),
                "content": base64.b64decode(digest).hex(),
            }
        ],
        "components": [FONT],
    }


def _needs(found: Distribution, installed: dict[str, Distribution]) -> list[str]:
    """What it asks for without extras, as far as it is here."""
    lines = [line for line in found.requires or [] if "extra ==" not in line]
    names = {_canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in lines}
    return sorted(_ref(installed[name]) for name in names & installed.keys())


def _shipped(name: str) -> Path:
    """A lock beside the code: the wheel has it in the package, the repository at its root."""
    inside = PACKAGE / name
    return inside if inside.exists() else PACKAGE.parents[1] / name


def _ref(found: Distribution) -> str:
    return f"pkg:pypi/{_name(found)}@{found.version}"


def _name(found: Distribution) -> str:
    return _canonical(found.metadata["Name"])


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
