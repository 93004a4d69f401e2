"""A program that runs builds and kills them at a chosen moment; ``tests/test_publish_killed.py`` drives it.

Its arguments are a folder of measures and one to build them into: a first whole build, after which all modules are
loaded. Then it reads orders, one JSON object a line, and answers each with one: ``arguments`` of ``build``; ``moment``, at how many
events on files in ``folder`` it dies (0: not at all), counted from the exchange of the sites where ``late`` says so;
``whom``, ``"group"``, ``"worker"`` or ``"builder"``, which dies alone; ``seconds``, after how many the builder dies alone; ``afresh``, whether nothing is known of the site that stands. Each build is a process with
a group of its own, forked from this one: the builds would else spend a minute on loading modules.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from registry.build.manifest import _path
from registry.cli.main import main as run

EVENTS = frozenset(
    {"open", "os.link", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "ctypes.dlsym"}
)
"""What Python reports before it does it. The look-up of renameat2 stands for the exchange that follows it."""

PATIENCE = 2.0
"""Seconds in which every process of a build whose builder died must have ended."""


def main() -> None:
    """Follow orders until there are no more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    measures, scratch = sys.argv[1:]
    if run(["build", "--measures", measures, "--site-dir", scratch, "--jobs", "1"]) != 0:
        return
    for line in sys.stdin:
        order = json.loads(line)
        reading, writing = os.pipe()
        build = os.fork()
        if build == 0:
            os.setsid()
            os.close(reading)
            _build(order, writing)
        os.close(writing)
        started = time.monotonic()
        workers = 0
        if order["seconds"]:
            time.sleep(order["seconds"])
            workers = len(_session(build)) - 1
            os.kill(build, signal.SIGKILL)
        _, status = os.waitpid(build, 0)
        took = time.monotonic() - started
        outliving = _session(build)
        while outliving and time.monotonic() - started - took < PATIENCE:
            time.sleep(0.02)
            outliving = _session(build)
        for number in outliving:
            os.kill(number, signal.SIGKILL)
        with os.fdopen(reading) as counted:
            events = int(counted.read() or 0)
        answer = {
            "status": os.waitstatus_to_exitcode(status),
            "events": events,
            "seconds": took,
            "workers": workers,
            "outliving": len(outliving),
        }
        print(json.dumps(answer), file=answers, flush=True)


def _session(leader: int) -> list[int]:
    """Return the living processes of a session, as Linux tells them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, session = (folder / "stat").read_bytes().rpartition(b")")[2].split()[:4]
            if int(session) == leader and state not in b"ZX":
                found.append(int(folder.name))
    return found


def _build(order: dict[str, Any], counted: int) -> None:
    builder = os.getpid()
    if order["afresh"]:
        site = order["arguments"][order["arguments"].index("--site-dir") + 1]
        _path(Path(site).resolve()).unlink(missing_ok=True)
    seen = 0
    counting = not order["late"]

    def watch(event: str, details: tuple[Any, ...]) -> None:
        nonlocal seen, counting
        if event not in EVENTS or not _concerns(event, details, order["folder"]):
            return
        counting = counting or event == "ctypes.dlsym"
        seen += counting
        if seen == order["moment"]:
            if order["whom"] == "group":
                os.killpg(0, signal.SIGKILL)
            elif (os.getpid() == builder) == (order["whom"] == "builder"):
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    status = 1
    try:
        status = run(["build", *order["arguments"]])
    finally:
        os.write(counted, str(seen).encode())
        os._exit(status)


def _concerns(event: str, details: tuple[Any, ...], folder: str) -> bool:
    if event == "ctypes.dlsym":
        return str(details[1]).startswith("rename")
    # Whole folders are removed by names relative to an open folder.
    return event in {"os.remove", "os.rmdir"} or str(details[0]).startswith(folder)


if __name__ == "__main__":
    main()
