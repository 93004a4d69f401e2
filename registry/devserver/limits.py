"""A limit of time for what components do: a loop that never ends is stopped, and so is what nobody waits for any more."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from registry.core.languages import Bilingual

LONGEST = 20.0
"""Seconds that a page may take; the longest of 10,000 measures takes two."""

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
_watchers: set[threading.Thread] = set()
_lock = threading.Lock()


@contextmanager
def limited(is_overtaken: Callable[[], bool]) -> Iterator[None]:
    """Raise ``TookTooLong`` in the body where it takes too long, ``Overtaken`` as soon as nobody waits for it."""
    thread = threading.get_ident()
    with _lock:
        if not _watchers:
            _watchers.add(threading.Thread(target=_watch, daemon=True))
            next(iter(_watchers)).start()
        _running[thread] = time.monotonic() + LONGEST, is_overtaken
    try:
        yield
    finally:
        with _lock:
            _running.pop(thread, None)


def _watch() -> None:
    """Look at all bodies that run, until there is none."""
    while True:
        time.sleep(_LOOKS)
        with _lock:
            for thread, (end, is_overtaken) in list(_running.items()):
                error = Overtaken if is_overtaken() else TookTooLong if time.monotonic() > end else None
                if error is not None:
                    # Once more soon: a component that fails is made again as it is written, to name its line.
                    _running[thread] = time.monotonic() + _AGAIN, is_overtaken
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(thread), ctypes.py_object(error)
                    )
            if not _running:
                _watchers.clear()
                return
