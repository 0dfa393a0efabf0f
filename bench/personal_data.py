"""How often the personal-data guard is wrong, and what it costs. Run: python bench/personal_data.py

Alarms on two million characters of ordinary prose, by kind of finding and of page; forms found and
decoys mistaken (the table of the tests, with new numbers); processor time per character.
"""

import argparse
import time
from collections import Counter
from random import Random

from municipal_prose import pages

from civicmetrics.personal_data import scan
from civicmetrics.tests import personal_data_stories as stories
from civicmetrics.tests import personal_data_table as table


def has(kind: str, text: str) -> bool:
    return any(found.kind == kind for found in scan(text))


def alarms(random: Random, length: int, *, show: int) -> None:
    written = list(pages(random, length))
    total = sum(len(page) for _, page in written)
    started = time.process_time()
    found = [(kind, page, scan(page)) for kind, page in written]
    spent = time.process_time() - started
    counts = Counter(one.kind for _, _, all_found in found for one in all_found)
    where = Counter((one.kind, kind) for kind, _, all_found in found for one in all_found)
    print(f"{total:,} characters on {len(written):,} pages, {spent / total * 1e6:.2f} us each")
    for kind in ("cpr", "person_story", "phone", "email"):
        print(f"  {kind:13} {counts[kind] / total * 1e6:8.1f} alarms per million")
        for (_, page_kind), count in sorted((k, n) for k, n in where.items() if k[0] == kind):
            print(f"    in {page_kind:13} {count}")
    bad = [
        (one, page)
        for _, page, ones in found
        for one in ones
        if one.level == "block" or one.kind == "person_story"
    ]
    for one, page in bad[:show]:
        print("   ", one.kind, repr(page[max(0, one.start - 40) : one.end + 20]))


def forms(random: Random, rounds: int) -> None:
    sets = {
        "usual forms": (table.PLAIN_FORMS, table.PLAIN_SENTENCES),
        "bare forms, check digit fits": (table.BARE_FORMS, table.PLAIN_SENTENCES),
        "any form beside a word for CPR": (
            table.PLAIN_FORMS + table.BARE_FORMS + table.LABELLED_FORMS,
            table.WORD_SENTENCES,
        ),
    }
    for name, (shapes, sentences) in sets.items():
        texts = [
            sentence.format(table.written(shape, table.made_up_number(random, replacement=turn % 3 == 0)))
            for shape in shapes for sentence in sentences for turn in range(rounds)
        ]  # fmt: skip
        print(f"  {name:31} {sum(has('cpr', text) for text in texts)} of {len(texts)} found")
    decoys = [
        table.filled_decoy(random, decoy) for decoy in table.DECOYS for _ in range(rounds * 50)
    ]
    wrong = sum(has("cpr", text) for text in decoys)
    print(f"  decoys taken for CPR            {wrong} of {len(decoys)}, {wrong / len(decoys):.3%}")
    bare = [f"{random.randrange(10**10):010d}" for _ in range(rounds * 10_000)]
    wrong = sum(has("cpr", text) for text in bare)
    print(f"  random ten digits taken for CPR {wrong} of {len(bare)}, {wrong / len(bare):.3%}")
    print(
        f"  stories found {sum(has('person_story', text) for text in stories.STORIES)} of {len(stories.STORIES)}"
    )
    print(
        f"  ordinary sentences warned of {sum(has('person_story', text) for text in stories.ORDINARY)} of {len(stories.ORDINARY)}"
    )


def hostile(size: int) -> None:
    number = "".join(("0101", "90", "1234"))
    for pattern in (f"{number} ", f"{number[:6]}-{number[6:]}\n", f"a {number} ", "0", "1-", "01-", "0101-", "- ", "-", "01 01 01 ", "010101-", "01.01.01, ", "a@", "&#45;", "<b>1", "\u200b1",
                    "Ali han slog ", "Ali. Vold. ", "En dreng på 15 ", "A b 1, ", "+45 20 ", "x" * 50 + " "):  # fmt: skip
        half, whole = (pattern * (count // len(pattern)) for count in (size // 2, size))
        times = []
        for text in (half, whole):
            started = time.process_time()
            scan(text)
            times.append(time.process_time() - started)
        print(
            f"  {pattern[:16]!r:20} {size / 1e6:.0f} million characters: {times[1]:.2f} s, {times[1] / max(times[0], 1e-9):.1f} times half of it"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--show", type=int, default=0, help="print so many of the alarms")
    given = parser.parse_args()
    print("Ordinary prose")
    alarms(Random(given.seed), given.length, show=given.show)
    print("Forms, decoys and stories")
    forms(Random(given.seed), given.rounds)
    print("Hostile text")
    hostile(1_000_000)
