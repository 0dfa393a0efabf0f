"""The Danish of the interface is complete, and one word means one thing."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DANISH = ROOT / "locale" / "da" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def texts(message: Message) -> list[str]:
    found = message.string or ""
    return [found] if isinstance(found, str) else list(found)


@pytest.fixture(scope="module")
def in_the_sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every message that the sources ask for, found as `makemessages` finds them."""
    folder = tmp_path_factory.mktemp("sources")
    shutil.copytree(
        ROOT / "src" / "medborger",
        folder / "medborger",
        ignore=shutil.ignore_patterns("__pycache__", "built", "tests"),
    )
    (folder / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "da", "-e", "html,py,txt"]
    without_settings = {**os.environ, "DJANGO_SETTINGS_MODULE": ""}
    subprocess.run(command, cwd=folder, env=without_settings, check=True, capture_output=True)
    return catalog(folder / "locale" / "da" / "LC_MESSAGES" / "django.po")


def test_every_message_has_its_danish(in_the_sources: Catalog) -> None:
    danish = catalog(DANISH)

    missing = []
    for message in in_the_sources:
        known = danish.get(message.id, message.context) if message.id else None
        if message.id and (known is None or not all(texts(known)) or known.fuzzy):
            missing.append(message.id)

    assert missing == []


def test_no_message_hides_in_an_f_string() -> None:
    """There `makemessages` does not see it, and it stays English."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "src" / "medborger").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id == "_" or "gettext" in call.func.id
    ]

    assert hidden == []


def test_the_catalogue_is_not_fuzzy_as_a_whole() -> None:
    """Babel passes over such a file when it compiles, and every page turns English."""
    assert not catalog(DANISH).fuzzy


def test_no_danish_is_left_over(in_the_sources: Catalog) -> None:
    left = [m.id for m in catalog(DANISH) if m.id and not in_the_sources.get(m.id, m.context)]

    assert left == []


def test_placeholders_are_the_same_on_both_sides() -> None:
    different = []
    for message in catalog(DANISH):
        for text in texts(message):
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            wanted = {name for one in ids for name in PLACEHOLDER.findall(one)}
            if not set(PLACEHOLDER.findall(text)) <= wanted:
                different.append(message.id)

    assert different == []


def test_the_danish_keeps_the_tone_of_voice() -> None:
    spoken = " ".join(text for message in catalog(DANISH) if message.id for text in texts(message))

    assert [
        word for word in ("desværre", "vi beklager", "klik her") if word in spoken.lower()
    ] == []
    assert re.findall(r"\w+!", spoken) == []
