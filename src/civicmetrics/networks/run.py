"""What `medborger network` does: read, analyse, write. The only module here that touches files."""

import argparse
import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from civicmetrics.networks import single
from civicmetrics.networks.analysis import Options, Step, analyse
from civicmetrics.networks.catalogue import MEASURES
from civicmetrics.networks.document import text
from civicmetrics.networks.errors import NothingToRead, SurveyError
from civicmetrics.networks.findings import find
from civicmetrics.networks.page import Report, page
from civicmetrics.networks.reading import read_survey
from civicmetrics.networks.recommendations import recommend
from civicmetrics.networks.sentences import tell
from civicmetrics.networks.surveys import Survey
from civicmetrics.networks.svg import draw_map

EXAMPLE = Path(__file__).with_name("example")
FORMATS = ("html", "pdf", "xlsx", "json")


def run(given: argparse.Namespace) -> int:
    try:
        if given.example:
            return _example(Path(given.example))
        if given.measure == "list":
            return _list()
        survey = _read(given)
        return _measure(survey, given) if given.measure else _report(survey, given)
    except SurveyError as error:
        print(f"medborger network: {error}", file=sys.stderr)
    except BrokenPipeError:  # the reader had enough, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"medborger network: {error}", file=sys.stderr)
    return 2


def _example(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(EXAMPLE.glob("*.csv")):
        shutil.copyfile(file, folder / file.name)
    here = shlex.quote(str(folder))
    print(
        f"medborger network {here}/wave1.csv {here}/wave2.csv --nodes {here}/nodes.csv --focus o01 --out {here}/report"
    )
    return 0


def _list() -> int:
    for measure in MEASURES.values():
        print(f"{measure.name:28} {measure.level:13} {measure.meaning('en')}")
    return 0


def _read(given: argparse.Namespace) -> Survey:
    nodes = (Path(given.nodes).name, _text(given.nodes)) if given.nodes else None
    names = [name.strip() for name in given.names.split(",") if name.strip()]
    waves = [(Path(file).name, _text(file)) for file in given.waves]
    return read_survey(waves, nodes, kind=given.kind, undirected=given.undirected, names=names)


def _text(file: str) -> str:
    """UTF-8, or the Windows encoding that Danish spreadsheets still write."""
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    marked = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    raise NothingToRead("not a text file; save it as CSV", file=Path(file).name)


def _options(survey: Survey, given: argparse.Namespace) -> Options:
    focus = survey.position(given.focus) if given.focus else None
    threads = (
        given.threads or len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else given.threads or 1
    )
    return Options(
        focus, given.alpha, given.permutations, given.replicates, given.runs, given.seed, threads
    )


def _measure(survey: Survey, given: argparse.Namespace) -> int:
    for line in single.lines(survey, given.measure, _options(survey, given)):
        print(line)
    return 0


def _report(survey: Survey, given: argparse.Namespace) -> int:
    wanted = [name.strip() for name in given.formats.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise SurveyError(f"the formats are {', '.join(FORMATS)}", value=unknown[0])
    folder = Path(given.out)
    folder.mkdir(parents=True, exist_ok=True)
    bar = _bar(given.quiet)
    analysis = analyse(survey, _options(survey, given), lambda what, far: bar(what, 0.9 * far))
    found = find(analysis)
    story = tell(survey, found, recommend(found), given.lang)
    report = Report(
        analysis, story, draw_map(survey, analysis.focus.place), given.lang, _command(given)
    )
    for at, name in enumerate(wanted):
        bar(name, 0.9 + 0.1 * at / len(wanted))
        (folder / f"report.{name}").write_bytes(_made(report, name))
    bar("done", 1.0)
    for name in wanted:
        print(folder / f"report.{name}")
    return 0


def _made(report: Report, name: str) -> bytes:
    if name == "html":
        return page(report).encode()
    if name == "json":
        return text(report).encode()
    if name == "xlsx":
        from civicmetrics.networks.workbook import workbook  # noqa: PLC0415 -- 0.2 s, only when asked

        return workbook(report)
    from civicmetrics.networks.pdf import pdf  # noqa: PLC0415 -- needs system libraries, only when asked

    return pdf(report)


def _command(given: argparse.Namespace) -> str:
    """The command that makes this report again, without the folders of this machine."""
    words = ["medborger", "network", *[Path(file).name for file in given.waves]]
    for name in ("nodes", "focus", "kind", "names"):
        value = getattr(given, name)
        words += [f"--{name}", Path(value).name if name == "nodes" else value] if value else []
    words += ["--undirected"] if given.undirected else []
    for name in ("lang", "alpha", "permutations", "replicates", "runs", "seed"):
        words += [f"--{name}", str(getattr(given, name))]
    return shlex.join(words)


def _bar(quiet: bool) -> Step:
    """A bar on the terminal; nothing in a pipe or when asked to be quiet."""
    if quiet or not sys.stderr.isatty():
        return lambda what, far: None
    return progress_bar(sys.stderr.write, time.monotonic)


def progress_bar(write: Callable[[str], object], clock: Callable[[], float]) -> Step:
    """Draws at most ten times a second.

    >>> said = []
    >>> bar = progress_bar(said.append, lambda: 0.0)
    >>> bar("measures", 0.5)
    >>> "50 %" in said[0]
    True
    """
    last = -1.0

    def draw(what: str, far: float) -> None:
        nonlocal last
        now = clock()
        if now - last < 0.1 and far < 1 and last >= 0:
            return
        last = now
        full = int(30 * far)
        write(
            f"\r{'#' * full}{'.' * (30 - full)} {100 * far:3.0f} % {what:<14}"
            + ("\n" if far >= 1 else "")
        )

    return draw
