"""Jobs side by side: results in order, whatever goes wrong in a process is told, and nothing is waited for in vain."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from registry.core.errors import message_of
from registry.core.workers import WorkerDied, run_jobs, run_program
from tests.conftest import ROOT


def _late(number: int) -> tuple[int, int]:
    """Take the longer the earlier a job begins, so that later ones end first."""
    time.sleep(0.02 * (5 - number))
    return number, os.getpid()


def _odd(number: int) -> int:
    if number % 2:
        raise OSError(f"number {number}")
    return number


def _killed(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_results_come_in_order_from_as_many_processes_as_allowed() -> None:
    results = run_jobs(_late, [(number,) for number in range(6)], 2)
    assert [number for number, _ in results] == list(range(6))
    processes = {process for _, process in results}
    assert len(processes) == 2
    assert os.getpid() not in processes
    assert {process for _, process in run_jobs(_late, [(4,), (5,)], 1)} == {os.getpid()}


def test_what_a_job_raises_is_raised() -> None:
    with pytest.raises(OSError, match="number 1"):
        run_jobs(_odd, [(0,), (1,), (2,)], 2)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in another way")
def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(WorkerDied):
        run_jobs(_killed, [(number,) for number in range(5)], 2)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in another way")
@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        ("kill -9 $$", WorkerDied, "memory ran out"),
        ("echo 'a.br: No space left on device' >&2; exit 1", OSError, "No space left on device"),
        ("echo 'fatal: a: Too many open files' >&2; exit 128", OSError, "Too many open files"),
    ],
)
def test_what_the_system_refuses_to_a_program_is_told(
    script: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refused:
        run_program(["sh", "-c", script], capture_output=True)
    assert words in message_of(refused.value).en
    assert run_program(["sh", "-c", "echo 'No such file' >&2; exit 3"], capture_output=True).returncode == 3


LONG = "import time; from registry.core.workers import run_jobs; run_jobs(time.sleep, [(0.4,)] * 4, 1, label='检查 / Checking')"


@pytest.mark.parametrize("on_a_terminal", [True, False])
def test_long_work_shows_on_a_terminal_how_far_it_is(on_a_terminal: bool) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty() if on_a_terminal else os.pipe()
    environment = {**os.environ, "TERM": "xterm", "PYTHONUTF8": "1"}
    subprocess.run([sys.executable, "-c", LONG], cwd=ROOT, env=environment, stderr=theirs, check=True)
    os.set_blocking(ours, False)
    try:
        shown = os.read(ours, 10_000).decode()
    except BlockingIOError:
        shown = ""
    if on_a_terminal:
        assert "检查 3/4，约剩 " in shown
        assert "Checking 3/4, about " in shown
        assert "1/4" not in shown, "work of less than a second shows nothing"
        assert shown.endswith("\r\x1b[K"), "the line is gone when the work is done"
    else:
        assert shown == ""
    os.close(ours)
    os.close(theirs)
