"""What commands print, and how they stop."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


def stop(zh: str, en: str, status: int = 2) -> int:
    """Say in one line why a command stops, and return the status."""
    say(f"{zh} / {en}".replace("\n", " "), error=True)
    return status


def say(text: str, *, error: bool = False) -> None:
    """Print lines; what a terminal would obey, and what would show its text in another order, stands as a sign.

    Where nobody reads on, as in ``… | head``, or the terminal is closed, the command goes on: its status is its own.
    """
    stream = sys.stderr if error else sys.stdout
    try:
        print("\n".join(map(printable, text.split("\n"))), file=stream, flush=True)
    except OSError as gone:
        if gone.errno not in {errno.EPIPE, errno.EIO}:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Show on a terminal how far long work is, once it takes a second, and how long it will take; elsewhere nothing.

    What is given is called as each of ``total`` parts is done. ``label`` is in both languages, as ``中文 / English``.
    """
    started, done = time.monotonic(), 0
    is_shown = bool(label) and sys.stderr.isatty() and os.environ.get("TERM", "") != "dumb"

    def write(text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(f"\r{_CLEAR}{text}")
            sys.stderr.flush()

    def step() -> None:
        nonlocal done
        done += 1
        took = time.monotonic() - started
        if is_shown and took >= 1 and done < total:
            left = f"{took * (total - done) / done:.0f}"
            zh, _, en = label.partition(" / ")
            write(f"{zh} {done}/{total}，约剩 {left} 秒 / {en} {done}/{total}, about {left} s left")

    try:
        yield step
    finally:
        if is_shown:
            write("")


_CLEAR = "\x1b[K"
"""Clears a terminal's line from where it stands."""


def printable(text: str) -> str:
    """Return ``text`` with a sign in place of each character that a terminal would not show, or would obey."""
    signs = {"\t": "→", "\u3000": "□"}
    return "".join(
        sign if sign.isprintable() else signs.get(sign, "\N{REPLACEMENT CHARACTER}") for sign in text
    )
