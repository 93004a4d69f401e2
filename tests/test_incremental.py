"""A build after a change gives, byte for byte, what a build from nothing gives; and it makes only what has changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from registry.build.manifest import FileSignature, snapshot
from tests.conftest import ROOT
from tests.editing import KINDS, Editor
from tests.projects import copy_project

SEED = 376
COMPARED = {8, 16, len(KINDS) - 1, len(KINDS)}
"""After so many edits, each followed by a build, the site is held against one that is made from nothing."""


class Project:
    """A copy of the project, with a register of few measures, that can be built again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = copy_project(folder)
        self.said = folder / "said"
        self.errors = self.said.open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.building"],
            cwd=self.folder,
            # The program is the copy's, the tests' own modules are the project's.
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(self.folder), str(ROOT)])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        self.errors.close()

    def build(self, name: str = "site", *options: str) -> Path:
        """Build into a folder of the copy, with one process, and return it."""
        assert self.process.stdin and self.process.stdout
        site = self.folder / name
        self.process.stdin.write(json.dumps(["--jobs", "1", "--site-dir", str(site), *options]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer == "0", self.said.read_text(encoding="utf-8")[-3000:]
        return site

    def build_anew(self, *options: str) -> Path:
        """Build from nothing, as on a machine that has never seen the project."""
        cache, aside = self.folder / ".registry-cache", self.folder / "aside"
        cache.rename(aside)
        shutil.rmtree(self.folder / "anew", ignore_errors=True)
        site = self.build("anew", *options)
        shutil.rmtree(cache, ignore_errors=True)
        aside.rename(cache)
        return site


def everything(site: Path) -> dict[str, tuple[int, bytes]]:
    """All that stands in a site, folders and itself included: the modes, and what files and links hold."""
    found = {}
    for path in (site, *site.rglob("*")):
        if path.is_symlink():
            held = str(path.readlink()).encode()
        else:
            held = path.read_bytes() if path.is_file() else b""
        found[path.relative_to(site).as_posix()] = path.lstat().st_mode, held
    return found


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def numbers(site: Path) -> dict[str, int]:
    """Which file of the system each file of the site is."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    made = Project(tmp_path_factory.mktemp("edited"))
    with made.process:
        yield made


@pytest.fixture(scope="module")
def editor(project: Project) -> Editor:
    return Editor(project.folder, SEED)


def test_only_what_has_changed_is_made(project: Project, editor: Editor) -> None:
    site = project.build()
    before = numbers(site)
    project.build()
    assert numbers(site) == before, "where nothing has changed, nothing is made"
    editor.change(editor.path(1), r'en: "[^"]*"', 'en: "Fill in another form"')
    project.build()
    after = numbers(site)
    made = {name for name, number in after.items() if before.get(name) != number}
    assert {"m/trial-2031-1-a-01/index.html", "en/m/trial-2031-1-a-01/index.html"} <= made
    assert "en/m/trial-2031-1-a-02/index.html" in made, "it names the one before it"
    for kept in (
        "m/trial-2031-1-a-04/",
        "en/m/trial-2031-1-b-01/",
        "bodies/psd/",
        "about/",
        "indicators/land-use/",
    ):
        assert f"{kept}index.html" not in made
    (site / "about" / "index.html").write_text("damaged", encoding="utf-8")
    project.build()
    assert contents(site) == contents(project.build_anew())


def test_only_what_has_changed_is_compressed(project: Project, editor: Editor) -> None:
    site = project.build("packed", "--compress")
    before = numbers(site)
    editor.change(editor.path(1), r'en: "[^"]*"', 'en: "Fill in a third form"')
    edit_in_place(site / "cite" / "index.html.gz")
    project.build("packed", "--compress")
    made = {name for name, number in numbers(site).items() if before.get(name) != number}
    assert "en/m/trial-2031-1-a-01/index.html.gz" in made
    assert "about/index.html.gz" not in made
    assert contents(site) == contents(project.build_anew("--compress"))
    assert not list(project.build("packed").rglob("*.gz"))


def edit_in_place(path: Path) -> None:
    """Change a file as an attacker would: it keeps its size and the time at which it was written."""
    times = path.stat()
    with path.open("r+b") as file:
        file.write(b"#")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def link_to_copy(path: Path) -> None:
    aside = path.parent.parent / f"aside-{path.name}"
    path.rename(aside)
    path.symlink_to(aside)


def damage(site: Path) -> dict[str, Callable[[], object]]:
    """What can happen to a site that stands, by what it is called."""
    about = site / "about" / "index.html"
    return {
        "modes": lambda: subprocess.run(["chmod", "-R", "go-rwx", str(site)], check=True),
        "mode of a folder": lambda: (site / "m").chmod(0o777),
        "mode of the site": lambda: site.chmod(0o711),
        "edit in place": lambda: edit_in_place(about),
        "edit of what every build makes": lambda: edit_in_place(site / "version.json"),
        "empty folder": (site / "m" / "empty").mkdir,
        "folder that is a link": lambda: link_to_copy(site / "en" / "about"),
        "file that is a link": lambda: link_to_copy(about),
        "link to nothing": lambda: (site / "link").symlink_to("nowhere"),
        "hidden file": (site / ".hidden").touch,
        "file removed": about.unlink,
        "folder removed": lambda: shutil.rmtree(site / "glossary"),
    }


@pytest.mark.usefixtures("editor")
def test_a_site_that_was_changed_is_as_if_made_anew(project: Project) -> None:
    """Whatever was done to the files of a site that stands; with ``--fresh`` nothing is taken over at all."""
    site = project.build()
    anew = everything(site)
    record = next(
        path for path in project.folder.glob(".registry-cache/*.json") if f'"{site}"' in path.read_text()
    )
    recorded = json.loads(record.read_text(encoding="utf-8"))["units"].values()
    assert snapshot(site) == {
        name: FileSignature(*one) for _, files in recorded for name, one in files.items()
    }
    for name, do in damage(site).items():
        before = snapshot(site)
        do()
        assert snapshot(site) != before, name
    project.build()
    assert everything(site) == anew
    (site / "about" / "index.html").write_text("damaged", encoding="utf-8")
    record.write_text(forged(record, site), encoding="utf-8")
    project.build()
    assert everything(site) != anew, "the record itself says that nothing has changed"
    project.build("site", "--fresh")
    assert everything(site) == anew


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("kind", ["file", "folders in the place of files"])
def test_a_cache_that_cannot_be_kept_costs_time_alone(project: Project, kind: str) -> None:
    expected = contents(project.build())
    cache, aside = project.folder / ".registry-cache", project.folder / "aside"
    names = [path.name for path in cache.iterdir()]
    cache.rename(aside)
    if kind == "file":
        cache.touch()
    else:
        for name in names:
            (cache / name / "taken").mkdir(parents=True)
    try:
        assert contents(project.build("uncached")) == expected
    finally:
        cache.unlink() if kind == "file" else shutil.rmtree(cache)
        aside.rename(cache)


def forged(record: Path, site: Path) -> str:
    """Return a record that says of the site just what stands there."""
    held = json.loads(record.read_text(encoding="utf-8"))
    for _, files in held["units"].values():
        files |= {name: snapshot(site)[name] for name in files}
    return json.dumps(held)


def test_edits_give_what_a_build_from_nothing_gives(tmp_path: Path) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    project = Project(tmp_path)
    with project.process:
        editor = Editor(project.folder, SEED)
        site = project.build()
        done: list[str] = []
        for number in range(1, len(KINDS) + 1):
            done.append(editor.edit())
            project.build()
            if number in COMPARED:
                ours, anew = contents(site), contents(project.build_anew())
                every = ours.keys() | anew.keys()
                different = sorted(name for name in every if ours.get(name) != anew.get(name))
                assert not different, f"{different[:5]} after {done}"
