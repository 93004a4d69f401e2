"""What the page on verifying quotations reads: all official texts, in pieces, and how characters are told alike.

``verify/data/index.json`` names the folder of the pieces, called after their content, so that they may be kept for ever:

- ``passages-N.json``: texts in each language, ``BLOCK`` in each file: every measure (title and practice), every notice,
  and what a list prints around its measures.
- ``shingles-N.json``: which passages hold which run of characters (Chinese) or words (English), by its hash; only where
  there are more than ``WHOLE`` passages. Of each window of runs in a row the one of lowest hash is kept (winnowing:
  Schleimer, Wilkerson and Aiken, 2003), so that a passage and a quotation that share a run and a window share an entry.

The script folds a quotation by the same tables before it compares.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from registry.core.languages import LANGUAGES
from registry.core.text.hanzi_variants import traditional_forms
from registry.model.citation import list_label, place_label
from registry.model.document import Document
from registry.model.measure import Measure
from registry.model.register import Register

WHOLE = 300
"""Up to how many passages the script loads them all; with more it asks the shingles first."""

BLOCK = 16
"""How many passages are in a file."""

SHINGLES = {"zh": (6, 7), "en": (5, 4)}
"""By language, how many characters or words a run has that is entered, and of how many runs in a row one is: any 12
characters or 8 words alike are found."""

PIECE = 4096
"""About how many shingles are in a file; the number of files is a power of two."""

DROPPED = " \t\n\u3000"
"""The white space that official texts have (check allows no other): it does not count. Of what is pasted, the script
drops all that is not seen."""

QUOTES = "“”‘’\"'「」『』＂＇〝〞｢｣"
"""Quotation marks: which kind is used does not count, for those of a text change where it is quoted."""

_WIDTH = (
    "，,。.．.｡.；;：:？?！!（(）)［[］]｛{｝}＜<＞>％%＋+－-＝=／/＼\\＊*＆&＠@＃#＄$＿_｜|～~､、〈《〉》–—―—─—"
    + "".join(
        f"{chr(sign + 0xFEE0)}{chr(sign)}"
        for sign in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))
    )
)
"""Pairs of a character and the one of another width it is told alike with."""

_RADICALS = (
    "⺟母⺠民⺮竹⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙"
)
"""Pairs of a radical that PDF files put in place of a character and the character, where Unicode's normal form keeps the
radical (the others are folded by that form). Source: EquivalentUnifiedIdeograph.txt of the Unicode Character Database."""

_HEADS = ("附件", "序号", "改革举措", "主要做法", "备注")
"""What stands at the head of tables, which a quotation of a whole annex takes along."""

Passage = dict[str, Any]
"""A text with where it stands: ``address``, ``language``, ``title`` and ``source`` in both languages, ``text``; see ``_passages``."""


def write_quotation_data(register: Register, folder: Path, whole: int = WHOLE) -> list[str]:
    """Write the data into ``folder``; return the paths of the files there.

    ``whole`` is for tests, which want shingles over few passages too.
    """
    passages = list(_passages(register))
    used = set().union(*(passage["text"] for passage in passages if passage["language"] == "zh"))
    traditional = traditional_forms(used)
    files = {
        f"passages-{number}.json": _json(passages[at : at + BLOCK])
        for number, at in enumerate(range(0, len(passages), BLOCK))
    }
    pieces = 0
    if len(passages) > whole:
        entries = _shingles(passages, folding(traditional))
        pieces = 1 << max(0, (len(entries) // PIECE).bit_length())
        parts: list[dict[str, list[int]]] = [{} for _ in range(pieces)]
        for entry in sorted(entries):
            parts[entry % pieces][f"{entry:x}"] = entries[entry]
        files |= {f"shingles-{number}.json": _json(part) for number, part in enumerate(parts)}
    digest = hashlib.sha256(
        "".join(f"{name}\n{content}\n" for name, content in files.items()).encode()
    ).hexdigest()[:12]
    (folder / digest).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / digest / name).write_text(content, encoding="utf-8", newline="\n")
    index = {
        "folder": digest,
        "passages": len(passages),
        "block": BLOCK,
        "pieces": pieces,
        "shingles": SHINGLES,
        "quotes": QUOTES,
        "width": _WIDTH,
        "radicals": _RADICALS,
        "traditional": traditional,
        "lists": [measure_list.id for document in register.documents for measure_list in document.lists],
        "around": [
            *sorted((measure_list.heading.zh for measure_list in register.lists), key=len, reverse=True),
            *_HEADS,
        ],
    }
    (folder / "index.json").write_text(_json(index), encoding="utf-8", newline="\n")
    return [*(f"{digest}/{name}" for name in files), "index.json"]


def folding(traditional: str) -> dict[int, str | None]:
    """Return the table by which a text is folded (``str.translate``): what is told alike becomes the same."""
    table: dict[int, str | None] = {}
    for pairs in (traditional, _WIDTH):
        table |= {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}
    table |= dict.fromkeys(map(ord, QUOTES), '"')
    return table | dict.fromkeys(map(ord, DROPPED))


def winnowed(hashes: list[int], window: int) -> set[int]:
    """Return those of the hashes of all shingles of a text that are entered."""
    if len(hashes) <= window:
        return {min(hashes)} if hashes else set()
    # The lowest of each window, from those of windows half as long: three passes instead of a search in each.
    length = 1
    while length < window:
        step = min(length, window - length)
        hashes = list(map(min, hashes, hashes[step:]))
        length += step
    return set(hashes)


def character_hashes(folded: str) -> list[int]:
    """Return the hash of each shingle of characters of a folded text, in order."""
    size = SHINGLES["zh"][0]
    units = folded.encode("utf-16-le")
    if len(units) == 2 * len(folded):
        return [crc32(units[at : at + 2 * size]) for at in range(0, len(units) - 2 * size + 2, 2)]
    # A character beyond the first plane has two units, and a shingle begins with none of its halves.
    signs = [sign.encode("utf-16-le") for sign in folded]
    return [crc32(b"".join(signs[at : at + size])) for at in range(len(signs) - size + 1)]


def word_hashes(text: str) -> list[int]:
    """Return the hash of each shingle of words of an English text, in order."""
    size = SHINGLES["en"][0]
    words = re.findall("[a-z0-9]+", text.lower())
    return [crc32(" ".join(words[at : at + size]).encode("utf-16-le")) for at in range(len(words) - size + 1)]


def _shingles(passages: Iterable[Passage], table: dict[int, str | None]) -> dict[int, list[int]]:
    entries: defaultdict[int, list[int]] = defaultdict(list)
    for number, passage in enumerate(passages):
        text, language = passage["text"], passage["language"]
        hashes = word_hashes(text) if language == "en" else character_hashes(text.translate(table))
        for entry in winnowed(hashes, SHINGLES[language][1]):
            entries[entry].append(number)
    return entries


def _passages(register: Register) -> Iterator[Passage]:
    """Give every text: in each language the measures in document order, the outlines of the lists, then the notices.

    ``heading`` is the length of the title at the beginning of a measure's text; ``anchors`` where the blocks of a notice
    begin, and their ids.
    """
    for language in LANGUAGES:
        for measure in register.measures:
            yield _measure(measure, language)
        if language == "zh":
            yield from _outlines(register)
        for document in register.documents:
            if document.blocks:
                yield _notice(document, language)


def _measure(measure: Measure, language: str) -> Passage:
    document = measure.source.document
    title, practice = measure.title[language], measure.practice[language].strip()
    passage = {
        "address": measure.address,
        "language": language,
        "title": {"zh": measure.title.zh, "en": measure.title.en},
        "source": {
            "zh": f"{document.number.zh}{place_label(measure.source, 'zh')}",
            "en": f"{document.number.en}, {place_label(measure.source, 'en')}",
        },
        "fingerprint": measure.fingerprint,
        "heading": len(title),
        "text": f"{title}\n{practice}",
    }
    return passage if measure.current else passage | {"ended": True}


def _notice(document: Document, language: str) -> Passage:
    texts = [block.text[language] for block in document.blocks]
    starts = [sum(len(text) + 1 for text in texts[:number]) for number in range(len(texts))]
    return {
        "address": document.address,
        "language": language,
        "title": {"zh": document.title.zh, "en": document.title.en},
        "source": {"zh": document.number.zh, "en": document.number.en},
        "anchors": [[start, block.id] for start, block in zip(starts, document.blocks, strict=True)],
        "text": "\n".join(texts),
    }


def _outlines(register: Register) -> Iterator[Passage]:
    """Give what documents print around their measures, a list at a time: titles, headings, bodies and remarks."""
    bodies = register.vocabulary.bodies
    remarks = [remark.printed for remark in register.vocabulary.remarks.values()]
    for document in register.documents:
        titles = {annex.number: annex.title.zh for annex in document.annexes}
        for measure_list in document.lists:
            lines = [f"附件{measure_list.annex}", titles[measure_list.annex], measure_list.heading.zh]
            for group in measure_list.groups:
                named = "、".join(bodies[key].printed for key in group.responsible)
                lines += [
                    group.heading.zh,
                    f"责任单位：{named}{'等相关部门' if group.others_responsible else ''}",
                ]
            yield {
                "address": f"{document.address}#{measure_list.id}",
                "language": "zh",
                "title": {language: list_label(measure_list, language) for language in LANGUAGES},
                "source": {"zh": document.number.zh, "en": document.number.en},
                "outline": True,
                "text": "\n".join([*lines, *remarks]),
            }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
