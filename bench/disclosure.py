"""Attack many random publications, and count what was done to protect them.

    python bench/disclosure.py [TABLES]

Tables of two variables with totals, 3 x 3 to 8 x 8, many small counts. For each: the measure, the cells
hidden for every small one, the processor time, and the cells that two linear programmes each can find.
"""

import random
import sys
import time
from collections import Counter

from civicmetrics.disclosure import attack, publish, two_way


def main(number: int) -> None:
    """Print the counts."""
    chance = random.Random(11)
    measures: Counter[str] = Counter()
    small = hidden = found = narrowed = 0
    start = time.process_time()
    spent = 0.0
    for _ in range(number):
        rows, columns = chance.randint(3, 8), chance.randint(3, 8)
        mean = chance.choice([2, 5, 12, 40])
        table = two_way(
            "row", "column",
            {(f"r{r}", f"c{c}"): int(chance.expovariate(1 / mean)) for r in range(rows) for c in range(columns)},
        )  # fmt: skip
        begun = time.process_time()
        publication = publish({"table": table})
        spent += time.process_time() - begun
        measures[publication.tables["table"].measure] += 1
        for key, known in attack(publication.cells, publication.sums).items():
            is_small = 0 < table.counts.get(key, 9) < 5 and key not in table.margins
            small += is_small
            hidden += 1
            found += known.is_found
            narrowed += is_small and (known.low > 1.001 or known.high < 3.999)
    print(f"{number} tables: {dict(measures)}")
    print(f"{small} small counts, {hidden} hidden cells; found {found}, narrowed {narrowed}")
    print(
        f"{1000 * spent / number:.0f} ms to protect one; {time.process_time() - start:.0f} s in all"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
