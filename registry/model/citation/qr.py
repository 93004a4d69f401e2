"""The QR code of an address, for paper.

Codes of one size and mask are linear: what changing a character does to the modules, those of the check words too, is the
same whatever the other characters are. Addresses of measures differ in a few characters, so ``segno`` makes the code of
the first of a length, and for each other character at a place what it changes; all else follows by exclusive or, in a
tenth of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain

_MASK = 3
"""One mask for all: trying out which of the eight looks best takes most of the time, and readers read any."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code: how many modules its side has, without a quiet zone, and its dark modules as strokes of an SVG path."""

    side: int
    path: str


@dataclass(frozen=True, slots=True)
class _Code:
    """The code of some bytes; ``modules`` are its bits, row by row from the top."""

    content: bytes
    side: int
    modules: int


def qr_code(address: str) -> QrCode:
    """Return the QR code of an absolute address; a seventh of it may be damaged."""
    if not address.isascii():
        return _drawn(_made(address))
    content = address.encode()
    first = _first.get(len(content))
    if first is None:
        first = _first.setdefault(len(content), _made(content))
    modules = first.modules
    for place, (old, new) in enumerate(zip(first.content, content, strict=True)):
        if old != new:
            modules ^= _change(len(content), place, new)
    return _drawn(_Code(content, first.side, modules))


_first: dict[int, _Code] = {}
"""The first code that was made for a length of address."""


@cache
def _change(length: int, place: int, byte: int) -> int:
    """Return what changes in the first code of a length when a byte of its content is another."""
    code = _first[length]
    content = code.content[:place] + bytes([byte]) + code.content[place + 1 :]
    return code.modules ^ _made(content).modules


def _made(content: bytes | str) -> _Code:
    import segno

    mode = "byte" if isinstance(content, bytes) else None
    code = segno.make_qr(content, error="m", boost_error=False, mask=_MASK, mode=mode)
    modules = int("".join(map(str, chain.from_iterable(code.matrix))), 2)
    return _Code(content if isinstance(content, bytes) else content.encode(), len(code.matrix), modules)


def _drawn(code: _Code) -> QrCode:
    side = code.side
    bits = f"{code.modules:0{side * side}b}".replace("0", "l").replace("1", "d")
    path = f"m-{side} 1".join(bits[start : start + side] for start in range(0, side * side, side))
    for length in range(side, 0, -1):  # The longest first, so that each run is met whole.
        for sign, stroke in (("d", f"h{length}"), ("l", f"m{length} 0")):
            if sign * length in path:
                path = path.replace(sign * length, stroke)
    return QrCode(side, f"M0 .5{path}")
