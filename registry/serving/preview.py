"""What is served: the last good site, the one that is being made after a change, and the problems of the change.

A page is served as soon as it is made; who asks for one that is still to be made waits for it. Where the new site turns
out not to be sound, the last good one stays. Imports ``problem``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from registry.problem import Problem

PATIENCE = 60.0
"""Seconds that a request waits for a page before it gets that of the last good site."""

Extras = Callable[[str], bytes | None]
"""Gives a file that is made only when asked for, by its path below the site's root; ``None`` where there is none."""


def _no_extras(_: str) -> bytes | None:
    return None


@dataclass
class Preview:
    """The files served, by their path below the site's root; safe to use from several threads.

    At the beginning the first site is being made.
    """

    _condition: threading.Condition = field(default_factory=threading.Condition)
    _good: Mapping[str, bytes] = field(default_factory=dict)
    _growing: dict[str, bytes] | None = field(default_factory=dict)
    _extras: Extras = _no_extras
    _problems: tuple[Problem, ...] = ()
    _turn: int = 0
    _wanted: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Begin a new site; who asks for its pages waits from now on."""
        with self._condition:
            self._growing = {}
            self._problems = ()
            self._changed()

    def add(self, path: str, content: bytes) -> None:
        """Add a file to the site that is being made."""
        with self._condition:
            assert self._growing is not None
            self._growing[path] = content
            self._condition.notify_all()

    def wanted(self) -> str | None:
        """Return the path for which somebody has waited longest; ``None`` where nobody waits."""
        with self._condition:
            return self._wanted[0] if self._wanted else None

    def finish(self, extras: Extras) -> None:
        """Make the new site the last good one."""
        with self._condition:
            assert self._growing is not None
            # Styles and scripts bear names made from their content; an open page may still ask for its own.
            kept = {path: content for path, content in self._good.items() if path.startswith("assets/")}
            self._good, self._growing, self._extras = kept | self._growing, None, extras
            self._changed()

    def fail(self, problems: tuple[Problem, ...]) -> None:
        """Drop the new site, if one is being made, and show problems over the last good one."""
        with self._condition:
            self._growing, self._problems = None, problems
            self._changed()

    def _changed(self) -> None:
        self._turn += 1
        self._condition.notify_all()

    def get(self, path: str) -> bytes | None:
        """Return a file, of the new site as soon as it is there; ``None`` where there is none."""
        with self._condition:
            self._wanted.append(path)
            self._condition.wait_for(lambda: self._growing is None or path in self._growing, PATIENCE)
            self._wanted.remove(path)
            if self._growing is not None and path in self._growing:
                return self._growing[path]
            if path in self._good:
                return self._good[path]
            extras = self._extras
        return extras(path)

    def wait(self, turn: int, seconds: float) -> tuple[int, tuple[Problem, ...]]:
        """Wait until something changes after ``turn``, or for some seconds; return the present turn and problems."""
        with self._condition:
            self._condition.wait_for(lambda: self._turn != turn, seconds)
            return self._turn, self._problems
