"""Letters that look like those of ASCII and are not: Cyrillic, Greek, full-width."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_ALIKE = dict(
    zip(
        "аеорсухіјѕԁһԛԝьвкмнтАВЕКМНОРСТХІЈЅ" + "αβεικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ıℓɡ" + "‐‑‒–—−﹣",
        "aeopcyxijsdhqwbbkmhtABEKMHOPCTXIJS" + "abeiknoptuxwABEZHIKMNOPTYX" + "ilg" + "-------",
        strict=True,
    )
)
"""Letters and hyphens that are easily taken for those of ASCII."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A character that looks like one of ASCII: where it stands, what it is, and the whole text mended."""

    offset: int
    character: str
    ascii: str
    mended: str

    @property
    def code(self) -> str:
        """Its number in Unicode, as ``U+0430``."""
        return f"U+{ord(self.character):04X}"

    @property
    def name(self) -> str:
        """Its name in Unicode, in lower case."""
        return unicodedata.name(self.character, "").lower()


def plain(text: str) -> str:
    """Return ``text`` with full-width characters and look-alikes made ASCII."""
    return "".join(_ALIKE.get(sign, sign) for sign in unicodedata.normalize("NFKC", text))


def look_alike(text: str) -> LookAlike | None:
    """Return the first look-alike of a text that would be ASCII without them, or ``None``."""
    mended = plain(text)
    if text.isascii() or not mended.isascii():
        return None
    for offset, character in enumerate(text):
        if not character.isascii():
            return LookAlike(offset, character, plain(character), mended)
    return None
