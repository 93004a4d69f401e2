"""Jobs side by side, done by processes of which each takes the next as soon as it is ready.

A process that the system kills ends the whole, instead of being waited for for ever. No process outlives the one that
started it, however that ends.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from registry.core.console import progress
from registry.core.diagnostics import CommandError
from registry.core.languages import Bilingual

Result = TypeVar("Result")

_PLACES = "_places_in_another_process"
"""The attribute of an error that holds what ``places_of`` gives of it."""

_REFUSALS = (
    errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN,
)  # fmt: skip
"""What the system refuses to programs whatever they are asked to do."""

_END_WITH_PARENT = 1
"""``PR_SET_PDEATHSIG`` of Linux."""


class WorkerDied(CommandError):
    """A process was ended before its job was done."""

    message = Bilingual(
        "一个进程被系统结束，多半是内存不足：请腾出内存（构建可加 --jobs 1），再运行。",
        "The system ended a process, most likely because memory ran out: free some (a build can take --jobs 1) and run again.",
    )


def run_jobs(
    work: Callable[..., Result],
    jobs: Sequence[tuple[Any, ...]],
    most: int,
    *,
    fork_only: bool = False,
    label: str = "",
) -> list[Result]:
    """Call ``work`` with each of ``jobs``, at most ``most`` at a time, and return the results in the order of the jobs.

    With one at a time, or one job, all is done in this process; so it is, with ``fork_only``, where processes cannot
    be forked, which is for jobs that take less time than to start a process afresh (half a second). Raises what the
    first job that failed has raised, or ``WorkerDied``; the others are ended. ``label`` is shown as progress.
    """
    with progress(label, len(jobs)) as step:
        return _run_jobs(work, jobs, most, fork_only, step)


def _run_jobs(
    work: Callable[..., Result],
    jobs: Sequence[tuple[Any, ...]],
    most: int,
    fork_only: bool,
    step: Callable[[], None],
) -> list[Result]:
    can_fork = sys.platform == "linux"  # Elsewhere a fork is not safe.
    if most < 2 or len(jobs) < 2 or (fork_only and not can_fork):
        found = []
        for job in jobs:
            found.append(work(*job))
            step()
        return found
    context: Any = multiprocessing.get_context("fork" if can_fork else "spawn")
    results: dict[int, Result] = {}
    waiting = iter(range(len(jobs)))
    crew: dict[Connection, multiprocessing.process.BaseProcess] = {}
    try:
        for number in islice(waiting, most):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(work, jobs, theirs), daemon=True)
            process.start()
            theirs.close()
            crew[ours] = process
            _send(ours, number)
        while crew:
            for ready in wait(list(crew)):
                assert isinstance(ready, Connection)
                done, result = _received(ready)
                results[done] = result
                step()
                following = next(waiting, None)
                _send(ready, following)
                if following is None:
                    crew.pop(ready).join()
                    ready.close()
    finally:
        for process in crew.values():
            process.kill()
            process.join()
    return [results[number] for number in range(len(jobs))]


def run_program(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run another program as ``subprocess.run`` does; on Linux it ends with this process.

    Raises ``WorkerDied`` where the system ends it, ``OSError`` where it says on a captured error stream what the system
    refuses it.
    """
    if sys.platform == "linux":
        options["preexec_fn"] = partial(_end_with, os.getpid(), _process_control())
    done: subprocess.CompletedProcess[bytes] = subprocess.run(command, check=False, **options)
    if done.returncode < 0:
        raise WorkerDied
    refusal = refusal_in(done.stderr.decode("utf-8", "replace")) if done.returncode and done.stderr else None
    if refusal is not None:
        refusal.filename = command[0]
        raise refusal
    return done


def refusal_in(said: str) -> OSError | None:
    """Return the error of the system that a program or a library puts into words, if any."""
    said = said.replace("failed to map segment", os.strerror(errno.ENOMEM))
    return next(
        (OSError(number, os.strerror(number)) for number in _REFUSALS if os.strerror(number) in said), None
    )


def _process_control() -> Callable[[int, int], int]:
    """Return ``prctl`` of the C library."""
    import ctypes  # Here, since it takes as long as many a command.

    function: Callable[[int, int], int] = ctypes.CDLL(None).prctl
    return function


def _end_with(parent: int, process_control: Callable[[int, int], int]) -> None:
    """Let the system end this process as soon as ``parent`` ends, which may already have happened."""
    process_control(_END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _begin() -> None:
    """Prepare a worker: an interruption ends it, for the parent reports that; so does the end of its parent."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    assert parent is not None and parent.pid is not None
    if sys.platform == "linux":
        _end_with(parent.pid, _process_control())
    else:
        threading.Thread(target=_watch, args=(parent.join,), daemon=True).start()


def _watch(wait_for_parent: Callable[[], object]) -> None:
    """End this process when its parent has ended."""
    wait_for_parent()
    os._exit(1)


def _work(work: Callable[..., Any], jobs: Sequence[tuple[Any, ...]], way: Connection) -> None:
    """Do the jobs whose numbers come in, one after the other, until none comes or nobody listens any more."""
    _begin()
    with suppress(EOFError, OSError):
        while (number := way.recv()) is not None:
            try:
                result, wrong = work(*jobs[number]), None
            except Exception as error:
                result, wrong = None, _carried(error)
            way.send((number, result, wrong))


def places_of(error: BaseException) -> list[tuple[str, int]]:
    """Return the files and lines that an error has come through, the innermost last; those in another process, too."""
    frames = traceback.extract_tb(error.__traceback__)
    elsewhere: list[tuple[str, int]] = error.__dict__.get(_PLACES, [])
    return [(frame.filename, frame.lineno or 1) for frame in frames] + elsewhere


def _carried(error: Exception) -> Exception:
    """Return an error as it can go to another process, where its traceback is lost; one that cannot, by its words."""
    places = places_of(error)
    error.__dict__[_PLACES] = places
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  (what was made here)
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
        error.__dict__[_PLACES] = places
    return error


def _send(way: Connection, number: int | None) -> None:
    try:
        way.send(number)
    except OSError:
        raise WorkerDied from None


def _received(way: Connection) -> tuple[int, Any]:
    try:
        number, result, wrong = way.recv()
    except (EOFError, OSError):
        raise WorkerDied from None
    if wrong is not None:
        raise wrong
    return number, result
