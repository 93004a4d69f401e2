"""Finding the glossary's terms in a text, the longest first, and their renderings in its translation.

The check of translations and the explanations in the text use it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from os.path import commonprefix

from registry.model.vocabulary import Term


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
        self._terms = {self._key(term.term[language]): term for term in terms}
        alternatives = _longest_first(self._terms)
        if not self._terms:
            self._pattern = None
        elif language == "zh":
            self._pattern = re.compile(alternatives)
        else:
            self._pattern = re.compile(rf"\b(?:{alternatives})(?=(?:e?s)?\b)")

    def _key(self, words: str) -> str:
        return words if self.language == "zh" else folded_term(words)

    def find(self, text: str) -> Iterator[Occurrence]:
        """Give the terms in ``text``, in the order they stand there."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(self._key(text)):
            yield Occurrence(self._terms[match.group()], match.start(), match.end())


def folded_term(words: str) -> str:
    """Return an English term or text as terms are looked for in it: in small letters, each at its place."""
    # İ alone has a small form of two characters, and places in the text would move.
    return words.replace("İ", "I").lower()


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


@dataclass(frozen=True, slots=True)
class Missing:
    """A term that a translation renders less often than the Chinese has it: how often each, and where the Chinese first has it."""

    term: Term
    start: int
    chinese: int
    english: int


class Renderings:
    """Holds translations against the glossary: its English, or a form that it accepts, for each term of the Chinese."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Prepare to look for ``terms``."""
        self._finder = TermFinder(terms, "zh")
        self._phrases: dict[str, list[tuple[str, ...]]] = {}

    def missing(self, chinese: str, english: str) -> Iterator[Missing]:
        """Give the terms of ``chinese`` that ``english`` renders otherwise, in the order of the Chinese."""
        terms: dict[str, Term] = {}
        starts: defaultdict[str, list[int]] = defaultdict(list)
        for found in self._finder.find(chinese):
            terms[found.term.key] = found.term
            starts[found.term.key].append(found.start)
        if not terms:
            return
        words = forms(english)
        places: defaultdict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(words):
            places[word].append(at)
        spans = {key: list(self._spans(term, words, places)) for key, term in terms.items()}
        for key, term in terms.items():
            # Within a longer term its English renders that one.
            longer = [
                span
                for other, holder in terms.items()
                if other != key and term.term.zh in holder.term.zh
                for span in spans[other]
            ]
            own = [
                span
                for span in spans[key]
                if not any(start <= span[0] and span[1] <= end for start, end in longer)
            ]
            if len(own) < len(starts[key]):
                yield Missing(term, starts[key][0], len(starts[key]), len(own))

    def _spans(
        self, term: Term, words: tuple[str, ...], places: dict[str, list[int]]
    ) -> Iterator[tuple[int, int]]:
        """Give where renderings of a term stand among ``words``, none in another."""
        if term.key not in self._phrases:
            phrases = {forms(rendering) for rendering in (term.term.en, *term.accepted_en)}
            self._phrases[term.key] = sorted(filter(None, phrases), key=len, reverse=True)
        found = sorted(
            (at, -len(phrase))
            for phrase in self._phrases[term.key]
            for at in places.get(phrase[0], ())
            if words[at : at + len(phrase)] == phrase
        )
        end = 0
        for at, length in found:
            if at >= end:
                end = at - length
                yield at, end


def forms(text: str) -> tuple[str, ...]:
    """Return the words of an English text without the usual endings, and the marks, over which no term goes on."""
    return tuple(map(_form, _WORDS.findall(text.lower())))


_WORDS = re.compile(r"[^\W_]+|[,;:.!?()]")
_ENDING = re.compile(r"(?<=...)(?:ies|ied|ying|es|ed|ings?|(?<!s)s|e|y|(?<=w)n)$")


_DOUBLED = re.compile(r"([bdgmnprt])\1$")


@cache
def _form(word: str) -> str:
    return _DOUBLED.sub(r"\1", _ENDING.sub("", word))
