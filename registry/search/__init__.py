"""The search index of a language: small files that ``docs/assets/scripts/search-index.js`` reads.

``index.json`` names the folder of the others, which is called after their content, so that they may be kept for ever:

- A small register: ``all`` (names; and measures by columns, which packs better than by rows), ``others`` (the notices'
  paragraphs and the hand-written pages); for queries that the other language's index answers, ``titles`` (the measures' and
  the indicators') and ``called`` (what bodies and so on are called).
- A large one: ``names.json``; ``records-N.json``, a few records each; ``terms-N.txt``, ``whole-N.txt`` and ``words.txt`` (see
  ``postings``).
- Chinese only: ``traditional``, ``pinyin`` and ``sounds`` (see ``characters``), and ``relations`` (see ``relations.txt``).

The files without an ending here are JSON, save the last two, which are text: in UTF-8 and called ``….json``, or, where they are Chinese, in GB 18030 and called
``….gb18030``. All browsers read it, and it takes two bytes a character where UTF-8 takes three: compressed, a tenth less.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.model.register import Register
from registry.search.characters import characters, sounds
from registry.search.names import Name, names, relations
from registry.search.postings import postings
from registry.search.records import SearchRecord, records
from registry.search.text import is_han, words_of

WHOLE = 150
"""Up to how many records there are no postings: measures are one file, which the script reads from end to end."""

CHINESE = "gb18030"
"""The encoding of Chinese tables, and the ending of their names."""

BLOCK = 4
"""How many records share a file where there are postings."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector away: of the hundreds of thousands of lists none is in a cycle, and it would walk them all."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_uncollected()
def write_search(
    register: Register, language: str, folder: Path, documents: Path, whole: int = WHOLE
) -> None:
    """Write the index of ``language`` into ``folder``; ``documents`` holds the language's hand-written pages.

    ``whole`` is for tests, which want postings over few records too.
    """
    found = records(register, language, documents)
    measures = len(register.current)
    named = names(register, language, documents)
    rows = [each.row() for each in found]
    files: dict[str, str] = {}
    tables: dict[str, str] = {}
    pieces = whole_pieces = 0
    used: frozenset[str] = frozenset()
    if len(found) > whole:
        files["names.json"] = _json(named)
        for start in range(0, len(rows), BLOCK):
            files[f"records-{start // BLOCK}.json"] = _json(rows[start : start + BLOCK])
        made = postings(found)
        pieces, whole_pieces = len(made.pieces), len(made.whole)
        used = made.used
        files |= {f"terms-{number}.txt": piece for number, piece in enumerate(made.pieces)}
        files |= {f"whole-{number}.txt": piece for number, piece in enumerate(made.whole)}
        files["words.txt"] = made.words
    else:
        tables["all"] = _json([named, [*zip(*rows[:measures], strict=True)]])
        tables["others"] = _json(rows[measures:])
        tables["titles"] = _json([[each.title for each in found[:measures]], _called(named, "indicator")])
        tables["called"] = _json(_called(named, "body", "place", "document"))
    tables["relations"] = related = relations(
        language, [text for each in found[:measures] for text in each.texts()]
    )
    if language == "zh":
        traditional, pinyin = characters(register, found, used, related)
        tables |= {"traditional": traditional, "pinyin": pinyin, "sounds": sounds()}
    ending, encoding = (CHINESE, CHINESE) if language == "zh" else ("json", "utf-8")
    encoded = {name: content.encode() for name, content in files.items()}
    encoded |= {f"{name}.{ending}": content.encode(encoding) for name, content in tables.items()}
    version = _write(encoded, folder)
    manifest = {
        "folder": version,
        "measures": measures,
        "records": len(found),
        "block": BLOCK,
        "pieces": pieces,
        "whole": whole_pieces,
    }
    if not pieces:
        manifest["latin"] = _latin(found[:measures])
    (folder / "index.json").write_text(_json(manifest), encoding="utf-8", newline="\n")


def _write(encoded: dict[str, bytes], folder: Path) -> str:
    """Write the files into a folder called after their content, and return its name."""
    digest = hashlib.sha256()
    for name, content in encoded.items():
        digest.update(f"{name}\n{len(content)}\n".encode())
        digest.update(content)
    version = digest.hexdigest()[:12]
    inner = folder / version
    inner.mkdir(parents=True)
    beginning = f"{inner}{os.sep}"
    # Thousands of small files: to make a path of each, and to buffer it, would take twice as long.
    for name, content in encoded.items():
        with open(beginning + name, "wb") as file:  # noqa: PTH123
            file.write(content)
    return version


def _called(named: dict[str, list[Name]], *kinds: str) -> dict[str, list[str]]:
    """Return the names by kind; of kinds that have as many in either language, in the same order."""
    return {kind: [row[1] for row in named[kind]] for kind in kinds}


def _latin(found: list[SearchRecord]) -> list[str]:
    """Return the Latin words of the register's texts in this language: they tell where to look first."""
    words = {word for each in found for text in each.texts() for word in words_of(text)}
    return (
        sorted(word for word in words if not is_han(word) and re.search("[a-z]", word))
        if found and is_han(found[0].title)
        else []
    )


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
