"""`medborger network`: files in, a report out. Needs no settings, no database and no network.

This module only reads the arguments, so that `--help` answers at once; `run` does the work.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

WORDS = """\
Two files of ties and a list of organisations become one report: HTML, PDF, XLSX and JSON.

files of ties     one row per tie: source,target and, when asked, strength, kind, wave, state
                  (yes, no, not asked, no answer) and ratings 1-4. Also Gephi, Kumu, UCINET DL
                  and RSiena matrices (9 no answer, 10 and 11 known beforehand). One file with a
                  wave column is split.
organisations     id,label,sector; "answered 1", "present 2" or "svar 2026", "med 2026" (yes/no);
                  every other column is kept as an attribute.

examples
  medborger network wave1.csv wave2.csv --nodes nodes.csv --out report/
  medborger network ties.csv --nodes nodes.csv --measure betweenness
  medborger network --example example/
"""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="medborger network", description=WORDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add = made.add_argument
    add(
        "waves",
        nargs="*",
        metavar="TIES",
        help="one file per wave, in time order (- reads from the pipe)",
    )
    add(
        "--nodes", metavar="FILE", help="list of organisations; without it everyone mentioned is in"
    )
    add("--out", metavar="FOLDER", help="where the report goes (made when missing)")
    add(
        "--formats", default="html,pdf,xlsx,json", help="which files to make (default: %(default)s)"
    )
    add("--measure", metavar="NAME", help="print one measure and stop; NAME list shows all names")
    add("--lang", choices=("da", "en"), default="da", help="language of the report (default: da)")
    add("--focus", metavar="ID", help="the centre: an organisation's id or label")
    add("--kind", default="", help="read one kind of tie only")
    add("--undirected", action="store_true", help="ties have no direction")
    add("--names", default="", help="names of the waves, e.g. 2024,2026")
    add("--alpha", type=float, default=0.05, help="accepted risk of being wrong (default: 0.05)")
    add("--permutations", type=int, default=1_000, help="random renamings (default: 1000)")
    add("--replicates", type=int, default=1_000, help="draws of further silence (default: 1000)")
    add("--runs", type=int, default=50, help="runs of the community search (default: 50)")
    add("--seed", type=int, default=1, help="where chance begins (default: 1)")
    add("--threads", type=int, default=0, help="processor cores (default: all)")
    add("--quiet", action="store_true", help="no progress bar")
    add("--example", metavar="FOLDER", help="write an example survey there and stop")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when all went well, 2 when the input or an argument cannot be used."""
    made = parser()
    given = made.parse_args(argv)
    if not given.example and not given.waves and given.measure != "list":
        made.error("give at least one file of ties (or --example FOLDER)")
    if not given.example and not given.measure and not given.out:
        made.error("say where the report goes: --out FOLDER (or --measure NAME)")
    if not 0 < given.alpha < 1:
        made.error("--alpha is a number between 0 and 1")
    if min(given.permutations, given.replicates, given.runs) < 1:
        made.error("--permutations, --replicates and --runs are at least 1")
    code: int = importlib.import_module("civicmetrics.networks.run").run(given)
    return code


if __name__ == "__main__":
    sys.exit(main())
