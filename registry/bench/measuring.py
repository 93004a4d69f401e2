"""Measuring a command from outside: how long it takes, what the processor does for it, how much memory it holds.

Imports ``bilingual``.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.bilingual import Bilingual

SAMPLED_EVERY = 0.02
"""Seconds between two looks at the memory of a command, at least."""

RESTED = 9
"""How many times as long as a look took there is rest after it: a process cannot go on while its memory is counted."""

PROCESSES = Path("/proc")


class BenchError(Exception):
    """Nothing can be measured; ``message`` says why and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        """Keep the words in both languages."""
        super().__init__(zh)
        self.message = Bilingual(zh, en)


@dataclass(frozen=True)
class Figure:
    """What was measured: one row of a table, for one size of the register. ``values`` are of single runs, in the table's unit."""

    table: str
    row: str
    size: int
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The value in the middle."""
        return statistics.median(self.values)

    @property
    def worst(self) -> float:
        """The largest value."""
        return max(self.values)


@dataclass(frozen=True)
class Command:
    """A command: what people call it, the folder that it runs in, and variables beyond those of the environment."""

    name: str
    arguments: Sequence[str]
    folder: Path
    variables: Mapping[str, str]

    def start(self, said: int) -> subprocess.Popen[bytes]:
        """Start it; what it says goes to the open file ``said``."""
        return subprocess.Popen(
            self.arguments,
            cwd=self.folder,
            env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds by the clock, seconds of processors, peak memory in bytes, what it said.

    The peak is known where it was watched and the system tells.
    """

    seconds: float
    processor: float
    peak: int | None
    said: str


def run(command: Command, *, watch_memory: bool = False) -> Run:
    """Run a command to its end. Raises ``BenchError`` where it fails."""
    reading, writing = os.pipe()
    before, started = _processor(), time.perf_counter()
    process = command.start(writing)
    os.close(writing)
    watch = _Watch(process.pid) if watch_memory and PROCESSES.is_dir() else None
    with os.fdopen(reading, encoding="utf-8", errors="replace") as said:
        words = said.read()
    status = process.wait()
    seconds, processor = time.perf_counter() - started, _processor() - before
    peak = watch.end() if watch else None
    if status != 0:
        last = (words.strip().splitlines() or ["?"])[-1]
        raise BenchError(
            f"{command.name} 没有成功（{status}）：{last}", f"{command.name} failed ({status}): {last}"
        )
    return Run(seconds, processor, peak, words)


def run_often(
    command: Command, times: int, table: str, row: str, size: int, before: Callable[[], object]
) -> list[Figure]:
    """Run a command ``times`` by the clock, each time after ``before``, and once before them with an eye on its memory.

    That run also fills the system's file cache; it counts for the memory alone, since being watched slows it down.
    """
    before()
    peak = run(command, watch_memory=True).peak
    runs = []
    for _ in range(times):
        before()
        runs.append(run(command))
    figures = [
        Figure(table, row, size, tuple(each.seconds for each in runs)),
        Figure(f"{table}-processor", row, size, tuple(each.processor for each in runs)),
    ]
    if peak is not None:
        figures.append(Figure(f"{table}-memory", row, size, (megabytes(peak),)))
    return figures


def megabytes(count: float) -> float:
    """Return bytes in units of a million."""
    return count / 1_000_000


def memory_of(process: int) -> int:
    """Return the bytes of memory that a process and its descendants hold now; 0 where the system does not tell.

    What several share is divided among them.
    """
    total = 0
    with contextlib.suppress(OSError):
        for line in (PROCESSES / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    with contextlib.suppress(OSError):
        for task in (PROCESSES / str(process) / "task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                total += memory_of(int(child))
    return total


class _Watch:
    """Looks again and again how much memory a process and its descendants hold."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        rest = SAMPLED_EVERY
        while not self._ended.wait(rest):
            started = time.perf_counter()
            self._peak = max(self._peak, memory_of(self._process))
            rest = max(SAMPLED_EVERY, RESTED * (time.perf_counter() - started))

    def end(self) -> int | None:
        """Look no more; return the most that was seen, if anything was."""
        self._ended.set()
        self._thread.join()
        return self._peak or None


def _processor() -> float:
    """Return the seconds of processors that all children took that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system
