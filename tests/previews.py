"""A running ``serve`` in a copy of the project, for tests."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

ONE = "ybh2019-376-1a-03"
MEASURE = f"measures/starting-a-business/{ONE}.yml"
PATIENCE = 120
"""Seconds; machines that run tests are busy. How fast it is, ``bench`` measures."""


class Preview:
    """A running ``serve`` in a copy of the project."""

    def __init__(self, folder: Path, *inside: str, options: tuple[str, ...] = ()) -> None:
        """Start it, ``inside`` another command where there is one."""
        self.folder = folder
        with (folder / "said").open("wb") as said:
            self.process = subprocess.Popen(
                [
                    *inside,
                    sys.executable,
                    "-P",
                    "-m",
                    "registry",
                    "serve",
                    "--port",
                    str(free_port()),
                    *options,
                ],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + PATIENCE
        while not (found := re.search(r"http://\S+/", self.said())):
            assert time.monotonic() < end, self.said()
            assert self.process.poll() is None, self.said()
            time.sleep(0.05)
        self.address = found.group()

    def said(self) -> str:
        return (self.folder / "said").read_text(encoding="utf-8")

    def ask(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
        """Return status, headers and text of an answer, whatever it is."""
        with closing(http.client.HTTPConnection(self.address.split("/")[2], timeout=PATIENCE)) as connection:
            connection.request("GET", f"/{path}", headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode(errors="replace")

    def get(self, path: str) -> str:
        return self.ask(path)[2]

    def problems(self) -> list[dict[str, Any]]:
        """Return the problems that open pages are told of."""
        found: list[dict[str, Any]] = json.loads(self.get("_live"))["problems"]
        return found

    def wait_for(self, path: str, words: str, *, gone: bool = False) -> None:
        end = time.monotonic() + PATIENCE
        while (words in self.get(path)) == gone:
            assert time.monotonic() < end, f"{words!r} at {path}, gone={gone}"
            time.sleep(0.02)

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def copy_project(folder: Path) -> Path:
    names = ("registry", "macros", "measures", "docs", "mkdocs.yml", "mkdocs.en.yml")
    for name in names:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return folder
