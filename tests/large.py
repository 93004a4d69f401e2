"""A site of some hundred measures, with what tests of it share."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.model.register import Register
from registry.validation.checker import check
from tests.bench.synthetic import write_synthetic_measures
from tests.browsing import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ADDED = 480
FOLDERS = ("", "en/")
ROWS = "[data-filter-target] tbody tr"


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Register]:
    """The large site, with the copy of it that opens from a folder beside it, and what is in it."""
    from tests.conftest import ROOT, once, run

    def make(folder: Path) -> None:
        measures = Path(shutil.copytree(ROOT / "measures", folder / "measures"))
        write_synthetic_measures(measures, ADDED)
        result = run("build", "--measures", str(measures), "--site-dir", str(folder / "site"), "--offline")
        assert result.returncode == 0, result.stderr

    folder = once(tmp_path_factory, "large", make)
    checked = check(folder / "measures")
    assert checked.vocabulary is not None
    return folder / "site", Register(checked.measures, checked.vocabulary, checked.published)


@pytest.fixture(scope="session")
def large_served(large: tuple[Path, Register]) -> Iterator[str]:
    """The address of the large site on loopback, with a slash at its end."""
    with serving(large[0]) as served:
        yield served


@pytest.fixture
def quiet_page(browser: Browser) -> Iterator[Page]:
    """A page whose scripts may complain of nothing."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    yield opened
    context.close()
    assert wrong == []


def parts(site: Path, address: str) -> list[Path]:
    """Return the pages of a listing, in order."""
    first = site / address / "index.html"
    further = sorted(int(path.name) for path in first.parent.iterdir() if path.name.isdecimal())
    assert further == list(range(2, len(further) + 2))
    return [first, *(first.parent / str(number) / "index.html" for number in further)]


def shown(html: str) -> list[str]:
    """Return the identifiers of the measures in the rows of a listing."""
    return re.findall(r'<th scope="row" class="table-title"><a href="[./]*/m/([\w-]+)/">', html)


def wait_for(page: Page, count: int) -> None:
    """Wait until a filtered listing shows so many rows."""
    page.wait_for_function(
        "([rows, count]) => document.querySelectorAll(rows).length === count"
        " && !document.querySelector('[data-filter-target]').hasAttribute('aria-busy')",
        arg=[ROWS, count],
    )
