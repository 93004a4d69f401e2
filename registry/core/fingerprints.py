"""Fingerprints of official texts: short, stable names of exactly one wording."""

from __future__ import annotations

import hashlib

LENGTH = 12
"""Hexadecimal digits in a fingerprint: 48 bits, ample for telling one measure's wordings apart."""


def fingerprint(*texts: str) -> str:
    """Return the fingerprint of official Chinese texts that belong together: of a measure, its title and its practice.

    It is the first twelve hexadecimal digits of the SHA-256 of the UTF-8 bytes of the texts, without white space at their
    ends and with an empty line between them. Anyone can compute it again.
    """
    text = "\n\n".join(text.strip() for text in texts)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]
