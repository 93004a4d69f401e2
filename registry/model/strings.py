"""The words of the interface, in both languages: ``macros/strings.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from registry.core.diagnostics import Diagnostic, Diagnostics
from registry.core.languages import LANGUAGES, Bilingual
from registry.loader.fields import ABSENT, Prose, bilingual
from registry.loader.yaml import Mapping as MappingNode
from registry.loader.yaml import read

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class MissingWordsError(LookupError):
    """A macro asks for words that ``strings.yml`` does not have, or leaves a placeholder of them empty."""


@dataclass(frozen=True)
class Strings:
    """The words of the interface, by ``section.key``."""

    words: Mapping[str, Bilingual]

    @cached_property
    def _plain(self) -> dict[tuple[str, str], str]:
        """The words without a placeholder, by key and language."""
        both = (
            (key, language, both_words[language])
            for key, both_words in self.words.items()
            for language in LANGUAGES
        )
        return {(key, language): words for key, language, words in both if not _PLACEHOLDER.search(words)}

    def get(self, key: str, language: str, values: Mapping[str, object]) -> str | Markup:
        """Return the words of ``key``, its ``{placeholders}`` filled from ``values``.

        Where a value is ``Markup`` the result is ``Markup`` and all the rest is escaped. Raises ``MissingWordsError``
        for an unknown key or a placeholder without a value.
        """
        try:
            if not values and (key, language) in self._plain:
                return self._plain[key, language]
            template = self.words[key][language]
            if not values:
                raise KeyError(_PLACEHOLDER.findall(template)[0])
            if any(isinstance(value, Markup) for value in values.values()):
                return Markup(template).format(**values)
            return template.format(**values)
        except KeyError as error:
            raise MissingWordsError(f"macros/strings.yml: {key}: {error}") from error


def read_strings(path: Path, file: str) -> tuple[Strings, list[Diagnostic]]:
    """Read the words of the interface; ``file`` is the name under which problems are reported."""
    reading = read(path, file)
    diagnostics = Diagnostics(file, list(reading.problems))
    words: dict[str, Bilingual] = {}
    shape = bilingual(Prose())
    sections = reading.root.entries if isinstance(reading.root, MappingNode) else {}
    for section, entries in sections.items():
        for key, node in entries.entries.items() if isinstance(entries, MappingNode) else ():
            value = shape.take(node, f"{section}.{key}", diagnostics)
            if value is not ABSENT and len(value) == len(LANGUAGES):
                words[f"{section}.{key}"] = Bilingual(**value)
    return Strings(words), diagnostics.problems
