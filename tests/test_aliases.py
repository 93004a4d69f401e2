"""Old addresses of measures: none stands where something else of the site is, and what ``check`` passes can be written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.core.diagnostics import Diagnostic
from registry.exports.context import page_path
from registry.exports.redirects import redirects
from registry.model.register import Register
from registry.model.urls import FILES, SECTIONS
from registry.validation.cache import CheckCache
from registry.validation.checker import check
from registry.validation.rules import identity
from tests.conftest import ROOT
from tests.exporting import export_context

ONE = "ybh2019-376-1a-03"

Check = Callable[[str], tuple[Diagnostic, ...]]


@pytest.fixture(scope="module")
def problems_with(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Check the register with old addresses given to a measure."""
    measures = Path(shutil.copytree(ROOT / "measures", tmp_path_factory.mktemp("aliases") / "measures"))
    path = next(measures.glob(f"*/{ONE}.yml"))
    text = path.read_text(encoding="utf-8")
    memory = CheckCache()

    def problems(aliases: str) -> tuple[Diagnostic, ...]:
        path.write_text(f"{text}aliases: [{aliases}]\n", encoding="utf-8")
        return check(measures, cache=memory).problems

    return problems


def test_sections_and_files_are_those_of_the_site(site: Path) -> None:
    assert {path.name for path in site.iterdir() if path.is_dir()} == SECTIONS
    assert {path.name for path in site.iterdir() if path.is_file()} <= FILES
    assert {path.name for path in (site / "en").iterdir() if path.is_file()} <= FILES


@pytest.mark.parametrize(
    "aliases",
    [
        '"x\\" \\"https://elsewhere.invalid/"',
        '"x; return 302 https://elsewhere.invalid/"',
        '"$uri"',
        '"x{}"',
        '"a b"',
        "'x\\'",
        "https://elsewhere.invalid/x",
        "../../etc/passwd",
        "a/../b",
        ".git/config",
        "'?q=1'",
        "/",
        "长" * 70,
        "en/cite",
        "m/ybh2019-376-1a-04/x",
        "api/v1",
        "m/ybh2019-376-1a-04",
        "YBH2019-376-1A-04",
        "ybh2019-376-1a-03",
        "old, OLD",
        "old, /m/old/",
        "a/b, A/B/",
        "robots.txt/x",
        "index.html/x",
        "x/y, x/y/index.html",
        "Index.HTML/x",
        "feed.xml.gz/x",
        "sitemap-12.xml/x",
        "old/index.html.br",
    ],
)
def test_no_old_address_takes_another_place_or_stops_a_server(problems_with: Check, aliases: str) -> None:
    assert {each.rule for each in problems_with(aliases)} & {
        "alias-address",
        "alias-free",
        "duplicate-item",
    }


def test_no_old_address_is_that_of_a_page_written_by_hand(
    problems_with: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "docs" / "zh" / "guides" / "first.md"
    page.parent.mkdir(parents=True)
    page.touch()
    monkeypatch.setattr(identity, "ROOT", tmp_path)
    (problem,) = problems_with("guides/second, guides/First")
    assert problem.rule == "alias-free"
    assert "docs/zh/guides/first.md" in problem.message.zh


SEGMENTS = ["x", "X", "y.z", "m", "en", "about", "index", "index.html", "INDEX.html.gz", "404.html", "feed.xml", "sitemap.xml.br",
            "sitemap-1.xml", "robots.txt", "version.json", ONE, "旧"]  # fmt: skip


@pytest.fixture(scope="module")
def written(problems_with: Check, register: Register, site: Path) -> Callable[[list[str]], None]:
    """Give the measure some old addresses; where ``check`` passes them, see that their pages can be written."""
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    files |= {"sitemap-1.xml", *{f"{file}.{ending}" for file in files for ending in ("gz", "br")}}
    folders = {folder.as_posix() for file in files for folder in Path(file).parents}

    def attempt(aliases: list[str]) -> None:
        if problems_with(", ".join(aliases)):
            return
        measure = replace(register.by_id[ONE], aliases=tuple(aliases))
        old = [
            f"{page_path(redirect.language, redirect.address).lstrip('/')}index.html".casefold()
            for redirect in redirects(export_context(Register((measure,), register.vocabulary)))
        ]
        assert len(set(old)) == 2 * len(aliases)
        needed = {folder.as_posix() for file in old for folder in Path(file).parents}
        assert not needed & {*files, *old, *{f"{file}.{ending}" for file in old for ending in ("gz", "br")}}
        assert not set(old) & {*files, *folders}

    return attempt


@given(paths=st.lists(st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=3), min_size=1, max_size=4))
@settings(max_examples=25)
def test_what_check_passes_can_be_written(
    written: Callable[[list[str]], None], paths: list[list[str]]
) -> None:
    """No file of the site, compressed ones among them, lies where an old address needs a folder, nor the reverse."""
    written(["/".join(path) for path in paths])
