"""Jobs side by side, each in a process of its own.

A process that the system kills ends the whole, instead of being waited for for ever; processes whose builder was killed
do their one job and end. Imports ``bilingual``.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from registry.bilingual import Bilingual
from registry.publishing import CannotPublish


class WorkerDied(CannotPublish):
    """A process ended before its job did; ``message`` says what to do, for people."""

    message = Bilingual(
        "构建用的一个进程被系统结束，多半是内存不足：请腾出内存，或加 --jobs 1，再运行。",
        "The system ended a process of the build, most likely for want of memory: free some, or add --jobs 1, and run again.",
    )


def run_jobs(work: Callable[..., None], jobs: Sequence[tuple[Any, ...]], most: int) -> None:
    """Call ``work`` with each of ``jobs``, at most ``most`` at a time; with one, in this process.

    Raises what the first job that failed has raised, or ``WorkerDied``; the others are ended.
    """
    if most < 2:
        for job in jobs:
            work(*job)
        return
    # Starting afresh takes half a second a process; elsewhere than on Linux a fork is not safe.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    waiting = list(reversed(jobs))
    running: dict[Connection, multiprocessing.process.BaseProcess] = {}
    try:
        while waiting or running:
            while waiting and len(running) < most:
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(work, waiting.pop(), theirs), daemon=True)
                process.start()
                theirs.close()
                running[ours] = process
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                process = running.pop(ready)
                _finish(ready)
                process.join()
    finally:
        for process in running.values():
            process.kill()
            process.join()


def _work(work: Callable[..., None], job: tuple[Any, ...], result: Connection) -> None:
    # An interruption reaches every process; the one that was started by the person speaks of it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        work(*job)
    except Exception as error:
        result.send(error)
    else:
        result.send(None)


def _finish(ours: Connection) -> None:
    try:
        error = ours.recv()
    except EOFError:
        raise WorkerDied from None
    finally:
        ours.close()
    if error is not None:
        raise error
