"""Finding the glossary's terms in a text, the longest first.

Imports ``vocabulary``. The check of translations, the explanations in the text and the search use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
        longest_first = sorted(self._terms, key=len, reverse=True)
        alternatives = "|".join(re.escape(each) for each in longest_first)
        if not alternatives:
            self._pattern = None
        elif language == "zh":
            self._pattern = re.compile(alternatives)
        else:
            self._pattern = re.compile(rf"\b(?:{alternatives})(?=(?:e?s)?\b)", re.IGNORECASE)

    def _key(self, words: str) -> str:
        return words if self.language == "zh" else words.lower()

    def find(self, text: str) -> Iterator[Occurrence]:
        """Give the terms in ``text``, in the order they stand there."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            yield Occurrence(self._terms[self._key(match.group())], match.start(), match.end())
