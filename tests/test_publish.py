"""A site takes its place whole or not at all: full disks, read-only folders, two builds at once, odd places."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
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
from registry.build.version import BadDate, commit_of, source_date
from tests.conftest import ROOT, run
from tests.projects import copy_project
from tests.small import small_register
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


@pytest.mark.parametrize("free_share", [0.0, 0.15, 0.35])
def test_full_disk(site: Path, tmp_path: Path, versions: Versions, free_share: float) -> None:  # noqa: F811
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
        script, str(int(size * (1.1 + free_share))), str(disk), str(site), str(kept), str(disk),
        *command(versions["new"][0], disk / "public" / "site"),
    )  # fmt: skip
    assert result.returncode == 2, result.stderr
    assert_one_line(result.stderr, os.strerror(errno.ENOSPC))
    assert tree(kept / "site") == versions["old"][1]
    assert leftovers(kept / "site") == []


@pytest.mark.parametrize("kilobytes", [1, 20, 60])
def test_file_that_cannot_be_written(site: Path, versions: Versions, kilobytes: int) -> None:  # noqa: F811
    """Writing fails in the middle of a file, on whatever system: no file may grow beyond a limit."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

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


@pytest.mark.parametrize("mount", ["mount -t tmpfs tmpfs", 'mount --bind "$1"'])
def test_mount_point(site: Path, versions: Versions, mount: str) -> None:  # noqa: F811
    """A disk of its own, and a folder of the same disk."""
    result = in_namespace(f'{mount} "$1"; shift; exec "$@"', str(site), *command(versions["new"][0], site))
    assert result.returncode == 2, result.stderr
    assert_one_line(result.stderr, "is a mount point", f"such as {site / 'public'}")
    assert tree(site) == versions["old"][1]
    assert leftovers(site) == []


def test_folder_without_permission(site: Path, versions: Versions) -> None:  # noqa: F811
    # Root may write everywhere, unless it is told otherwise.
    few_rights = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    site.parent.chmod(0o555)
    try:
        result = subprocess.run(
            [*few_rights, *command(versions["new"][0], site)],
            cwd=ROOT, env={**os.environ, **_QUIET}, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert result.returncode == 2
        assert_one_line(result.stderr, os.strerror(errno.EACCES))
        assert tree(site) == versions["old"][1]
    finally:
        site.parent.chmod(0o755)


# Two builds at once


@pytest.mark.parametrize("there_is_one", [False, True])
def test_two_builds_at_once(site: Path, versions: Versions, there_is_one: bool) -> None:  # noqa: F811
    if not there_is_one:
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


def test_link_to_the_site_stays(tmp_path: Path, versions: Versions) -> None:  # noqa: F811
    real = tmp_path / "disk" / "site"
    made(real, "old")
    link = tmp_path / "current"
    link.symlink_to(real)
    result = run("build", "--measures", str(versions["new"][0]), "--site-dir", str(link))
    assert result.returncode == 0, result.stderr
    assert link.is_symlink()
    assert tree(real) == versions["new"][1]


def test_folder_that_is_no_site_is_left_alone(tmp_path: Path, versions: Versions) -> None:  # noqa: F811
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "to-the-minister.txt").write_text("dear")
    result = run("build", "--measures", str(versions["new"][0]), "--site-dir", str(letters))
    assert result.returncode == 2
    assert_one_line(result.stderr, str(letters), "--site-dir")
    assert [path.name for path in letters.iterdir()] == ["to-the-minister.txt"]
    with pytest.raises(NotReplaceable):
        require_replaceable(letters / "to-the-minister.txt")
    (tmp_path / "empty").mkdir()
    require_replaceable(tmp_path / "empty")
    require_replaceable(tmp_path / "not there")


def test_everyone_may_read_what_is_published(tmp_path: Path) -> None:
    measures = small_register(tmp_path)
    mask = os.umask(0o077)
    try:
        assert (
            run(
                "build", "--measures", str(measures), "--site-dir", str(tmp_path / "site"), "--offline"
            ).returncode
            == 0
        )
    finally:
        os.umask(mask)
    paths = [tmp_path / "site", *(tmp_path / "site").rglob("*"), *tmp_path.glob("*.zip")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in paths}
    assert modes == {(True, 0o755), (False, 0o644)}


# Which commit it is


def test_version_tells_the_commit(tmp_path: Path) -> None:
    """In a clone with a commit of its own, in one that was edited, and where there is no repository."""
    project = tmp_path / "project"
    copy_project(project)
    shutil.rmtree(project / "measures")
    small_register(project)

    def version(**variables: str) -> dict[str, object]:
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **variables}
        built = subprocess.run(
            [sys.executable, "-m", "registry", "build"],
            cwd=project,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert built.returncode == 0, built.stderr.decode()
        return dict(json.loads((project / "site" / "version.json").read_bytes()))

    none = version()
    assert (none["commit"], none["commit_short"], none["commit_date"], none["modified"]) == (None,) * 4
    (project / ".gitignore").write_text("/site/\n__pycache__/\n")
    author = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        [*author, "commit", "-qm", "All", "--date=2031-01-02T03:04:05+08:00"],
    ):
        subprocess.run(
            ["git", *arguments],
            cwd=project,
            check=True,
            env={**os.environ, "GIT_COMMITTER_DATE": "2031-01-02T03:04:05+08:00"},
        )
    name = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=project, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert "--add safe.directory" in why_no_commit_of_another(project)
    one = version()
    assert one["commit"] == name
    assert one["commit_short"] == name[:12]
    assert one["commit_date"] == "2031-01-01T19:04:05Z"
    assert one["modified"] is False
    assert one["counts"] == none["counts"]
    (project / "mkdocs.yml").write_text(
        (project / "mkdocs.yml").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    assert version(SOURCE_DATE_EPOCH="0") == {**one, "modified": True, "commit_date": "1970-01-01T00:00:00Z"}


def why_no_commit_of_another(project: Path) -> str:
    """Ask as git would be asked by one to whom the repository does not belong."""
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        assert commit_of(said.append, project) is None
    return "".join(said)


@pytest.mark.parametrize("text", ["yesterday", "1.5", "9" * 30])
def test_bad_date(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    with pytest.raises(BadDate):
        source_date()
