"""From saving a file to the new page served: a real ``serve``, asked over HTTP as a browser would.

Imports ``workplace``, ``measuring`` and ``bilingual``.
"""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from registry.bench.measuring import PROCESSES, BenchError, Figure, megabytes, memory_of
from registry.bench.workplace import Edit, Workplace, new_word

PATIENCE = 300.0
"""Seconds after which a change that is not served is taken for a fault."""

LONG_ENOUGH = 120.0
"""Seconds after which no further save of the same file is begun."""

PAUSE = 0.002
"""Seconds between two looks at the page: short against what is measured, and leaves the processor to the server."""


@dataclass
class Preview:
    """A running ``serve``; ``said`` is the file that holds what it said."""

    process: subprocess.Popen[bytes]
    said: Path
    connection: http.client.HTTPConnection

    def page(self, path: str) -> bytes:
        """Return what is served at a path."""
        self.connection.request("GET", f"/{path}")
        return self.connection.getresponse().read()

    def wait_for(self, path: str, word: str) -> None:
        """Wait until the page at ``path`` holds ``word``. Raises ``BenchError`` where it never does."""
        end = time.perf_counter() + PATIENCE
        while word.encode() not in self.page(path):
            if time.perf_counter() > end:
                raise BenchError(f"改动没有出现在 /{path}。", f"A change was never served at /{path}.")
            time.sleep(PAUSE)

    def wait_for_rest(self, lines: int) -> None:
        """Wait until it has said more than ``lines`` lines, as it does when all is up to date."""
        end = time.perf_counter() + PATIENCE
        while self.lines() <= lines:
            if time.perf_counter() > end:
                raise BenchError("serve 没有说已更新。", "serve never said that all is up to date.")
            time.sleep(PAUSE)

    def lines(self) -> int:
        """Return how many lines it has said."""
        return self.said.read_bytes().count(b"\n")


@contextmanager
def previewing(workplace: Workplace) -> Iterator[Preview]:
    """Run ``serve`` in a workplace; give it when its first site is whole. Raises ``BenchError`` where it does not start."""
    port = _free_port()
    said = workplace.folder / "said"
    with said.open("wb") as file:
        process = workplace.command("serve", "--port", str(port)).start(file.fileno())
    try:
        end = time.perf_counter() + PATIENCE
        while not re.search(rb"http://\S+/.*\n.+\n", said.read_bytes()):
            if process.poll() is not None or time.perf_counter() > end:
                last = (said.read_text(encoding="utf-8").strip().splitlines() or ["?"])[-1]
                raise BenchError(f"serve 没有启动：{last}", f"serve did not start: {last}")
            time.sleep(PAUSE)
        yield Preview(process, said, http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE))
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def measure_saves(workplace: Workplace, saves: int, kinds: tuple[str, ...]) -> list[Figure]:
    """Save each kind of file up to ``saves`` times; return from save to served, and for measures until all was up to date."""
    figures = []
    edits = {
        "measure": workplace.measure_edit,
        "vocabulary": workplace.vocabulary_edit,
        "macro": workplace.macro_edit,
    }
    with previewing(workplace) as preview:
        for kind in kinds:
            seen, rested = _saves(preview, edits[kind](), saves)
            figures.append(Figure("saved", kind, workplace.size, tuple(seen)))
            figures.append(Figure("saved", f"{kind}-whole", workplace.size, tuple(rested)))
        if PROCESSES.is_dir():
            held = megabytes(memory_of(preview.process.pid))
            figures.append(Figure("time-memory", "serve", workplace.size, (held,)))
    return figures


def _saves(preview: Preview, edit: Edit, saves: int) -> tuple[list[float], list[float]]:
    seen, rested = [], []
    begun = time.perf_counter()
    for number in range(saves):
        if time.perf_counter() - begun > LONG_ENOUGH:
            break
        lines = preview.lines()
        started = time.perf_counter()
        edit.save(new_word(number))
        preview.wait_for(edit.path, new_word(number))
        seen.append(time.perf_counter() - started)
        preview.wait_for_rest(lines)
        rested.append(time.perf_counter() - started)
    lines = preview.lines()
    edit.undo()
    preview.wait_for_rest(lines)
    return seen, rested


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
