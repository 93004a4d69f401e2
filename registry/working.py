"""Jobs side by side, each in a process of its own.

A process that the system kills ends the whole, instead of being waited for for ever; processes whose builder was killed
do their one job and end. Imports ``bilingual``.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from registry.bilingual import Bilingual

Result = TypeVar("Result")


class WorkerDied(Exception):
    """A process ended before its job did; ``message`` says what to do, for people."""

    message = Bilingual(
        "构建用的一个进程被系统结束，多半是内存不足：请腾出内存，或加 --jobs 1，再运行。",
        "The system ended a process of the build, most likely for want of memory: free some, or add --jobs 1, and run again.",
    )


def run_jobs(
    work: Callable[..., Result], jobs: Sequence[tuple[Any, ...]], most: int, *, fork_only: bool = False
) -> list[Result]:
    """Call ``work`` with each of ``jobs``, at most ``most`` at a time, and return the results in the order of the jobs.

    With one at a time, or one job, all is done in this process; so it is, with ``fork_only``, where processes cannot
    be forked, which is for jobs that take less time than to start a process afresh (half a second). Raises what the
    first job that failed has raised, or ``WorkerDied``; the others are ended.
    """
    can_fork = sys.platform == "linux"  # Elsewhere a fork is not safe.
    if most < 2 or len(jobs) < 2 or (fork_only and not can_fork):
        return [work(*job) for job in jobs]
    context: Any = multiprocessing.get_context("fork" if can_fork else "spawn")
    results: dict[int, Result] = {}
    waiting = list(reversed(list(enumerate(jobs))))
    running: dict[Connection, tuple[int, multiprocessing.process.BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < most:
                number, job = waiting.pop()
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(work, job, theirs), daemon=True)
                process.start()
                theirs.close()
                running[ours] = number, process
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                number, process = running.pop(ready)
                results[number] = _finish(ready)
                process.join()
    finally:
        for _, process in running.values():
            process.kill()
            process.join()
    return [results[number] for number in range(len(jobs))]


@contextmanager
def beside(work: Callable[[], object], most: int) -> Iterator[None]:
    """Let ``work`` run in a process of its own beside the body, and wait for it after that.

    It is for what makes the body faster and changes nothing: where processes cannot be forked, or ``most``, the
    processes that may work side by side, is one, it is left out.
    """
    if most < 2 or sys.platform != "linux":
        yield
        return
    process = multiprocessing.get_context("fork").Process(target=_work_quietly, args=(work,), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.join()


def _work_quietly(work: Callable[[], object]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    work()


def _work(work: Callable[..., Any], job: tuple[Any, ...], outcome: Connection) -> None:
    # An interruption reaches every process; the one that was started by the person speaks of it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        result = work(*job)
    except Exception as error:
        outcome.send((None, error))
    else:
        outcome.send((result, None))


def _finish(ours: Connection) -> Any:
    try:
        result, error = ours.recv()
    except EOFError:
        raise WorkerDied from None
    finally:
        ours.close()
    if error is not None:
        raise error
    return result
