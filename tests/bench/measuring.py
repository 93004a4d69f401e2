"""Runs a command and measures it from outside: wall time, processor time, and the memory of its largest process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile


class BenchError(Exception):
    """Something cannot be measured; the message says why, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        """Join the messages."""
        super().__init__(f"{zh} / {en}")


@dataclass(frozen=True)
class Figure:
    """One cell of a table, for one size of the register. ``values`` are those of single runs, in the table's unit."""

    table: str
    row: str
    size: int
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of the runs."""
        return statistics.median(self.values)


@dataclass(frozen=True)
class Run:
    """One run of a command: wall and processor seconds; the most megabytes that one of its processes held; its output."""

    seconds: float
    processor: float
    memory: float
    output: str


@dataclass(frozen=True)
class Command:
    """A command: its name for people, its arguments, its working folder, and additional environment variables."""

    name: str
    arguments: Sequence[str]
    folder: Path
    variables: Mapping[str, str]

    def start(self, output: int) -> subprocess.Popen[bytes]:
        """Start it; its output goes to the file descriptor ``output``."""
        return subprocess.Popen(
            self.arguments, cwd=self.folder, env={**os.environ, **self.variables},
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def run(self) -> Run:
        """Run it to its end. Raises ``BenchError`` where it fails."""
        with TemporaryFile() as file:
            started = time.perf_counter()
            process = self.start(file.fileno())
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = os.waitstatus_to_exitcode(status)
            file.seek(0)
            output = file.read().decode("utf-8", errors="replace")
        if status != 0:
            last = (output.strip().splitlines() or ["?"])[-1]
            raise BenchError(f"{self.name} 没有成功：{last}", f"{self.name} failed: {last}")
        unit = 1 if sys.platform == "darwin" else 1024  # Bytes of ru_maxrss.
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, output)

    def figures(
        self, times: int, table: str, row: str, size: int, before: Callable[[], object]
    ) -> list[Figure]:
        """Run it ``times``, each after ``before``; and once before, to fill the system's file cache."""
        runs = []
        for _ in range(times + 1):
            before()
            runs.append(self.run())
        return figures_of(runs[1:], table, row, size)


def figures_of(runs: Sequence[Run], table: str, row: str, size: int) -> list[Figure]:
    """Return wall time, processor time and memory of runs as figures of three tables."""
    return [
        Figure(table, row, size, tuple(run.seconds for run in runs)),
        Figure(f"{table}-processor", row, size, tuple(run.processor for run in runs)),
        Figure(f"{table}-memory", row, size, tuple(run.memory for run in runs)),
    ]
