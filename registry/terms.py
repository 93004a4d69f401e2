"""Finding the glossary's terms in a text, the longest first.

Imports ``vocabulary``. The check of translations, the explanations in the text and the search use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from os.path import commonprefix

from registry.vocabulary import Term


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term and where it stands in a text: ``text[start:end]``."""

    term: Term
    start: int
    end: int


class TermFinder:
    """Finds terms in texts of one language; a term inside a longer one does not count."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        """Prepare to find ``terms`` as they are written in ``language``."""
        self.language = language
        self._terms = {self._key(each.term[language]): each for each in terms}
        alternatives = _longest_first(self._terms)
        if not self._terms:
            self._pattern = None
        elif language == "zh":
            self._pattern = re.compile(alternatives)
        else:
            self._pattern = re.compile(rf"\b(?:{alternatives})(?=(?:e?s)?\b)")

    def _key(self, words: str) -> str:
        # İ alone has a small form of two characters, and places in the text would move.
        return words if self.language == "zh" else words.replace("İ", "I").lower()

    def find(self, text: str) -> Iterator[Occurrence]:
        """Give the terms in ``text``, in the order they stand there."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(self._key(text)):
            yield Occurrence(self._terms[match.group()], match.start(), match.end())


def _longest_first(words: Iterable[str], depth: int = 0) -> str:
    """Return a pattern of any of ``words``, the longest first, in which beginnings that they share stand once.

    A text is gone through several times faster than by a plain list of them.
    """
    if depth == _DEEPEST:
        return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
    branches = []
    for first, found in groupby(sorted(words), key=lambda word: word[:1]):
        alike = list(found)
        if first:
            shared = commonprefix(alike)  # noqa: RUF071  (words, not paths)
            rests = [word[len(shared) :] for word in alike]
            branches.append(re.escape(shared) + (_longest_first(rests, depth + 1) if len(rests) > 1 else ""))
        else:
            branches.append("")
    # The empty rest sorts first and is tried last.
    return f"(?:{'|'.join(reversed(branches))})" if len(branches) != 1 else branches[0]


_DEEPEST = 20
"""How many beginnings of beginnings are told apart; the parser of patterns goes no deeper than Python's stack."""
