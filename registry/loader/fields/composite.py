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
from registry.loader.fields.base import ABSENT, Shape, Values, report_empty, report_look_alike
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
            if isinstance(node, Scalar) and node.empty:
                if node.style != "*":
                    report_empty(node, name, diagnostics)
                return ABSENT
            diagnostics.add(
                node.place,
                "type",
                zh=f"“{name}”应是一个列表。",
                en=f"“{name}” must be a list.",
                do_zh=f"写成 `{name}: [甲, 乙]`，用半角方括号和逗号；只有一项也要方括号。",
                do_en=f"Write `{name}: [one, two]`, with half-width brackets and commas, also around a single item.",
            )
            return ABSENT
        if len(node.items) < self.least:
            diagnostics.add(
                node.place,
                "required",
                zh=f"“{name}”至少要有 {self.least} 项。",
                en=f"“{name}” needs at least {self.least}.",
                do_zh="填上内容；这一项可以不填的，删去整行。",
                do_en="Fill it in; if the field is optional, delete the line.",
            )
            return ABSENT
        if len(node.items) > self.most:
            diagnostics.add(
                node.place,
                "too-many",
                zh=f"“{name}”有 {len(node.items)} 项，最多 {self.most} 项。",
                en=f"“{name}” has {len(node.items)}; at most {self.most} are allowed.",
                do_zh="留下最要紧的，删去其余的。",
                do_en="Keep those that matter most and delete the others.",
            )
            return ABSENT
        values = [self._taken(item, name, diagnostics) for item in node.items]
        self._report_repeated(node, name, diagnostics)
        return ABSENT if any(value is ABSENT for value in values) else values

    def _taken(self, item: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the value of an item; report a text that was cut in two at a colon."""
        if isinstance(item, Mapping) and isinstance(self.item, Line) and item.keys:
            key = next(iter(item.keys))
            diagnostics.add(
                item.place,
                "quotes-needed",
                zh=f"“{name}”的这一项里有半角冒号加空格（“{key[:20]}:”）。",
                en=f"This item of “{name}” holds a colon and a space (“{key[:20]}:”).",
                do_zh='在这一项的两头各加一个半角双引号 " ，或删去冒号。',
                do_en='Put a straight double quotation mark " at each end of the item, or delete the colon.',
            )
            return ABSENT
        return self.item.take(item, name, diagnostics)

    def _report_repeated(self, node: Sequence, name: str, diagnostics: Diagnostics) -> None:
        seen: set[str] = set()
        for item in node.items:
            if isinstance(item, Scalar) and not item.empty:
                if item.text in seen:
                    diagnostics.add(
                        item.place,
                        "repeated",
                        zh=f"“{name}”中“{item.text[:60]}”写了两次。",
                        en=f"“{item.text[:60]}” is listed twice in “{name}”.",
                        do_zh="只留一个。",
                        do_en="Keep only one.",
                    )
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
            self._report_type(node, name, diagnostics)
            return ABSENT
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
            for key, each in self.fields.items()
            if each.required and key not in node.entries and key not in nested
        ]
        if self._report_broken_off(node, missing, diagnostics):
            return values
        for key, each in self.fields.items():
            if key in missing and key not in meant:
                diagnostics.add(
                    node.place,
                    "required",
                    zh=f"“{name}”缺少“{key}”（{each.meaning.zh}）。",
                    en=f"“{name}” lacks “{key}” ({each.meaning.en}).",
                    do_zh=f"加上 `{key}: …`。",
                    do_en=f"Add `{key}: …`.",
                )
        return values

    def _report_type(self, node: Node, name: str, diagnostics: Diagnostics) -> None:
        if isinstance(node, Scalar) and node.empty:
            if node.style != "*":
                report_empty(node, name, diagnostics)
            return
        diagnostics.add(
            node.place,
            "type",
            zh=f"“{name}”下面应有这些字段：{'、'.join(self.fields)}。",
            en=f"“{name}” must have the fields {', '.join(self.fields)}.",
            do_zh="每个字段另起一行，缩进两个空格，字段名后写半角冒号和空格。",
            do_en="Write one field per line, indented by two spaces, with a colon and a space after the field name.",
        )

    def _report_broken_off(self, node: Mapping, missing: list[str], diagnostics: Diagnostics) -> bool:
        """Report that all is missing from some key on, as where a file was cut off; return whether it is so."""
        order = list(self.fields)
        known = [key for key in node.entries if key in self.fields]
        last = max(known, key=order.index, default=None)
        if last is None or len(missing) < _CUT_OFF or order.index(missing[0]) < order.index(last):
            return False
        diagnostics.add(
            _last_place(node.entries[last]),
            "required",
            zh=f"内容到这里断了，后面缺少：{'、'.join(missing)}。",
            en=f"The content breaks off here; what is missing: {', '.join(missing)}.",
            do_zh=f"用 `git checkout HEAD -- {diagnostics.file}` 找回原来的文件，或重新粘贴完整的内容。",
            do_en=f"Restore the file with `git checkout HEAD -- {diagnostics.file}`, or paste the whole content again.",
        )
        return True

    def _report_unknown(self, node: Mapping, key: str, name: str, diagnostics: Diagnostics) -> str:
        """Report a key that is none of the fields; return the one that was meant, or ``""``."""
        if found := look_alike(key):
            report_look_alike(node.keys[key], name, found, diagnostics, self.fields)
            return nearest(found.mended, self.fields) or ""
        near = nearest(key, self.fields)
        zh, en = f"可用的字段：{'、'.join(self.fields)}。", f"The fields are: {', '.join(self.fields)}."
        owners = [
            each
            for each, owner in self.fields.items()
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
            zh, en = (
                f"它不属于“{name}”：删去前面的空格，与上一层的字段对齐，它下面的行一起左移。",
                f"It does not belong to “{name}”: align it with the fields of the level above, together with what stands below it.",
            )
        elif owners:
            owner = max(above, key=lambda each: node.keys[each].line, default=owners[0])
            zh, en = (
                f"它属于“{owner}”：比“{owner}”多缩进两个空格。",
                f"It belongs to “{owner}”: indent it by two spaces more.",
            )
        elif near:
            zh, en = f"是否应为“{near}”？{zh}", f"Perhaps “{near}”? {en}"
        diagnostics.add(
            node.keys[key].place,
            "unknown-key",
            zh=f"“{name}”没有“{key[:60]}”这个字段。",
            en=f"“{name}” has no field “{key[:60]}”.",
            do_zh=zh,
            do_en=en,
        )
        return near or ""

    def build(self, value: Any, **more: Any) -> Any:
        """Return what ``make`` gives for the fields that are there, and for ``more``."""
        return self.make(**more, **{key: self.fields[key].shape.build(each) for key, each in value.items()})

    def schema(self) -> dict[str, Any]:
        """Return an object that has the fields and no others."""
        return {
            "type": "object",
            "properties": {
                key: each.shape.schema() | {"description": f"{each.meaning.zh} / {each.meaning.en}"}
                for key, each in self.fields.items()
            },
            "required": [key for key, each in self.fields.items() if each.required],
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
            diagnostics.add(
                node.place,
                "type",
                zh=f"“{name}”应是一组“字段: 内容”。",
                en=f"“{name}” must be a set of “field: content”.",
                do_zh=f"仿照本文件其他条目填写；误删的用 `git checkout HEAD -- {diagnostics.file}` 找回。",
                do_en=f"Write it as the other entries of the file are written; `git checkout HEAD -- {diagnostics.file}` restores what was lost.",
            )
            return ABSENT
        values = Values()
        for key, entry in node.entries.items():
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
                diagnostics.add(
                    node.keys[key].place,
                    "key-form",
                    zh=f"代码“{key[:60]}”只能用小写英文字母、数字和连字符。",
                    en=f"The code “{key[:60]}” has characters other than lower-case letters, digits and hyphens.",
                    do_zh="改写这个代码。",
                    do_en="Write the code with those only.",
                )
            elif not fits_windows(key):
                diagnostics.add(
                    node.keys[key].place,
                    "key-form",
                    zh=f"代码“{key}”是 Windows 保留的设备名，不能用作文件夹名。",
                    en=f"Windows keeps the name “{key}” for a device, so a folder cannot have it.",
                    do_zh="换一个代码，例如加上其他词。",
                    do_en="Choose another code, such as one with another word in it.",
                )
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
