"""One English word, one Danish word, one meaning: docs/glossary.md names every model."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROW = re.compile(r"^\| `?(\w+)`? \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def glossary() -> list[tuple[str, str, str]]:
    text = (Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text(encoding="utf-8")
    return [tuple(cell.strip() for cell in row) for row in ROW.findall(text)]


def test_every_model_has_a_word() -> None:
    words = {english for english, _danish, _meaning in glossary()}
    models = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("medborger.") and not model._meta.auto_created
    }

    assert models - words == set()


def test_no_word_means_two_things() -> None:
    english = [word for word, _danish, _meaning in glossary()]
    danish = [word for _english, word, _meaning in glossary()]

    assert sorted(english) == sorted(set(english))
    assert sorted(danish) == sorted(set(danish))
