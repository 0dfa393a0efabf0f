"""What was half written when its writer was killed is cleared away, and nothing else."""

from pathlib import Path

import pytest

from medborger.core.durable import HALF, clear_halves, whole_or_nothing, workshop


def test_what_somebody_is_writing_stays_and_what_nobody_holds_goes(tmp_path: Path) -> None:
    left, kept = tmp_path / ".a.0123abcd.part", tmp_path / "a"
    left.write_text("half")
    folder = tmp_path / ".b.0123abcd.part"
    folder.mkdir()
    (folder / "new.sqlite3").touch()

    with whole_or_nothing(kept) as file, workshop(tmp_path / "c") as shop:
        (shop / "new.sqlite3").touch()
        file.write(b"whole")
        clear_halves(list(tmp_path.rglob(HALF)))
        assert (shop / "new.sqlite3").exists()
        assert len(list(tmp_path.glob(HALF))) == 2

    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_bytes() == b"whole"


def test_who_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), workshop(tmp_path / "a") as shop:
        (shop / "nowhere" / "b").touch()

    assert list(tmp_path.iterdir()) == []
