"""Words: how texts are brought to the form in which search compares them.

``docs/assets/scripts/search-text.js`` does the same for what a reader types; ``tests/search/words.tsv`` holds cases for
both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇"
_LETTER = "a-z0-9\u00df-\u024f"
_SOFT = re.compile("[ \\t\\n\\r\"'“”‘’()（）\\[\\]{}〔〕【】《》〈〉「」『』、·]+")
"""What does not part Chinese characters."""

_RUN = f"[{_HAN}]+(?:{_SOFT.pattern}[{_HAN}]+)*"
_LATIN_WORD = f"[{_LETTER}]+(?:[+.&][{_LETTER}]+)*"
_WORDS = re.compile(f"{_RUN}|{_LATIN_WORD}")
_RUNS = re.compile(_RUN)
_LATIN_WORDS = re.compile(_LATIN_WORD)

_PLAIN_TEXT = re.compile("[\0-\x7f\u4e00-\u9fff，。；：、！？％“”‘’（）《》〈〉【】〔〕「」『』—·]*")
"""What needs no normal form: NFKC makes other signs of some of these, which part words just as they do."""

_APOSTROPHE = re.compile(r"([a-z0-9_])['’](?=[a-z0-9_])")
_PLAIN = re.compile("[a-z]{4,40}")
"""What is taken for a word with an ending; a longer run of letters is none."""

_SPELLINGS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"isation$", "ization"),
        (r"yse$", "yze"),
        (r"([^aeiou][^aeiou]|[aeiou].)our$", r"\1or"),
        (r"([^aeiou]t|[aei]t|[aeiou]b)re$", r"\1er"),
        (r"llment$", "lment"),
        (r"gramme$", "gram"),
        (r"logue$", "log"),
        (r"^enqu", "inqu"),
        (r"dgement$", "dgment"),
        (r"^cheque$", "check"),
        (r"^(enro|fulfi)l$", r"\1ll"),
        (r"e$", ""),
        (r"(.{3})is$", r"\1iz"),
        (r"enc$", "ens"),
        (r"(.{2})ll$", r"\1l"),
        (r"([^aeiou])y$", r"\1i"),
    )
)
_TENSE = re.compile(r"(.*[aeiouy].*?)(?:ing|ed)")
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")


def is_han(word: str) -> bool:
    """Return whether a word begins with a Chinese character."""
    return "\u3400" <= word[0] <= "\u9fff" or "\U00020000" <= word[0] <= "\U0003ffff" or word[0] == "〇"


def words_of(text: str) -> list[str]:
    """Return the words of a text: runs of Chinese characters, and Latin words with their figures."""
    parts = _WORDS.findall(_folded(text))
    return [_SOFT.sub("", part) for part in parts] if _SOFT.search("|".join(parts)) else parts


def joined_words(text: str) -> tuple[str, list[str]]:
    """Return the words of a text as ``words_of`` does, the Chinese ones joined by ``|`` and the others apart."""
    folded = _folded(text)
    if folded.isascii():
        return "", _LATIN_WORDS.findall(folded)
    return _SOFT.sub("", "|".join(_RUNS.findall(folded))), _LATIN_WORDS.findall(folded)


def _folded(text: str) -> str:
    """Return a text in one width, in small letters and without apostrophes."""
    folded = text if _PLAIN_TEXT.fullmatch(text) else unicodedata.normalize("NFKC", text)
    folded = folded.lower()
    return _APOSTROPHE.sub(r"\1", folded) if "'" in folded or "’" in folded else folded


@cache
def stem(word: str) -> str:
    """Return a Latin word without plural, tense and what differs between British and American spelling."""
    if not _PLAIN.fullmatch(word):
        return word
    end = word
    if re.search(r"[^aeiou]ies$", end):
        end = end[:-3] + "y"
    elif re.search(r"(ch|sh|ss|x|zz)es$", end):
        end = end[:-2]
    elif re.search(r"[^sui]s$", end):
        end = end[:-1]
    cut = _TENSE.fullmatch(end)
    if cut and len(cut[1]) > 2:
        end = _DOUBLED.sub(r"\1", cut[1])
    for pattern, form in _SPELLINGS:
        end = pattern.sub(form, end)
    return end


def comparable(text: str) -> str:
    """Return the words of a text in the form in which they are compared, with spaces between and around."""
    return f" {' '.join(word if is_han(word) else stem(word) for word in words_of(text))} "
