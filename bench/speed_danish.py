"""How fast the Danish analyser is, and how much memory it takes.

    python bench/speed_danish.py [--lexicon FILE] [--text FILE]

Without a text it makes five megabytes from the lexicon: 60,000 forms and compounds drawn by Zipf's law,
so that both repeated and rare words are met, as in real text. Processor time, one process; memory is
the growth of the peak from before the lexicon is read. Fails below 1 MB/s or above 60 MB.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from civicmetrics.danish import Analyser, Lexicon
from civicmetrics.danish.build import read

SIZE = 5_000_000
RATE, MEMORY = 1.0, 60.0
ENDINGS = ("", "", "", "en", "et", "er", "erne", "s", "ene", "ens")


def peak() -> float:
    """The peak memory of this process in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def made_text(lexicon: Lexicon, chance: random.Random) -> Iterator[str]:
    """Lines of a made text of SIZE bytes."""
    words = sorted(lexicon.words)
    parts = sorted(lexicon.first)
    forms = [chance.choice(words) + chance.choice(ENDINGS) for _ in range(45_000)]
    forms += [chance.choice(parts) + chance.choice(words) for _ in range(15_000)]
    chance.shuffle(forms)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(forms))))
    written = 0
    while written < SIZE:
        line = " ".join(chance.choices(forms, cum_weights=weights, k=12)) + ".\n"
        written += len(line)
        yield line


def main() -> int:
    """Print the rate, the memory and the time to load."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lexicon", type=Path, default=Path("build/danish.lexicon.gz"))
    parser.add_argument("--text", type=Path)
    options = parser.parse_args()
    before = peak()
    start = time.process_time()
    lexicon = read(options.lexicon)
    analyser = Analyser(lexicon)
    loaded = time.process_time() - start
    spent, size, distinct = 0.0, 0, set[int]()
    lines = options.text.open() if options.text else made_text(lexicon, random.Random(5))
    for line in lines:
        start = time.process_time()
        terms = analyser.terms(line)
        spent += time.process_time() - start
        size += len(line.encode())
        distinct.update(map(hash, terms))
    rate, grown = size / 1e6 / spent, peak() - before
    print(f"{size / 1e6:.1f} MB, {len(distinct)} distinct terms: {rate:.2f} MB/s")
    print(f"lexicon loaded in {loaded:.2f} s; peak memory grew by {grown:.0f} MB")
    return int(rate < RATE or grown > MEMORY)


if __name__ == "__main__":
    sys.exit(main())
