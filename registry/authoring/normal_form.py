"""The normal form of a measure file: one order of keys, one way of writing each value, comments kept.

It follows the measure's shape. A value that it cannot write without risk (an unknown key, a comment inside a list) keeps
its lines as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from registry.authoring.comments import Comment, find_comments, values
from registry.loader.fields import Flag, Integer, ListOf, Prose, Record, Shape
from registry.loader.yaml import Mapping, Node, Scalar, Sequence, read_bytes
from registry.model.measure import measure_shape
from registry.model.vocabulary import Vocabulary

MODELINE = "# yaml-language-server: $schema=../../registry/schema/measure.json"
"""The first line of a measure file: where editors find its schema."""

_MODELINE = re.compile(r"#\s*yaml-language-server:")
_LANGUAGE_KEYS = ("zh", "en")
_NOTHING = Vocabulary({}, {}, {}, {}, {}, {})
_FIELDS = measure_shape(_NOTHING).fields  # The form does not depend on the allowed values.

_LOOKS_OTHERWISE = re.compile(
    r"(?i)(?:~|null|true|false|yes|no|on|off|y|n|=|<<|[-+]?(?:\.inf|\.nan)"
    r"|[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|\.[0-9_]+)"
    r")"
)
"""Texts that other readers of YAML, such as editors, take for a number or a truth value unless they are quoted."""

_PRINTABLE = re.compile(
    "[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)


class Unfit(Exception):
    """A piece of YAML has not the form that its shape asks for."""


@dataclass
class _Entry:
    """A key with its value, the lines it takes, and the comments that belong to it."""

    key: str
    node: Node
    shape: Shape | None
    first: int
    last: int = 0
    parts: list[_Entry] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    beside: str = ""
    as_typed: bool = False


def normal_form(text: str) -> str:
    """Return the text of a measure file in its normal form.

    ``text`` has no byte order mark and ends its lines with line feeds. Raises ``Unfit`` where it is not a mapping that can be
    read, or where the form cannot be given without changing what the file says.
    """
    reading = read_bytes(text.encode(), "")
    if not isinstance(reading.root, Mapping) or any(
        problem.severity == "error" for problem in reading.problems
    ):
        raise Unfit
    lines = text.split("\n")
    comments = find_comments(text)
    entries = _entries(reading.root, Record(_FIELDS), _content_lines(lines, comments))
    header, tail = _attach(comments, entries, lines)
    ranks = {key: rank for rank, key in enumerate(_FIELDS)}
    written = [MODELINE, *header]
    for entry in sorted(entries, key=lambda entry: ranks.get(entry.key, len(ranks))):
        written += _write(entry, entries, lines, reading.root.column - 1)
    result = "\n".join([*written, *tail]) + "\n"
    if values(read_bytes(result.encode(), "").root) != values(reading.root):
        raise Unfit
    if _kept(find_comments(result)) != _kept(comments):
        raise Unfit
    return result


def _kept(comments: list[Comment]) -> list[str]:
    return sorted(comment.text for comment in comments if not _MODELINE.match(comment.text))


def _content_lines(lines: list[str], comments: list[Comment]) -> list[int]:
    """Return the numbers of the lines that hold more than white space, a comment or a document's mark."""
    alone = {comment.line for comment in comments if comment.alone}
    return [n for n, line in enumerate(lines, 1) if n not in alone and line.strip() not in {"", "---", "..."}]


def _entries(mapping: Mapping, record: Record, content: list[int]) -> list[_Entry]:
    """Return the keys of a mapping with their lines; texts in two languages have their own keys as parts."""
    entries = []
    firsts = [key.line for key in mapping.keys.values()]
    for (key, node), after in zip(mapping.entries.items(), [*firsts[1:], 1_000_000], strict=True):
        known = record.fields.get(key)
        entry = _Entry(key, node, known.shape if known else None, mapping.keys[key].line)
        entry.last = max((line for line in content if entry.first <= line < after), default=entry.first)
        if isinstance(entry.shape, Record) and _in_two_languages(entry.shape) and isinstance(node, Mapping):
            entry.parts = _entries(node, entry.shape, [line for line in content if line <= entry.last])
        entries.append(entry)
    return entries


def _in_two_languages(record: Record) -> bool:
    return set(record.fields) == set(_LANGUAGE_KEYS)


def _attach(comments: list[Comment], entries: list[_Entry], lines: list[str]) -> tuple[list[str], list[str]]:
    """Give each comment to the entry it belongs to; return those of the file's head and its end."""
    header: list[str] = []
    tail: list[str] = []
    start = min((entry.first for entry in entries), default=len(lines) + 1)
    # Comments parted from the first key by an empty line speak of the file.
    parted = max((n for n in range(1, start) if lines[n - 1].strip() in {"", "---"}), default=0)
    for comment in comments:
        if _MODELINE.match(comment.text):
            continue
        if comment.line < parted or not entries:
            header.append(comment.text)
            continue
        around = next((entry for entry in entries if entry.first <= comment.line <= entry.last), None)
        if around is not None:
            _attach_inside(comment, around)
            continue
        following = next((entry for entry in entries if entry.first > comment.line), None)
        (following.before if following else tail).append(comment.text)
    return header, tail


def _attach_inside(comment: Comment, entry: _Entry) -> None:
    if comment.line == entry.first and not entry.beside:
        entry.beside = comment.text
        return
    part = next((part for part in entry.parts if part.first <= comment.line <= part.last), None)
    following = next((part for part in entry.parts if part.first > comment.line), None)
    if part is not None and comment.line == part.first and not part.beside:
        part.beside = comment.text
    elif part is None and following is not None and comment.alone:
        following.before.append(comment.text)
    else:
        entry.as_typed = True


def _write(entry: _Entry, entries: list[_Entry], lines: list[str], indent: int) -> Iterator[str]:
    yield from entry.before
    if entry.shape is not None and not entry.as_typed:
        try:
            yield from list(_written(entry, ""))
        except Unfit:
            pass
        else:
            return
    shared = any(
        entry is not other and other.first <= entry.last and entry.first <= other.last for other in entries
    )
    typed = lines[entry.first - 1 : entry.last]
    if shared or any(line[:indent].strip() for line in typed):
        raise Unfit
    yield from (line[indent:] for line in typed)


def _written(entry: _Entry, indent: str) -> Iterator[str]:
    beside = f"  {entry.beside}" if entry.beside else ""
    name = f"{indent}{entry.key}:"
    if isinstance(entry.shape, Record) and _in_two_languages(entry.shape):
        if not entry.parts or any(part.shape is None for part in entry.parts):
            raise Unfit
        yield name + beside
        for part in sorted(entry.parts, key=lambda part: part.key == "en"):
            yield from (f"{indent}  {comment}" for comment in part.before)
            yield from _written(part, f"{indent}  ")
    elif isinstance(entry.shape, Prose):
        text = _text(entry.node)
        if not text or not _PRINTABLE.fullmatch(text):
            raise Unfit
        yield f"{name} |{beside}"
        yield from (f"{indent}  {line}" if line else "" for line in text.split("\n"))
    else:
        assert entry.shape is not None
        # After a plain text, readers of the register take a comment for a part of it that was lost.
        yield f"{name} {on_one_line(entry.node, entry.shape, quoted=bool(beside) and entry.key in _LANGUAGE_KEYS)}{beside}"


def on_one_line(node: Node, shape: Shape, inside: bool = False, quoted: bool = False) -> str:
    """Return a value written on one line, as its shape asks, perhaps ``inside`` brackets. Raises ``Unfit``.

    Text is ``quoted`` where that is asked for or needed.
    """
    if isinstance(shape, ListOf):
        if not isinstance(node, Sequence):
            raise Unfit
        return f"[{', '.join(on_one_line(item, shape.item, True) for item in node.items)}]"
    if isinstance(shape, Record):
        if not isinstance(node, Mapping) or set(node.entries) - set(shape.fields):
            raise Unfit
        present = [key for key in shape.fields if key in node.entries]
        pairs = (f"{key}: {on_one_line(node.entries[key], shape.fields[key].shape, True)}" for key in present)
        return f"{{{', '.join(pairs)}}}"
    text = _text(node)
    if isinstance(shape, Integer | Flag):
        if not isinstance(node, Scalar) or node.style or not re.fullmatch(r"\w+", text):
            raise Unfit
        return text
    return scalar(text, inside, quoted)


def _text(node: Node) -> str:
    if not isinstance(node, Scalar) or node.empty:  # What says nothing stays so, rather than becoming a word.
        raise Unfit
    return node.text.strip()


def scalar(text: str, inside: bool = False, quoted: bool = False) -> str:
    """Return a text of one line as YAML: plain where that is safe and ``quoted`` is not asked for. Raises ``Unfit``.

    ``inside`` says whether it stands inside brackets.
    """
    if not text or "\n" in text or not _PRINTABLE.fullmatch(text):
        raise Unfit
    if not quoted and _plain(text, inside):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@lru_cache(maxsize=8192)
def _plain(text: str, inside: bool) -> bool:
    """Return whether a text needs no quotation marks: for other readers of YAML, and for that of the register."""
    if text[0] in "-?:,[]{}#&*!|>'\"%@`" or _LOOKS_OTHERWISE.fullmatch(text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or text.startswith(("---", "...")):
        return False
    if inside and re.search(r"[\[\]{},]|:$", text):
        return False
    reading = read_bytes((f"zh: [{text}]" if inside else f"zh: {text}").encode(), "")
    return not reading.problems
