"""What many tests share: the checked register, a built site, a copy of the measures to damage."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from registry.model.register import Register
from registry.validation.checker import CheckResult, check

if TYPE_CHECKING:
    from tests.repositories import Repository

from tests.addresses import SITE
from tests.browsing import browser, served  # noqa: F401  (fixtures)
from tests.large import large, large_served, quiet_page  # noqa: F401  (fixtures)
from tests.trusting import pytest_runtest_makereport, pytest_sessionfinish  # noqa: F401  (hooks)

# How long one example takes depends on what else the machine does.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _what_checks_know() -> Iterator[None]:
    """Checks in this process do not find out anew what those before them have."""
    from tests.remembering import remember

    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield


@pytest.fixture(scope="session")
def checked() -> CheckResult:
    """The register's own content, checked."""
    return check(ROOT / "measures")


@pytest.fixture(scope="session")
def register(checked: CheckResult) -> Register:
    """The register's own content as a collection."""
    assert checked.vocabulary is not None and checked.problems == ()
    return Register(checked.measures, checked.vocabulary, checked.published)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built by the command that everybody uses, with the copy that opens from a folder next to it."""

    def make(folder: Path) -> None:
        result = run("build", "--site-dir", str(folder / "site"), "--offline")
        assert result.returncode == 0, result.stderr

    return once(tmp_path_factory, "built", make) / "site"


@pytest.fixture(scope="session")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built with an address of its own, and with that of a mirror."""

    def make(folder: Path) -> None:
        addresses = {"SITE_URL": SITE, "MIRROR_URL": "https://pages.example/copies/register/"}
        result = run("build", "--site-dir", str(folder / "site"), environment=addresses)
        assert result.returncode == 0, result.stderr

    return once(tmp_path_factory, "addressed", make) / "site"


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Make a folder once for all workers that run tests, which must not change it; return it."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        make(folder := factory.mktemp(name))
        return folder
    import fcntl

    folder = base.parent / name
    with (base.parent / f"{name}.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            made = factory.mktemp(name)
            make(made)
            made.rename(folder)
    return folder


@pytest.fixture
def measures(tmp_path: Path) -> Path:
    """A copy of the measures, to be damaged."""
    return Path(shutil.copytree(ROOT / "measures", tmp_path / "measures"))


def run(
    *arguments: str, environment: dict[str, str] | None = None, module: str = "registry"
) -> subprocess.CompletedProcess[str]:
    """Run a command as ``build.py`` does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **(environment or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def edit(measures: Path) -> Callable[[str, str, str], Path]:
    """Replace words in the copy of a measure's file: ``edit(identifier, old, new)``; each must occur."""

    def replace(identifier: str, old: str, new: str) -> Path:
        path = next(measures.glob(f"*/{identifier}.yml"))
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return replace


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A real git repository with the register's measures, everything committed on main."""
    from tests.repositories import make_repository

    return make_repository(tmp_path / "clone")
