"""What commands print, and how they stop."""

from __future__ import annotations

import errno
import os
import sys


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


def printable(text: str) -> str:
    """Return ``text`` with a sign in place of each character that a terminal would not show, or would obey."""
    signs = {"\t": "→", "\u3000": "□"}
    return "".join(
        sign if sign.isprintable() else signs.get(sign, "\N{REPLACEMENT CHARACTER}") for sign in text
    )
