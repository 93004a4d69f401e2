"""What is served: the snapshot that was made after the last change, the last good one, and the problems of the change.

A new snapshot is served at once. Where one of its pages cannot be made, the last good one comes back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from registry.core.diagnostics import Diagnostic
from registry.core.errors import problems_of
from registry.core.limits import Overtaken
from registry.devserver.snapshot import Snapshot

PATIENCE = 60.0
"""Seconds that a request waits for the first snapshot, or for one that is being made."""

READERS_FIRST = 0.05
"""Seconds left to those who wait for a page of a new snapshot, before its other pages are made ahead."""

ASSETS_KEPT = 200
"""Styles and scripts of earlier editions that are still served: an open page may ask for its own."""


@dataclass
class Preview:
    """The files served, by their path below the site's root; safe to use from several threads."""

    _condition: threading.Condition = field(default_factory=threading.Condition)
    _edition: Snapshot | None = None
    _good: Snapshot | None = None
    _old_assets: dict[str, bytes] = field(default_factory=dict)
    _problems: tuple[Diagnostic, ...] = ()
    _waiting: bool = True
    _turn: int = 0

    def begin(self) -> None:
        """Let whoever asks for a file wait until it is known what came of the change."""
        with self._condition:
            self._waiting = True

    def show(self, snapshot: Snapshot) -> None:
        """Serve a new snapshot from now on."""
        with self._condition:
            if self._edition is not None:
                self._old_assets |= self._edition.assets.contents
                for path in list(self._old_assets)[:-ASSETS_KEPT]:
                    del self._old_assets[path]
            self._edition, self._problems = snapshot, ()
            self._changed()

    def prove(self, snapshot: Snapshot, overtaken: Callable[[], bool]) -> tuple[Diagnostic, ...]:
        """See that the pages of a snapshot can be made, and make it the last good one; else return the problems.

        Leaves off as soon as ``overtaken`` says that there are newer changes.
        """
        time.sleep(READERS_FIRST)
        try:
            for _ in snapshot.prove(self._good):
                if overtaken():
                    return ()
                if self._edition is not snapshot:
                    return self._problems  # A page that was asked for could not be made.
        except Overtaken:
            return ()
        except Exception as error:  # Whatever a component or a page does wrong is shown, and serving goes on.
            self._fail_with(snapshot, error)
        with self._condition:
            if self._edition is snapshot:
                self._good = snapshot
                snapshot.is_overtaken = lambda: False  # It may come back.
            return self._problems

    def fail(self, problems: tuple[Diagnostic, ...], broken: Snapshot | None = None) -> None:
        """Show problems over the last good snapshot.

        As long as none has been proved, that is the one that is shown, unless it is the ``broken`` one.
        """
        with self._condition:
            if self._good is not None or self._edition is broken:
                self._edition = self._good
            self._problems = problems
            self._changed()

    def get(self, path: str) -> bytes | None:
        """Return a file; ``None`` where there is none."""
        with self._condition:
            self._condition.wait_for(lambda: not self._waiting, PATIENCE)
            snapshot = self._edition
        try:
            found = snapshot.get(path) if snapshot is not None else None
        except Exception as error:  # As in ``prove``.
            if not isinstance(error, Overtaken):
                self._fail_with(snapshot, error)
            found = self._good.get(path) if self._good is not None else None
        return self._old_assets.get(path) if found is None else found

    @property
    def state(self) -> tuple[int, tuple[Diagnostic, ...]]:
        """How many changes there have been, and the problems of the last."""
        with self._condition:
            return self._turn, self._problems

    def _fail_with(self, snapshot: Snapshot | None, error: Exception) -> None:
        with self._condition:
            if self._edition is snapshot:
                self.fail(problems_of(error), snapshot)

    def _changed(self) -> None:
        self._turn += 1
        self._waiting = False
        self._condition.notify_all()
