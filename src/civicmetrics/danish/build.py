"""Builds and reads the lexicon file: `python -m civicmetrics.danish.build build/danish.lexicon.gz`.

The words come from the dictionary inside the simplemma package (`pip install simplemma`), so they are
made on each machine at set-up and never committed. The file is read once per process with `read`.
"""

import gzip
import sys
from pathlib import Path

from civicmetrics.danish.lexicon import Lexicon, build_lexicon, from_lines, to_lines


def build(path: Path) -> Lexicon:
    """Write the lexicon to `path` and return it. Raises ImportError without simplemma."""
    from simplemma.strategies.dictionaries.dictionary_factory import (  # noqa: PLC0415  only needed here
        DefaultDictionaryFactory,
    )

    lexicon = build_lexicon(dict(DefaultDictionaryFactory().get_dictionary("da").items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with gzip.open(partial, "wt", encoding="ascii", newline="\n") as file:
        file.writelines(f"{line}\n" for line in to_lines(lexicon))
    partial.replace(path)
    return lexicon


def read(path: Path) -> Lexicon:
    """The lexicon in the file. Raises FileNotFoundError, or ValueError on a damaged line."""
    with gzip.open(path, "rt", encoding="ascii") as file:
        return from_lines(file)


def main() -> None:
    """Build the lexicon where the first argument says."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m civicmetrics.danish.build FILE")
    lexicon = build(Path(sys.argv[1]))
    sys.stdout.write(f"{len(lexicon.words)} words, {len(lexicon.roots)} roots: {sys.argv[1]}\n")


if __name__ == "__main__":
    main()
