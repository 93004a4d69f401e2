"""The benchmarks measure the real thing: synthetic registers are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.bench.synthetic import make_register
from registry.checking import check
from tests.conftest import run


def test_a_synthetic_register_is_sound_and_as_large_as_asked_for(tmp_path: Path) -> None:
    checked = check(make_register(tmp_path / "measures", 325))
    assert checked.problems == ()
    assert len(checked.measures) == 325
    assert len({measure.source.document.key for measure in checked.measures}) == 3
    formatted = run("format", "--check", "--measures", str(tmp_path / "measures"))
    assert formatted.returncode == 0, formatted.stdout


def test_the_same_seed_gives_the_same_register(tmp_path: Path) -> None:
    folders = [make_register(tmp_path / name, 75, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    first, second, other = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.yml")} for folder in folders
    ]
    assert first == second
    assert first != other


def test_a_register_is_not_made_smaller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="57"):
        make_register(tmp_path / "measures", 57)
