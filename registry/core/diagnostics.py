"""Problems as values: where something is wrong, what is wrong, and what to do.

Wording for terminals and code hosts belongs to ``report``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from registry.core.languages import Bilingual
from registry.core.messages import message_and_hint, message_of

MOST_OF_A_KIND = 50
"""So many problems of one rule are reported for a file; whoever corrects them sees the rest."""


class CommandError(Exception):
    """A command cannot go on, for a reason outside the content; ``message`` says why and what to do, in one line."""

    message = Bilingual("", "")

    def __init__(self, *words: str) -> None:
        """Take the line in Chinese and in English, or none where the class has one."""
        super().__init__(*words)
        if words:
            self.message = Bilingual(*words)

    @classmethod
    def told(cls, name: str, /, **values: object) -> Self:
        """Return the error in the words of a message."""
        message = message_of(name, values)
        return cls(message.zh, message.en)


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One thing that is wrong with the content.

    ``file`` is relative to the folder the command works on, with ``/``; ``line`` and ``column`` count from 1, columns
    in characters; ``rule`` is the name of the rule broken; ``message`` says what is wrong and ``hint`` what to do.
    A ``warning`` does not stop a build. ``involves`` names the other files that a change may have made the problem in:
    by their path below the measures' folder, or by the bare file name where the folder is not known. ``lacking`` is what
    is named and not there, as ``bodies/gsda``.
    """

    file: str
    line: int
    column: int
    rule: str
    message: Bilingual
    hint: Bilingual
    severity: str = "error"
    involves: tuple[str, ...] = ()
    lacking: str = ""


def diagnostic(
    file: str,
    place: tuple[int, int],
    name: str,
    /,
    *,
    severity: str = "error",
    involves: tuple[str, ...] = (),
    lacking: str = "",
    rule: str = "",
    **values: object,
) -> Diagnostic:
    """Return a problem at a line and column of a file, in the words of a message with ``values`` in its placeholders.

    Its rule is the one that the message is named after, unless another says the same.
    """
    words = message_and_hint(name, values)
    return Diagnostic(file, *place, rule or name.partition(".")[0], *words, severity, involves, lacking)


class SiteError(Exception):
    """The site cannot be made, for the ``problems`` that it has."""

    def __init__(self, problems: Iterable[Diagnostic]) -> None:
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__(self.problems)


@dataclass(slots=True)
class Diagnostics:
    """The problems of one file, in the order in which they are found."""

    file: str
    problems: list[Diagnostic] = field(default_factory=list)
    levels: list[Collection[str]] = field(default_factory=list)
    """The keys that may stand on each level above the present one, for what stands a level too deep."""
    _counts: Counter[str] = field(default_factory=Counter)

    def report(self, place: tuple[int, int], name: str, /, **values: Any) -> None:
        """Add a problem at a place (line and column), as ``diagnostic`` makes it."""
        rule = name.partition(".")[0]
        self._counts[rule] += 1
        if self._counts[rule] <= MOST_OF_A_KIND:
            self.problems.append(diagnostic(self.file, place, name, **values))

    def add(
        self,
        place: tuple[int, int],
        rule: str,
        *,
        zh: str,
        en: str,
        do_zh: str,
        do_en: str,
        severity: str = "error",
        involves: tuple[str, ...] = (),
        lacking: str = "",
    ) -> None:
        """Add a problem at a place (line and column): what is wrong in both languages, and what to do."""
        self._counts[rule] += 1
        if self._counts[rule] <= MOST_OF_A_KIND:
            message, hint = Bilingual(zh, en), Bilingual(do_zh, do_en)
            self.problems.append(
                Diagnostic(self.file, *place, rule, message, hint, severity, involves, lacking)
            )

    def lines_with(self, *rules: str) -> set[int]:
        """Return the lines on which one of the rules is broken."""
        return {problem.line for problem in self.problems if problem.rule in rules}


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like ``word``, whatever its case, or ``None`` where none is near."""
    import difflib

    by_folded = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(word[:100].casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None
