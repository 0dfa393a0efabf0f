"""`medborger network` from the outside."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from civicmetrics.networks.command import main
from civicmetrics.networks.tests.conftest import EXAMPLE

FEW = ["--permutations", "99", "--replicates", "50", "--runs", "3", "--quiet"]


def test_help_answers_in_under_a_second_without_the_engines() -> None:
    start = time.monotonic()
    code = "import sys; from civicmetrics.networks.command import main\ntry: main(['--help'])\nexcept SystemExit: print('numpy' in sys.modules, 'django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert time.monotonic() - start < 1 * 5  # five times the goal: this machine may be busy
    assert "usage: medborger network" in run.stdout
    assert run.stdout.strip().endswith("False False")


def test_two_waves_become_four_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(EXAMPLE / name) for name in ("wave1.csv", "wave2.csv")]
    code = main(
        [
            *files,
            "--nodes",
            str(EXAMPLE / "nodes.csv"),
            "--focus",
            "o01",
            "--out",
            str(tmp_path / "r"),
            *FEW,
        ]
    )
    assert code == 0
    assert {file.name for file in (tmp_path / "r").iterdir()} == {
        "report.html",
        "report.pdf",
        "report.xlsx",
        "report.json",
    }
    assert (tmp_path / "r/report.pdf").read_bytes()[:5] == b"%PDF-"
    assert "report.html" in capsys.readouterr().out
    page = (tmp_path / "r/report.html").read_text()
    assert "medborger network wave1.csv wave2.csv" in page
    assert str(EXAMPLE) not in page


def test_one_measure_is_printed_with_full_precision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "w.csv"
    file.write_text("source,target\na,b\nb,c\n")
    assert main([str(file), "--measure", "betweenness"]) == 0
    assert capsys.readouterr().out == "a\t0.0\nb\t1.0\nc\t0.0\n"
    assert main([str(file), "--measure", "density"]) == 0
    assert capsys.readouterr().out == "0.3333333333333333\n"
    assert main(["--measure", "list"]) == 0
    assert "betweenness" in capsys.readouterr().out


def test_bad_input_is_one_clear_line_and_exit_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "w.csv"
    file.write_text("source,target,strength\na,b,meget\n")
    assert main([str(file), "--out", str(tmp_path / "r")]) == 2
    said = capsys.readouterr().err
    assert (
        said
        == "medborger network: w.csv, row 2, column strength: not a number from 0 up (»meget«)\n"
    )
    assert main([str(tmp_path / "none.csv"), "--measure", "density"]) == 2
    file.write_text("source,target\na,b\n")
    assert main([str(file), "--measure", "nonsense"]) == 2
    assert main([str(file), "--measure", "density", "--focus", "x"]) == 2


def test_the_example_can_be_written_out_and_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--example", str(tmp_path)]) == 0
    assert {file.name for file in tmp_path.iterdir()} == {"wave1.csv", "wave2.csv", "nodes.csv"}
    assert capsys.readouterr().out.startswith("medborger network ")


def test_a_workbook_is_not_taken_for_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "w.xlsx"
    file.write_bytes(b"PK\x03\x04\x81\x8d\x9d")
    assert main([str(file), "--measure", "degree"]) == 2
    said = capsys.readouterr().err
    assert said == "medborger network: w.xlsx: not a text file; save it as CSV\n"


def test_windows_encoding_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "w.csv"
    file.write_bytes("source;target\nÆrø;Åbo\n".encode("cp1252"))
    assert main([str(file), "--measure", "degree"]) == 0
    assert "Ærø\t1.0" in capsys.readouterr().out
