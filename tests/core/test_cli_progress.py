"""What a long command says of itself: each second on a terminal, nothing in a script's log."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from xinfang_site.commands import backing, telling


def test_a_person_at_a_terminal_is_told_while_it_lasts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = threading.Event()

    def words() -> str:
        asked.set()
        return "7 / 9 条"

    monkeypatch.setattr(telling, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with telling.telling("正在校验", words):
        assert asked.wait(60)
    assert "正在校验：7 / 9 条" in capsys.readouterr().err
    assert threading.active_count() == len(
        [each for each in threading.enumerate() if each.name != "progress"]
    )


def test_a_script_s_log_stays_clean(capsys: pytest.CaptureFixture[str]) -> None:
    with telling.telling("正在校验"):
        pass
    assert capsys.readouterr().err == ""


def test_a_folder_that_goes_while_it_is_measured_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1024 * 1024)

    def walked() -> Iterator[Path]:
        yield tmp_path / "a"
        yield tmp_path / "gone"
        raise FileNotFoundError

    assert backing._megabytes(walked()) == "1 MB"
