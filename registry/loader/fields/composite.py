"""Shapes made of others: lists, records, tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from registry.core.diagnostics import Diagnostics, nearest
from registry.core.languages import Bilingual, BilingualWords
from registry.core.text.confusables import look_alike
from registry.core.writing import fits_windows
from registry.loader.fields.base import ABSENT, Shape, Values, report_look_alike, report_type
from registry.loader.fields.single import Line
from registry.loader.yaml import Mapping, Node, Scalar, Sequence

_CUT_OFF = 3
"""Keys; where as many of the last are missing, the file was cut off rather than one of them forgotten."""


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of values of one shape, ``least`` to ``most`` of them, none twice where they are single values."""

    item: Shape
    least: int = 0
    most: int = 1000

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the values; report what is no list, too short, or has a problem in an item.

        Where an item has a problem, so has the list: it is ``ABSENT``.
        """
        if not isinstance(node, Sequence):
            return report_type(node, name, "type.no-list", diagnostics)
        if len(node.items) < self.least:
            diagnostics.report(node.place, "required.too-few", name=name, least=self.least)
            return ABSENT
        if len(node.items) > self.most:
            diagnostics.report(node.place, "too-many", name=name, count=len(node.items), most=self.most)
            return ABSENT
        values = [self._taken(item, name, diagnostics) for item in node.items]
        self._report_repeated(node, name, diagnostics)
        return ABSENT if any(value is ABSENT for value in values) else values

    def _taken(self, item: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the value of an item; report a text that was cut in two at a colon."""
        if isinstance(item, Mapping) and isinstance(self.item, Line) and item.keys:
            key = next(iter(item.keys))
            diagnostics.report(item.place, "quotes-needed.item", name=name, key=key[:20])
            return ABSENT
        return self.item.take(item, name, diagnostics)

    def _report_repeated(self, node: Sequence, name: str, diagnostics: Diagnostics) -> None:
        seen: set[str] = set()
        for item in node.items:
            if isinstance(item, Scalar) and not item.empty:
                if item.text in seen:
                    diagnostics.report(item.place, "repeated", name=name, text=item.text[:60])
                seen.add(item.text)

    def build(self, value: Any) -> tuple[Any, ...]:
        """Return a tuple."""
        return tuple(map(self.item.build, value))

    def schema(self) -> dict[str, Any]:
        """Return an array without repeated items."""
        return {
            "type": "array",
            "items": self.item.schema(),
            "uniqueItems": True,
            "minItems": self.least,
            "maxItems": self.most,
        }


@dataclass(frozen=True)
class Field:
    """A key of a record: what it holds, what it means, and whether it may be left out."""

    shape: Shape
    meaning: Bilingual
    required: bool = True


@dataclass(frozen=True)
class Record(Shape):
    """Named fields, each with its own shape; any other key is a problem."""

    fields: dict[str, Field] = field(default_factory=dict)
    make: Callable[..., Any] = dict
    """What makes the value of the model from those of the fields."""

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the values by key, without those that have problems; report missing and unknown keys."""
        if not isinstance(node, Mapping):
            return report_type(node, name, "type.no-record", diagnostics, fields=self.fields)
        values = Values()
        meant = set()
        for key, entry in node.entries.items():
            if key in self.fields:
                diagnostics.levels.append(self.fields)
                value = self.fields[key].shape.take(entry, key, diagnostics)
                diagnostics.levels.pop()
                if value is not ABSENT:
                    values[key] = value
            else:
                meant.add(self._report_unknown(node, key, name, diagnostics))
        nested = {
            key for entry in node.entries.values() if isinstance(entry, Mapping) for key in entry.entries
        }
        missing = [
            key
            for key, known in self.fields.items()
            if known.required and key not in node.entries and key not in nested
        ]
        if self._report_broken_off(node, missing, diagnostics):
            return values
        for key, known in self.fields.items():
            if key in missing and key not in meant:
                place = self._place_of_missing(node, key)
                diagnostics.report(place, "required", name=name, key=key, meaning=known.meaning)
        return values

    def _report_broken_off(self, node: Mapping, missing: list[str], diagnostics: Diagnostics) -> bool:
        """Report that all is missing from some key on, as where a file was cut off; return whether it is so."""
        order = list(self.fields)
        known = [key for key in node.entries if key in self.fields]
        last = max(known, key=order.index, default=None)
        if last is None or len(missing) < _CUT_OFF or order.index(missing[0]) < order.index(last):
            return False
        diagnostics.report(
            _last_place(node.entries[last]), "required.broken-off", missing=missing, file=diagnostics.file
        )
        return True

    def _report_unknown(self, node: Mapping, key: str, name: str, diagnostics: Diagnostics) -> str:
        """Report a key that is none of the fields; return the one that was meant, or ``""``."""
        if found := look_alike(key):
            report_look_alike(node.keys[key], name, found, diagnostics, self.fields)
            return nearest(found.mended, self.fields) or ""
        near = nearest(key, self.fields)
        owners = [
            owner_key
            for owner_key, owner in self.fields.items()
            if isinstance(owner.shape, Record) and key in owner.shape.fields
        ]
        above = [
            owner
            for owner in owners
            if owner in node.entries
            and node.keys[owner].line < node.keys[key].line
            and not (isinstance(owned := node.entries[owner], Mapping) and key in owned.entries)
        ]
        if any(key in level for level in diagnostics.levels):
            message, owner = "unknown-key.of-level-above", ""
        elif owners:
            message = "unknown-key.of-another"
            owner = max(above, key=lambda owner_key: node.keys[owner_key].line, default=owners[0])
        else:
            message, owner = "unknown-key.near" if near else "unknown-key", ""
        values = {"name": name, "key": key[:60], "owner": owner, "near": near, "fields": self.fields}
        diagnostics.report(node.keys[key].place, message, **values)
        return near or ""

    def _place_of_missing(self, node: Mapping, key: str) -> tuple[int, int]:
        """Return where a field that is missing usually stands: before the first that follows it."""
        names = list(self.fields)
        following = (name for name in names[names.index(key) + 1 :] if name in node.keys)
        return next((node.keys[name].place for name in following), node.place)

    def build(self, value: Any, **more: Any) -> Any:
        """Return what ``make`` gives for the fields that are there, and for ``more``."""
        return self.make(**more, **{key: self.fields[key].shape.build(entry) for key, entry in value.items()})

    def schema(self) -> dict[str, Any]:
        """Return an object that has the fields and no others."""
        return {
            "type": "object",
            "properties": {
                key: known.shape.schema() | {"description": f"{known.meaning.zh} / {known.meaning.en}"}
                for key, known in self.fields.items()
            },
            "required": [key for key, known in self.fields.items() if known.required],
            "additionalProperties": False,
        }


def _last_place(node: Node) -> tuple[int, int]:
    """Return where the last value in a node ends, or begins where it holds no text."""
    if isinstance(node, Mapping) and node.entries:
        return _last_place(list(node.entries.values())[-1])
    if isinstance(node, Sequence) and node.items:
        return _last_place(node.items[-1])
    return node.at(max(0, len(node.text.rstrip()) - 1)) if isinstance(node, Scalar) else node.place


@dataclass(frozen=True)
class Table(Shape):
    """Records by key, the keys being lower-case ASCII words joined by hyphens."""

    item: Record

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the values by key, without entries that are no records; report each key and entry."""
        if not isinstance(node, Mapping):
            diagnostics.report(node.place, "type.no-table", name=name, file=diagnostics.file)
            return ABSENT
        values = Values()
        for key, entry in node.entries.items():
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
                diagnostics.report(node.keys[key].place, "key-form.characters", key=key[:60])
            elif not fits_windows(key):
                diagnostics.report(node.keys[key].place, "key-form.windows", key=key)
            value = self.item.take(entry, key, diagnostics)
            if value is not ABSENT:
                values[key] = value
        return values

    def build(self, value: Any) -> dict[str, Any]:
        """Return the records by key; each is told its own."""
        return {key: self.item.build(entry, key=key) for key, entry in value.items()}

    def schema(self) -> dict[str, Any]:
        """Return an object whose every property has the item's schema."""
        return {"type": "object", "additionalProperties": self.item.schema()}


def bilingual(shape: Shape) -> Record:
    """Return the record of a text in both languages."""
    return Record(
        {
            "zh": Field(shape, Bilingual("中文", "Chinese")),
            "en": Field(shape, Bilingual("英文", "English")),
        },
        Bilingual,
    )


_WORDS = ListOf(Line(longest=60), most=40)
"""Every reader who searches loads all of them, hence the limits."""


def words() -> Record:
    """Return the record of two lists of words, one for each language, which may be empty."""
    return Record(
        {
            "zh": Field(_WORDS, Bilingual("中文词", "Chinese words")),
            "en": Field(_WORDS, Bilingual("英文词", "English words")),
        },
        BilingualWords,
    )
