"""A limit of time for what components do: a loop that never ends is stopped, and so is what nobody waits for any more."""

from __future__ import annotations

import ctypes
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from registry.core.languages import Bilingual

LONGEST = 20.0
"""Seconds of the processor that a page may take, whatever else the machine does; the longest of 10,000 measures takes two."""

_LOOKS, _AGAIN = 0.2, 1.0
"""Seconds between two looks at what is running, and until what was stopped and still runs is stopped again."""


class TookTooLong(Exception):
    """A page was not made in ``LONGEST`` seconds; ``message`` says what to look for."""

    message = Bilingual(
        f"{LONGEST:.0f} 秒还没有做完，检查有无不会结束的循环",
        f"it was not finished in {LONGEST:.0f} seconds; look for a loop that does not end",
    )


class Overtaken(Exception):
    """Nobody waits any more for what was being made."""


_running: dict[int, tuple[float, Callable[[], bool]]] = {}
_watching: set[int] = set()
"""The process whose bodies are watched; one that is forked from it begins to watch its own."""


def _never() -> bool:
    return False


@contextmanager
def limited(is_overtaken: Callable[[], bool] = _never) -> Iterator[None]:
    """Raise ``TookTooLong`` in the body where it takes too long, ``Overtaken`` as soon as nobody waits for it."""
    thread, process = threading.get_ident(), os.getpid()
    if process not in _watching:
        _watching.clear()
        _running.clear()
        _watching.add(process)
        threading.Thread(target=_watch, daemon=True).start()
    around = _running.get(thread)
    _running[thread] = around or (time.process_time() + LONGEST, is_overtaken)
    try:
        yield
    finally:
        if around is None:
            _running.pop(thread, None)


def _watch() -> None:
    """Look at all bodies that run."""
    while True:
        time.sleep(_LOOKS)
        for thread, (end, is_overtaken) in list(_running.items()):
            error = Overtaken if is_overtaken() else TookTooLong if time.process_time() > end else None
            if error is not None:
                # Once more soon: a component that fails is made again as it is written, to name its line.
                _running[thread] = time.process_time() + _AGAIN, is_overtaken
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
