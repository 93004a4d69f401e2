"""Measures the time from saving a file to the new page served, with a real ``serve`` asked over HTTP."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measuring import BenchError, Figure
from tests.bench.project import Edit, Project, new_word

TIMEOUT = 300.0
"""Seconds after which a change that is not served counts as a failure."""

LONGEST_SERIES = 120.0
"""Seconds after which no further save of the same file is begun."""

INTERVAL = 0.002
"""Seconds between two requests: short against what is measured, and leaves the processor to the server."""


@dataclass
class Preview:
    """A running ``serve``; ``output`` is the file that holds what it prints."""

    process: subprocess.Popen[bytes]
    output: Path
    connection: http.client.HTTPConnection

    def shows(self, path: str, word: str) -> bool:
        """Tell whether the page at ``path`` holds ``word``."""
        self.connection.request("GET", f"/{path}")
        return word.encode() in self.connection.getresponse().read()

    def lines(self) -> int:
        """Return how many lines it has printed; it prints one when everything is up to date."""
        return self.output.read_bytes().count(b"\n")


def _wait_until(reached: Callable[[], bool], zh: str, en: str) -> None:
    end = time.perf_counter() + TIMEOUT
    while not reached():
        if time.perf_counter() > end:
            raise BenchError(zh, en)
        time.sleep(INTERVAL)


@contextmanager
def previewing(project: Project) -> Iterator[Preview]:
    """Run ``serve`` in a project; give it when its first site is complete. Raises ``BenchError`` where it does not start."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    output = project.folder / "output"
    with output.open("wb") as file:
        process = project.command("serve", "--port", str(port)).start(file.fileno())

    def is_ready() -> bool:
        if process.poll() is not None:
            last = (output.read_text(encoding="utf-8").strip().splitlines() or ["?"])[-1]
            raise BenchError(f"serve 没有启动：{last}", f"serve did not start: {last}")
        return re.search(rb"http://\S+/.*\n.+\n", output.read_bytes()) is not None

    try:
        _wait_until(is_ready, "serve 没有启动。", "serve did not start.")
        yield Preview(process, output, http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT))
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def measure_saves(project: Project, saves: int, kinds: tuple[str, ...]) -> list[Figure]:
    """Save each kind of file up to ``saves`` times; return the times until served, and until all was up to date."""
    figures = []
    edits = {
        "measure": project.measure_edit,
        "vocabulary": project.vocabulary_edit,
        "macro": project.macro_edit,
    }
    with previewing(project) as preview:
        for kind in kinds:
            served, finished = _saves(preview, edits[kind](), saves)
            figures.append(Figure("saved", kind, project.size, tuple(served)))
            figures.append(Figure("saved", f"{kind}-whole", project.size, tuple(finished)))
    return figures


def _saves(preview: Preview, edit: Edit, saves: int) -> tuple[list[float], list[float]]:
    served: list[float] = []
    finished: list[float] = []
    begun = time.perf_counter()

    def wait_for_line(lines: int) -> None:
        _wait_until(
            lambda: preview.lines() > lines,
            "serve 没有报告已更新。",
            "serve never reported that all is up to date.",
        )

    for number in range(saves):
        if time.perf_counter() - begun > LONGEST_SERIES:
            break
        word, lines, started = new_word(number), preview.lines(), time.perf_counter()
        edit.save(word)
        _wait_until(
            lambda word=word: preview.shows(edit.path, word),
            f"改动没有出现在 /{edit.path}。",
            f"A change was never served at /{edit.path}.",
        )
        served.append(time.perf_counter() - started)
        wait_for_line(lines)
        finished.append(time.perf_counter() - started)
    lines = preview.lines()
    edit.undo()
    wait_for_line(lines)
    return served, finished
