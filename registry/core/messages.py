"""The words of problems in both languages: ``messages.toml``, in which each message is called ``rule`` or ``rule.case``."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from registry.core.languages import LANGUAGES, Bilingual

FILE = Path(__file__).with_name("messages.toml")
"""Where they stand."""

_JOINED_BY = {"zh": "、", "en": ", "}


@cache
def messages() -> dict[str, Any]:
    """Return the file as Python has it; it is read when the first problem is found."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def statements(group: str) -> dict[str, Bilingual]:
    """Return what the rules of a group say, by their names."""
    return {name: Bilingual(*both) for name, both in messages()["rules"][group].items()}


def message_of(name: str, values: Mapping[str, object], start: str = "") -> Bilingual:
    """Return the words of a message with ``values`` in the placeholders; ``start`` begins the names of the languages.

    A value in both languages gives that of each, and a collection its items, joined as the language does.
    """
    words = messages()
    for key in name.split("."):
        words = words[key]
    return Bilingual(
        *(
            words[start + language].format(**{key: _shown(value, language) for key, value in values.items()})
            for language in LANGUAGES
        )
    )


def message_and_hint(name: str, values: Mapping[str, object]) -> tuple[Bilingual, Bilingual]:
    """Return what is wrong and what to do."""
    return message_of(name, values), message_of(name, values, "do_")


def _shown(value: object, language: str) -> object:
    if isinstance(value, Bilingual):
        return value[language]
    if isinstance(value, Collection) and not isinstance(value, str):
        return _JOINED_BY[language].join(map(str, value))
    return value
