"""One run of the benchmarks: for each size a workplace, in it each part that is wished for.

Imports the other files of this room but ``command`` and ``tables``.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from registry.bench.keys import measure_keys
from registry.bench.measuring import BenchError, Figure, megabytes, run, run_often
from registry.bench.output import measure_output
from registry.bench.peers import Peer, install_peers
from registry.bench.saving import measure_saves
from registry.bench.workplace import Workplace, make_workplace, new_word
from registry.bilingual import LANGUAGES
from registry.checking import check
from registry.command import ROOT
from registry.model import Measure

HERE = ROOT / ".cache" / "bench"
"""Where everything is done; version control knows nothing of it."""

ALONE = ("check", "pages", "write", "search", "exports", "floor")
"""The parts that are measured each in a process that does nothing else."""

LARGE = 1000
"""Measures from which on a site is large: there one kind of save is tried, that of a measure."""

Say = Callable[[str], None]
Step = Callable[[], Iterable[Figure]]


@dataclass(frozen=True)
class Wishes:
    """What is to be measured: sizes, how many runs and saves, which parts, and whether other generators, too."""

    sizes: tuple[int, ...]
    repeat: int
    saves: int
    parts: tuple[str, ...]
    peers: bool


@dataclass
class Outcome:
    """The figures that were found, and how many things could not be measured."""

    figures: list[Figure] = field(default_factory=list)
    failures: int = 0


def measure(wishes: Wishes, say: Say) -> Outcome:
    """Measure what is wished for; ``say`` is told how far it is, and what could not be measured and why.

    Raises ``BenchError`` where a size cannot be had or a build does not succeed, without which there is nothing to measure.
    """
    HERE.mkdir(parents=True, exist_ok=True)
    peers = install_peers(HERE, say) if wishes.peers else []
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="work-", dir=HERE) as folder:
        workplaces = []
        for size in wishes.sizes:
            say(f"{size}：准备 / making the register")
            workplaces.append(make_workplace(Path(folder) / str(size) / "project", size))
            outcome.figures += _build(workplaces[-1], wishes, say)
            _take(_steps(workplaces[-1], wishes, peers), size, outcome, say)
        # Last, since these remove files, which makes the system slower at making others for some minutes.
        for workplace in workplaces:
            _take(_steps_of_editing(workplace, wishes, say), workplace.size, outcome, say)
    return outcome


def _take(steps: dict[str, Step], size: int, outcome: Outcome, say: Say) -> None:
    """Take steps one after another, and put what they find into ``outcome``."""
    for name, step in steps.items():
        say(f"{size}：{name}")
        try:
            outcome.figures += step()
        except BenchError as error:
            outcome.failures += 1
            say(f"{error.message.zh} / {error.message.en}")


def _build(workplace: Workplace, wishes: Wishes, say: Say) -> list[Figure]:
    """Build the workplace's site, and measure that where it is wished for."""
    command = workplace.command("build", "--site-dir", str(workplace.site))
    say(f"{workplace.size}：build")
    if "build" not in wishes.parts:
        run(command)
        return []
    figures = run_often(command, wishes.repeat, "time", "build", workplace.size, workplace.forget)
    return figures + measure_output(workplace)


def _steps(workplace: Workplace, wishes: Wishes, peers: Sequence[Peer]) -> dict[str, Step]:
    """Return what is to be measured of making a site, in order."""
    steps: dict[str, Step] = {
        part: partial(_part, part, workplace, wishes.repeat) for part in ALONE if part in wishes.parts
    }
    if peers:
        measures = check(workplace.measures).measures
        for peer in peers:
            steps[peer.key] = partial(_measure_peer, peer, workplace, measures, wishes.repeat)
    return steps


def _steps_of_editing(workplace: Workplace, wishes: Wishes, say: Say) -> dict[str, Step]:
    """Return what is to be measured of changing the built site and of searching it, in order."""
    kinds = ("measure",) if workplace.size >= LARGE else ("measure", "vocabulary", "macro")
    steps: dict[str, Step] = {
        "keys": partial(measure_keys, workplace, say),
        "serve": partial(measure_saves, workplace, wishes.saves, kinds),
        "edit": partial(_edits, workplace, wishes.repeat),
    }
    return {part: step for part, step in steps.items() if part in wishes.parts}


def _part(part: str, workplace: Workplace, repeat: int) -> Iterator[Figure]:
    """Measure a part in fresh processes; the first of several is for the file cache alone."""
    runs = []
    for _ in range(repeat + (repeat > 1)):
        folder = workplace.empty_folder()
        command = workplace.command(part, str(workplace.measures), str(folder), module="registry.bench.parts")
        runs.append(json.loads(run(command).said.splitlines()[-1]))
    yield Figure("time", part, workplace.size, tuple(each["seconds"] for each in runs[-repeat:]))
    yield Figure("time-processor", part, workplace.size, tuple(each["processor"] for each in runs[-repeat:]))
    peaks = tuple(megabytes(each["peak"]) for each in runs[-repeat:] if each["peak"] is not None)
    if peaks:
        yield Figure("time-memory", part, workplace.size, peaks)


def _edits(workplace: Workplace, repeat: int) -> Iterator[Figure]:
    """Build again after each of several edits of a measure."""
    edit = workplace.measure_edit()
    numbers = iter(range(repeat + 1))
    build = workplace.command("build", "--site-dir", str(workplace.site))
    yield from run_often(
        build, repeat, "time", "edit", workplace.size, lambda: edit.save(new_word(next(numbers)))
    )
    edit.undo()


def _measure_peer(
    peer: Peer, workplace: Workplace, measures: Sequence[Measure], repeat: int
) -> Iterator[Figure]:
    """Let another generator make the same pages."""
    folder = workplace.folder.parent / peer.key
    command = peer.prepare(workplace, measures, folder)
    yield from run_often(command, repeat, "peers", peer.key, workplace.size, lambda: peer.forget(folder))
    written = {
        path: path.stat().st_size for site in peer.sites(folder) for path in site.rglob("*") if path.is_file()
    }
    pages = [size for path, size in written.items() if path.parent.parent.name == "m"]
    if len(pages) != len(LANGUAGES) * len(measures):
        raise BenchError(
            f"{peer.kind.name.zh} 只生成了 {len(pages)} 页。",
            f"{peer.kind.name.en} made {len(pages)} pages only.",
        )
    yield Figure("peers-bytes", peer.key, workplace.size, (megabytes(sum(written.values())),))
    yield Figure("peers-page", peer.key, workplace.size, (sum(pages) / len(pages) / 1000,))
