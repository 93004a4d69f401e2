"""Nothing half-done is ever served: builds are killed at random moments while a reader walks the site."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.browsing import serving
from tests.commands import run_here
from tests.conftest import ROOT
from tests.small import small_register

KILLS = 12
KILLS_WITH_WORKERS = 3
"""Kills of builds that work in several processes, among all."""

KILLS_OF_CHANGES = 4
"""Kills of builds that take over from the site that stands what has not changed, among all."""

KILLS_OF_BUILDERS = 2
"""Kills of the builder alone, which leaves its workers without one."""

OTHER = {"old": "new", "new": "old"}

SEED = 376

Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def leftovers(site: Path) -> list[str]:
    return [path.name for path in site.parent.iterdir() if path.name.startswith(".")]


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Tree]]:
    """Two versions of a register: where its measures are, and the whole site made of them."""
    folder = tmp_path_factory.mktemp("versions")
    found = {}
    for name in ("old", "new"):
        measures = small_register(folder, name, changed=name == "new")
        result = run_here(
            "build", "--measures", str(measures), "--site-dir", str(folder / f"{name}-site"), "--jobs", "1"
        )
        assert result.returncode == 0, result.stderr
        found[name] = measures, tree(folder / f"{name}-site")
    assert found["old"][1] != found["new"][1]
    return found


class Killer:
    """Runs builds of one site and kills them; see ``killing.py``."""

    def __init__(self, program: subprocess.Popen[str], site: Path) -> None:
        self.program = program
        self.site = site

    def build(
        self,
        measures: Path,
        moment: int = 0,
        jobs: int = 1,
        whom: str = "group",
        *,
        late: bool = False,
        afresh: bool = False,
        seconds: float = 0,
        options: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        arguments = ["--measures", str(measures), "--site-dir", str(self.site), "--jobs", str(jobs), *options]
        order = {
            "arguments": arguments,
            "folder": str(self.site.parent),
            "moment": moment,
            "whom": whom,
            "late": late,
            "afresh": afresh,
            "seconds": seconds,
        }
        assert self.program.stdin is not None and self.program.stdout is not None
        self.program.stdin.write(json.dumps(order) + "\n")
        self.program.stdin.flush()
        return dict(json.loads(self.program.stdout.readline()))


@pytest.fixture
def killer(tmp_path: Path, versions: dict[str, tuple[Path, Tree]]) -> Iterator[Killer]:
    command = [sys.executable, "-m", "tests.killing", str(versions["old"][0]), str(tmp_path / "first")]
    with (
        (tmp_path / "said").open("w") as said,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, encoding="utf-8"
        ) as program,
    ):
        (tmp_path / "public").mkdir()
        yield Killer(program, tmp_path / "public" / "site")
        assert program.stdin is not None
        program.stdin.close()


class Reader(threading.Thread):
    """Walks a served site until it is told to stop, and keeps what belongs to no whole version."""

    def __init__(self, address: str, whole: list[Tree]) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.whole = whole
        self.stopped = threading.Event()
        self.wrong: list[str] = []
        self.pages = 0

    def run(self) -> None:
        paths = sorted(set(self.whole[0]) | set(self.whole[1]))
        while not self.stopped.is_set():
            for path in paths:
                try:
                    with urlopen(self.address + path) as answer:
                        got = answer.read()
                except HTTPError as error:
                    got = None if error.code == 404 else b""
                except OSError as error:
                    self.wrong.append(f"{path}: {error}")
                    continue
                self.pages += 1
                self.stopped.wait(0.02)  # The builds want the processor too.
                if got not in [each.get(path) for each in self.whole]:
                    self.wrong.append(path)


def test_killed_builds_leave_a_whole_site(
    killer: Killer, versions: dict[str, tuple[Path, Tree]], record_property: Any
) -> None:
    whole = [found for _, found in versions.values()]
    # The first build tells how many moments there are, the second how many where only what has changed is made.
    events = killer.build(versions["old"][0])["events"]
    changes = killer.build(versions["new"][0])["events"]
    assert min(events, changes) > KILLS
    chance = random.Random(SEED)
    moments = [(chance.randint(1, changes), 1, False) for _ in range(KILLS_OF_CHANGES)]
    alone = KILLS - KILLS_OF_CHANGES - KILLS_WITH_WORKERS
    moments += [(chance.randint(1, events), 1, True) for _ in range(alone)]
    moments += [(chance.randint(1, events // 12), 2, True) for _ in range(KILLS_WITH_WORKERS)]
    stands = "new"
    with serving(killer.site) as address:
        reader = Reader(address, whole)
        reader.start()
        for moment, jobs, afresh in moments:
            name = OTHER[stands]
            killed = killer.build(versions[name][0], moment, jobs, afresh=afresh)
            assert killed["status"] == -signal.SIGKILL, (moment, jobs)
            after = tree(killer.site)
            assert after in whole, f"killed at {moment} of {events}: the site is torn"
            # What the one before has left is gone; nobody cleans up by hand.
            assert len(leftovers(killer.site)) <= 1
            if after != versions[stands][1]:
                stands = name
                # The record of what stands was not written any more.
                assert afresh or killer.build(versions[stands][0])["status"] == 0
        reader.stopped.set()
        reader.join()
    assert reader.pages > len(whole[0])
    assert reader.wrong == []
    assert killer.build(versions["new"][0])["status"] == 0
    assert tree(killer.site) == versions["new"][1]
    assert leftovers(killer.site) == []
    record_property("kills", KILLS)


def test_kills_round_the_exchange_leave_a_whole_site(
    killer: Killer, versions: dict[str, tuple[Path, Tree]]
) -> None:
    """The one step in which the new site takes the old one's place, and the first files of the old one to go."""
    assert killer.build(versions["old"][0])["status"] == 0
    stands = "old"
    for moment in (1, 2, 40):
        measures, whole = versions[OTHER[stands]]
        assert killer.build(measures, moment, late=True)["status"] == -signal.SIGKILL
        # An event comes before the step that it stands for; the first is the exchange's.
        assert tree(killer.site) == (versions[stands][1] if moment == 1 else whole)
        stands = stands if moment == 1 else OTHER[stands]


def test_worker_that_the_system_ends_ends_the_build(
    killer: Killer, versions: dict[str, tuple[Path, Tree]]
) -> None:
    old, new = versions["old"], versions["new"]
    assert killer.build(old[0])["status"] == 0
    assert killer.build(new[0], 20, jobs=2, whom="worker", afresh=True)["status"] == 2
    assert tree(killer.site) == old[1]
    assert leftovers(killer.site) == []
    assert (killer.site.parent.parent / "said").read_text(encoding="utf-8").strip().endswith("and run again.")


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
def test_nothing_outlives_a_builder_that_is_killed_alone(
    killer: Killer, versions: dict[str, tuple[Path, Tree]], record_property: Any
) -> None:
    """At any moment, in processes of Python and of brotli; what the dead left goes with a build that changes nothing."""
    options = ("--compress",)
    whole = killer.build(versions["old"][0], jobs=4, options=options)
    assert (whole["status"], whole["outliving"]) == (0, 0)
    stands = tree(killer.site)
    chance = random.Random(SEED)
    workers = 0
    for number in range(KILLS_OF_BUILDERS):
        seconds = whole["seconds"] * (number + chance.random()) / KILLS_OF_BUILDERS
        killed = killer.build(versions["old"][0], jobs=4, afresh=True, seconds=seconds, options=options)
        assert killed["outliving"] == 0, seconds
        workers += killed["workers"]
        assert tree(killer.site) == stands
    assert workers > KILLS_OF_BUILDERS, "builders died with workers"
    killed = killer.build(
        versions["old"][0], whole["events"] // 2, 4, "builder", afresh=True, options=options
    )
    assert (killed["status"], killed["outliving"]) == (-signal.SIGKILL, 0)
    assert len(leftovers(killer.site)) <= 1
    assert killer.build(versions["old"][0])["status"] == 0
    stood = killer.site.stat().st_ino
    (killer.site.parent / f".{killer.site.name}.building-dead").mkdir()
    assert killer.build(versions["old"][0])["status"] == 0
    assert killer.site.stat().st_ino == stood, "nothing had changed"
    assert leftovers(killer.site) == []
    record_property("kills", KILLS_OF_BUILDERS)
