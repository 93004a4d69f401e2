"""The texts of a file: every value for people, with its language, and the rules that each must keep."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from registry.core.diagnostics import MOST_OF_A_KIND, Diagnostic, diagnostic
from registry.loader.yaml import Mapping, Node, Scalar, Sequence
from registry.model.official_texts import KeyPath
from registry.validation.rules.rule import name_of

_LANGUAGES = {"zh": "zh", "en": "en", "printed": "zh", "short_en": "en", "accepted_en": "en"}
"""The language of a text by the key that it stands under."""

_FOR_SEARCH = ("keyword", "other_words", "search_words", "synonym", "accepted_en")
"""How the keys begin of words that are matched rather than read, so that they may be written as readers type them."""


@dataclass(frozen=True)
class Text:
    """A text for people, with its language and where it stands; ``for_search`` says that it is only matched."""

    language: str
    path: KeyPath
    text: str
    for_search: bool = False


@dataclass(frozen=True)
class Slip:
    """What is wrong in a text: at which character, the name of its message, and the values in that."""

    offset: int
    name: str
    values: dict[str, Any]


class Placed(Protocol):
    """What says at which line and column a character of its text stands."""

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and column of the character at ``offset``."""
        ...  # pragma: no cover


TextRule = Callable[[Text], Iterator[Slip]]

TEXT_RULES: dict[str, TextRule] = {}
"""The rules on a single text, by name."""

_KINDS: dict[str, set[tuple[str, bool]]] = {}
"""Which texts each rule is held to: their languages, and whether they are for search."""


def text_rule(
    *languages: str, for_search: bool = False, for_reading: bool = True
) -> Callable[[TextRule], TextRule]:
    """Enter a rule on the texts of some languages that are read, or are for search, or both; its name is the function's."""

    def enter(rule: TextRule) -> TextRule:
        TEXT_RULES[name_of(rule)] = rule
        _KINDS[name_of(rule)] = {
            (language, kind) for language in languages for kind in {not for_reading, for_search}
        }
        return rule

    return enter


def slip(offset: int, name: str, /, **values: Any) -> Slip:
    """Return what is wrong at a character of a text."""
    return Slip(offset, name, values)


def texts_of(
    node: Node | None, path: KeyPath = (), language: str = "", for_search: bool = False
) -> Iterator[tuple[Text, Scalar]]:
    """Give the texts in a node, each with the value that holds it; quotations of the source as scanned are left out."""
    if isinstance(node, Mapping):
        for key, value in node.entries.items():
            if "corrections" not in path or key not in {"printed", "shown"}:
                yield from texts_of(
                    value,
                    (*path, key),
                    _LANGUAGES.get(key, language),
                    for_search or key.startswith(_FOR_SEARCH),
                )
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from texts_of(item, (*path, index), language, for_search)
    elif isinstance(node, Scalar) and language and not node.empty:
        yield Text(language, path, node.text.rstrip(), for_search), node


def apply_text_rules(
    file: str, texts: Iterable[tuple[Text, Placed]], without: Container[str] = ()
) -> Iterator[Diagnostic]:
    """Give what the rules on texts, save those ``without``, find in the texts of a file."""
    texts = list(texts)
    for name, rule in TEXT_RULES.items():
        kinds = _KINDS[name] if name not in without else ()
        held = [(text, node) for text, node in texts if (text.language, text.for_search) in kinds]
        slips = ((node.at(found.offset), found) for text, node in held for found in rule(text))
        for place, found in islice(slips, MOST_OF_A_KIND):
            yield diagnostic(file, place, found.name, **found.values)
