"""Fingerprints of official texts: short, stable names of exactly one wording.

Imports nothing of the project.
"""

from __future__ import annotations

import hashlib

LENGTH = 12
"""Hexadecimal digits in a fingerprint: 48 bits, ample for telling one measure's wordings apart."""


def fingerprint(title: str, practice: str) -> str:
    """Return the fingerprint of a measure's Chinese text.

    It is the first twelve hexadecimal digits of the SHA-256 of the UTF-8 bytes of the title, an empty line and the
    practice, both without white space at their ends. Anyone can compute it again.
    """
    text = f"{title.strip()}\n\n{practice.strip()}"
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]
