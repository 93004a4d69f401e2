"""The QR code of an address, for paper. Imports nothing of the project; the only place that imports ``segno``."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

_MASK = 3
"""One mask for all: trying out which of the eight looks best takes most of the time, and readers read any."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code: how many modules its side has, without a quiet zone, and its dark modules as strokes of an SVG path."""

    side: int
    path: str


def qr_code(address: str) -> QrCode:
    """Return the QR code of an absolute address; a seventh of it may be damaged."""
    import segno

    matrix = segno.make_qr(address, error="m", boost_error=False, mask=_MASK).matrix
    moves = ["M0 .5"]
    for row in matrix:
        moves += (_move(bool(dark), len(list(modules))) for dark, modules in groupby(row))
        moves.append(f"m-{len(row)} 1")
    return QrCode(len(matrix), "".join(moves[:-1]))


def _move(dark: bool, length: int) -> str:
    return f"h{length}" if dark else f"m{length} 0"
