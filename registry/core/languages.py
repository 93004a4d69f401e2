"""The two languages of the register, and words that exist in both."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh", "en")
"""The languages of the site, the first being its own."""

HTML_LANGUAGE = {"zh": "zh-Hans", "en": "en"}
"""What the HTML attribute ``lang`` says for each language."""

ENGLISH_MONTHS = (
    "January February March April May June July August September October November December".split()
)
"""The months in English, whatever the locale."""


@dataclass(frozen=True, slots=True, order=True)
class Bilingual:
    """The same words in Chinese (``zh``) and English (``en``)."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        """Return the words in ``language``, ``"zh"`` or ``"en"``; ``KeyError`` for any other."""
        if language == "zh":
            return self.zh
        if language == "en":
            return self.en
        raise KeyError(language)


@dataclass(frozen=True, slots=True)
class BilingualWords:
    """Lists of words, one for each language; the two need not correspond."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def __getitem__(self, language: str) -> tuple[str, ...]:
        """Return the words in ``language``, ``"zh"`` or ``"en"``; ``KeyError`` for any other."""
        if language == "zh":
            return self.zh
        if language == "en":
            return self.en
        raise KeyError(language)


def other_language(language: str) -> str:
    """Return the language that is not ``language``."""
    return "en" if language == "zh" else "zh"
