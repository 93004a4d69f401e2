"""A site takes its place whole or not at all: full disks, read-only folders, two builds at once, odd places."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from registry.build import swap
from registry.build.swap import (
    NotReplaceable,
    put_in_place,
    remove_abandoned,
    require_replaceable,
    staging_beside,
)
from registry.build.version import BadDate, Commit, commit_of, source_date
from registry.core.git import HistoryError
from registry.core.workers import WorkerDied
from tests.commands import run_here
from tests.conftest import ROOT, run
from tests.test_publish_killed import Tree, leftovers, tree, versions  # noqa: F401  (a fixture)

Versions = dict[str, tuple[Path, Tree]]

COMMAND = [sys.executable, "-m", "registry", "build", "--jobs", "2"]


def command(measures: Path, site: Path) -> list[str]:
    return [*COMMAND, "--measures", str(measures), "--site-dir", str(site)]


def assert_one_line(said: str, *words: str) -> None:
    """Hold what a build says on its error stream against the promise: no traceback, and a last line in both languages."""
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    line = said.strip().splitlines()[-1]
    assert " / " in line
    for word in words:
        assert word in line


@pytest.fixture
def site(tmp_path: Path, versions: Versions) -> Path:  # noqa: F811
    """A site of the old version."""
    folder = tmp_path / "public" / "site"
    folder.parent.mkdir()
    for name, content in versions["old"][1].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


# Full disks, read-only folders


def in_namespace(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount file systems, which nobody else sees and which end with it."""
    # What it leaves is removed by whoever runs the tests.
    return subprocess.run(
        [*_namespace(), "sh", "-euc", script, "sh", *arguments],
        cwd=ROOT, env={**os.environ, **_QUIET}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


_QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _namespace() -> list[str]:
    """Return the command that lets another mount: as root, as one who is root in a namespace only, or by way of sudo.

    Where nothing of that is allowed the test is skipped, except in CI, where it fails.
    """
    ways = [["unshare", "--user", "--map-root-user", "--mount"]]
    if os.geteuid() == 0:
        ways = [["unshare", "--mount"]]
    elif shutil.which("sudo"):
        kept = [f"{name}={text}" for name, text in _QUIET.items()]
        ways.append(["sudo", "--non-interactive", "unshare", "--mount", "env", *kept])
    for way in ways:
        tried = subprocess.run(
            [*way, "sh", "-c", "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=False
        )
        if tried.returncode == 0:
            return way
    reason = "this system lets nobody but root mount a file system"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def test_full_disk(site: Path, tmp_path: Path, versions: Versions) -> None:  # noqa: F811
    """The disk is full after a part of what the build writes."""
    size = sum(file.stat().st_blocks * 512 for file in site.rglob("*"))
    kept = tmp_path / "kept"
    script = """
        mount -t tmpfs -o size="$1" tmpfs "$2"
        mkdir "$2/public"
        cp -r "$3" "$2/public/site"
        shift 3
        kept=$1 place=$2
        shift 2
        status=0
        "$@" || status=$?
        cp -r "$place/public" "$kept"
        chown -R "${SUDO_UID:-$(id -u)}" "$kept"
        exit $status
    """
    disk = tmp_path / "disk"
    disk.mkdir()
    result = in_namespace(
        script, str(int(size * 1.25)), str(disk), str(site), str(kept), str(disk),
        *command(versions["new"][0], disk / "public" / "site"),
    )  # fmt: skip
    assert result.returncode == 2, result.stderr
    assert_one_line(result.stderr, os.strerror(errno.ENOSPC))
    assert tree(kept / "site") == versions["old"][1]
    assert leftovers(kept / "site") == []


def test_file_that_cannot_be_written(site: Path, versions: Versions) -> None:  # noqa: F811
    """Writing fails in the middle of a file, on whatever system: no file may grow beyond a limit."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20 * 1024, 20 * 1024))

    result = subprocess.run(
        command(versions["new"][0], site), cwd=ROOT, preexec_fn=limit, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert result.returncode == 2, result.stderr
    assert_one_line(result.stderr, os.strerror(errno.EFBIG))
    assert tree(site) == versions["old"][1]
    assert leftovers(site) == []


def test_read_only_folder(site: Path, versions: Versions) -> None:  # noqa: F811
    script = 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; shift; exec "$@"'
    result = in_namespace(script, str(site.parent), *command(versions["new"][0], site))
    assert result.returncode == 2, result.stderr
    assert_one_line(result.stderr, os.strerror(errno.EROFS))
    assert tree(site) == versions["old"][1]


def test_mount_point(site: Path, versions: Versions) -> None:  # noqa: F811
    """A folder of the same disk, which only the exchange tells; a disk of its own is told before."""
    result = in_namespace(
        'mount --bind "$1" "$1"; shift; exec "$@"', str(site), *command(versions["new"][0], site)
    )
    assert result.returncode == 2, result.stderr
    assert_one_line(result.stderr, "is a mount point", f"such as {site / 'public'}")
    assert tree(site) == versions["old"][1]
    assert leftovers(site) == []
    with pytest.raises(NotReplaceable, match="is a mount point"):
        require_replaceable(Path("/proc"))


# Two builds at once


def test_two_builds_at_once(site: Path, versions: Versions) -> None:  # noqa: F811
    """The first puts its site where none is, the other exchanges it."""
    shutil.rmtree(site)
    builds = [
        subprocess.Popen(command(measures, site), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for measures, _ in versions.values()
    ]
    said = [build.communicate()[1].decode() for build in builds]
    assert [build.returncode for build in builds] == [0, 0], said
    assert tree(site) in [whole for _, whole in versions.values()]
    assert leftovers(site) == []


def test_living_build_is_left_alone(site: Path, versions: Versions) -> None:  # noqa: F811
    """A build that has stopped to think is no dead one: another must not remove what it has made so far."""
    slow = subprocess.Popen(
        command(versions["new"][0], site), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )  # fmt: skip
    while len(list(site.parent.glob(".*/**/index.html"))) < 5:
        assert slow.poll() is None
        time.sleep(0.005)
    os.killpg(slow.pid, signal.SIGSTOP)
    result = run("build", "--measures", str(versions["old"][0]), "--site-dir", str(site))
    os.killpg(slow.pid, signal.SIGCONT)
    assert result.returncode == 0
    said = slow.communicate()[1].decode()
    assert slow.returncode == 0, said
    assert tree(site) == versions["new"][1]
    assert leftovers(site) == []


def test_what_dead_builds_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    site = tmp_path / "site"
    dead = tmp_path / ".site.building-dead"
    (dead / "zh" / "m").mkdir(parents=True)
    (dead / "zh" / "m").chmod(0o555)
    kept = [tmp_path / ".site", tmp_path / ".site-notes", tmp_path / ".other.building-x"]
    for folder in kept:
        folder.mkdir()
    with staging_beside(site) as staging:
        remove_abandoned(site)
        assert not dead.exists()
        assert staging.is_dir()
    assert sorted(tmp_path.iterdir()) == sorted(kept)


# Systems that cannot exchange two folders


@pytest.fixture
def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)


def made(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text)
    return folder


@pytest.mark.usefixtures("no_exchange")
def test_without_exchange_the_old_one_steps_aside(tmp_path: Path) -> None:
    site = made(tmp_path / "site", "old")
    with staging_beside(site) as staging:
        put_in_place(made(staging / "zh", "new"), site)
    assert (site / "index.html").read_text() == "new"
    assert list(tmp_path.iterdir()) == [site]


@pytest.mark.usefixtures("no_exchange")
def test_without_exchange_the_old_one_comes_back(tmp_path: Path) -> None:
    site = made(tmp_path / "site", "old")
    with pytest.raises(FileNotFoundError), staging_beside(site) as staging:
        put_in_place(staging / "missing", site)
    assert (site / "index.html").read_text() == "old"


@pytest.mark.usefixtures("no_exchange")
def test_without_exchange_the_next_build_brings_the_old_one_back(tmp_path: Path) -> None:
    """The build was killed between its two steps."""
    site = tmp_path / "site"
    made(tmp_path / ".site.building-dead" / "old", "old")
    remove_abandoned(site)
    assert (site / "index.html").read_text() == "old"
    assert list(tmp_path.iterdir()) == [site]


# Where the site goes


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path.touch, "is not a folder"),
        (os.mkfifo, "is not a folder"),
        (lambda path: path.symlink_to("nowhere"), "is not a folder"),
        (lambda path: path.symlink_to(path), "is not a folder"),
        (lambda path: made(path / "letters", "dear"), "holds something that is not a site"),
        (Path.mkdir, ""),
        (lambda _: None, ""),
    ],
)
def test_only_a_site_is_replaced(tmp_path: Path, make: Callable[[Path], object], words: str) -> None:
    place = tmp_path / "place"
    make(place)
    with pytest.raises(NotReplaceable, match=words) if words else nullcontext():
        require_replaceable(place)


def test_everyone_may_read_what_is_published_and_a_link_to_it_stays(
    tmp_path: Path,
    versions: Versions,  # noqa: F811
) -> None:
    real, link = tmp_path / "disk" / "site", tmp_path / "current"
    made(real, "old")
    link.symlink_to(real)
    mask = os.umask(0o077)
    try:
        result = run_here(
            "build",
            "--measures",
            str(versions["new"][0]),
            "--site-dir",
            str(link),
            "--jobs",
            "1",
            "--offline",
        )
    finally:
        os.umask(mask)
    assert result.returncode == 0, result.stderr
    assert link.is_symlink()
    assert tree(real) == versions["new"][1]
    paths = [real, *real.rglob("*"), *real.parent.glob("*.zip")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in paths}
    assert modes == {(True, 0o755), (False, 0o644)}


# Which commit it is


def git(folder: Path, *arguments: str) -> str:
    date = {"GIT_COMMITTER_DATE": "2031-01-02T03:04:05+08:00"}
    author = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *author, *arguments],
        cwd=folder,
        env={**os.environ, **date},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def test_commit_that_is_checked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a clone with a commit of its own, in one that was edited, and where there is no repository."""
    said: list[str] = []
    assert commit_of(said.append, tmp_path) is None
    git(tmp_path, "init", "-q")
    assert said == []
    assert commit_of(said.append, tmp_path) is None
    assert "does not have any commits yet" in said.pop()
    (tmp_path / "file").touch()
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "All")
    name = git(tmp_path, "rev-parse", "HEAD")
    assert commit_of(said.append, tmp_path) == Commit(name, "2031-01-01T19:04:05Z", modified=False)
    (tmp_path / "file").write_text("edited")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert commit_of(said.append, tmp_path) == Commit(name, "1970-01-01T00:00:00Z", modified=True)
    (tmp_path / "below" / ".git").mkdir(parents=True)
    assert commit_of(said.append, tmp_path / "below") is None, (
        "that of the repository round it does not count"
    )
    assert said == []
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert commit_of(said.append, tmp_path) is None
    assert "--add safe.directory" in said.pop()


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("kill -9 $$", WorkerDied),
        ("echo 'fatal: file: Too many open files' >&2; exit 128", OSError),
        (
            'case "$*" in *status*) echo "fatal: index" >&2; exit 128;; *log*) echo a 1;; *) pwd -P;; esac',
            HistoryError,
        ),
    ],
)
def test_no_site_is_published_where_git_cannot_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, error: type[Exception]
) -> None:
    """A site without its commit would be another than the same commit gives."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\ncd "$2"\n{script}\n')
    program.chmod(0o755)
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    with pytest.raises(error):
        commit_of(print, tmp_path)


@pytest.mark.parametrize("text", ["yesterday", "1.5", "9" * 30])
def test_bad_date(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    with pytest.raises(BadDate):
        source_date()
