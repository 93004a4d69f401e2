"""One page of each kind, found in the built site itself, so that a new kind is tested from its first day."""

from __future__ import annotations

from pathlib import Path


def kinds(site: Path) -> list[str]:
    """Return an address of each kind of page, below the root of a language: the one with most on it.

    Pages are of one kind where they lie in the same folder of the site; each at the top is a kind of its own.
    """
    largest: dict[tuple[str, bool], tuple[int, str]] = {}
    for path in site.rglob("*.html"):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        if address.startswith("en/"):
            continue
        folder, _, rest = address.partition("/")
        kind = (folder, bool(rest))
        largest[kind] = max(largest.get(kind, (0, "")), (path.stat().st_size, address))
    return sorted(address for _, address in largest.values())
