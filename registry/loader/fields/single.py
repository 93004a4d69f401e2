"""Shapes of single values: texts, dates, choices, numbers, flags."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from registry.core.diagnostics import Diagnostics, nearest
from registry.core.languages import Bilingual
from registry.core.text.confusables import look_alike, plain
from registry.loader.fields.base import ABSENT, Shape, filled, report_look_alike
from registry.loader.yaml import Node, Scalar

_SHOWN_CHOICES = 30

_LONGEST_PROSE = 32_767
"""Characters that a cell of a spreadsheet holds."""

_YEARS = range(1949, 2100)
"""The years that a date may lie in; any other is a slip of the keyboard."""


NUMBER = re.compile("[0-9]+(?:e[0-9]+)?|0b[01]+")
"""Fingerprints that are numbers to some reader of YAML."""


@dataclass(frozen=True)
class Line(Shape):
    """Text on one line, of ``longest`` characters at most, optionally of a pattern that ``form`` puts into words."""

    pattern: str | None = None
    form: Bilingual | None = None
    longest: int = 300

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the text; report one that is missing, runs over lines or has another form."""
        scalar = filled(node, name, diagnostics)
        if scalar is None:
            return ABSENT
        text = scalar.text.strip()
        if "\n" in text:
            diagnostics.add(
                node.place,
                "one-line",
                zh=f"“{name}”应写在一行里。",
                en=f"“{name}” must be on one line.",
                do_zh="去掉换行。",
                do_en="Remove the line breaks.",
            )
            return ABSENT
        if not _fits(scalar, name, self.longest, diagnostics):
            return ABSENT
        if self.pattern and self.form and not re.fullmatch(self.pattern, scalar.text):
            _report_form(scalar, name, self.pattern, self.form, diagnostics)
            return ABSENT
        return text

    def schema(self) -> dict[str, Any]:
        """Return a string of a length, with the pattern, if any."""
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": self.longest}
        return schema | {"pattern": f"^{self.pattern}$"} if self.pattern else schema


_FINGERPRINT = Bilingual("指纹：十二位小写十六进制数", "a fingerprint: twelve lower-case hexadecimal digits")


@dataclass(frozen=True)
class Fingerprint(Line):
    """A fingerprint, which stands in quotation marks where other readers of YAML would take it for a number."""

    pattern: str | None = r"[0-9a-f]{12}"
    form: Bilingual | None = _FINGERPRINT

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the fingerprint; report one that looks like a number."""
        text = super().take(node, name, diagnostics)
        if isinstance(node, Scalar) and not node.style and text is not ABSENT and NUMBER.fullmatch(text):
            diagnostics.add(
                node.place,
                "quoted-fingerprint",
                zh=f"指纹 {text} 没有加引号，其他程序会当作数字。",
                en=f"The fingerprint {text} has no quotation marks; other programs take it for a number.",
                do_zh=f'写成 "{text}"，或运行 `python3 build.py format`。',
                do_en=f'Write "{text}", or run `python3 build.py format`.',
                severity="warning",
            )
        return text


def _fits(node: Scalar, name: str, longest: int, diagnostics: Diagnostics) -> bool:
    """Say whether a text has at most so many characters, as programs of an office count them; report one that has more."""
    length = len(node.text.strip().encode("utf-16-le")) // 2
    if length > longest:
        diagnostics.add(
            node.place,
            "length",
            zh=f"“{name}”有 {length} 个字符，最多 {longest} 个。",
            en=f"“{name}” has {length} characters; at most {longest} are allowed.",
            do_zh="缩短文字；不是这一项的内容，移到相应的位置。",
            do_en="Make it shorter; move to its own place what does not belong here.",
        )
    return length <= longest


def _report_form(node: Scalar, name: str, pattern: str, form: Bilingual, diagnostics: Diagnostics) -> None:
    if found := look_alike(node.text):
        report_look_alike(node, name, found, diagnostics)
        return
    digits = re.sub(r"(?<=\d)[Oo]|[Oo](?=\d)", "0", plain(node.text).strip())
    mended = digits.lower().replace("_", "-")
    fits = re.fullmatch(pattern, mended)
    diagnostics.add(
        node.place,
        "form",
        zh=f"“{name}”的写法不对：“{node.text[:60]}”。{'数字 0 写成了字母 O。' if digits != plain(node.text).strip() else ''}",
        en=f"“{name}” is not written as it should be: “{node.text[:60]}”."
        f"{' The letter O stands for the digit 0.' if digits != plain(node.text).strip() else ''}",
        do_zh=f"写成 {mended}。" if fits else f"写成{form.zh}。",
        do_en=f"Write {mended}." if fits else f"Write {form.en}.",
    )


@dataclass(frozen=True)
class Date(Shape):
    """A day of the calendar, as ``2026-11-23``."""

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the date as text; report one that is written otherwise or does not exist."""
        scalar = filled(node, name, diagnostics)
        if scalar is None:
            return ABSENT
        zh = f"“{name}”不是这样的日期：2026-11-23；现在是“{scalar.text[:40]}”。"
        en = f"“{name}” is not a date such as 2026-11-23; it is “{scalar.text[:40]}”."
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", scalar.text):
            try:
                day = datetime.date.fromisoformat(scalar.text)
                if day.year in _YEARS:
                    return day.isoformat()
                zh, en = f"年份 {day.year} 不对。", f"The year {day.year} cannot be meant."
            except ValueError:
                zh, en = f"没有 {scalar.text} 这一天。", f"There is no day {scalar.text}."
        diagnostics.add(
            node.place,
            "date",
            zh=zh,
            en=en,
            do_zh="写成四位年、两位月、两位日，用半角连字符连接。",
            do_en="Write year, month and day in four, two and two digits, joined by hyphens.",
        )
        return ABSENT

    def schema(self) -> dict[str, Any]:
        """Return a string of the form of a date."""
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class Prose(Shape):
    """Text of one or more paragraphs, parted by empty lines, that a cell of a spreadsheet can hold."""

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the text without white space at its ends; report one that is missing or too long."""
        scalar = filled(node, name, diagnostics)
        if scalar is None or not _fits(scalar, name, _LONGEST_PROSE, diagnostics):
            return ABSENT
        return scalar.text.strip()

    def schema(self) -> dict[str, Any]:
        """Return a string that is not empty."""
        return {"type": "string", "minLength": 1, "maxLength": _LONGEST_PROSE}


@dataclass(frozen=True)
class Choice(Shape):
    """One of the keys of a list of allowed values, each with its meaning.

    ``home`` is the file that lists them, by its path below the measures' folder. ``open`` says that the list could not
    be read, so that any value passes. ``names`` are further names by key, for whoever writes one of them.
    """

    values: Mapping[str, Bilingual]
    home: str | None = None
    open: bool = False
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the key; report a value that is not in the list, with the nearest one that is."""
        scalar = filled(node, name, diagnostics)
        if scalar is None:
            return ABSENT
        if scalar.text in self.values:
            return scalar.text
        if self.open:
            return ABSENT
        if found := look_alike(scalar.text):
            report_look_alike(scalar, name, found, diagnostics, self.values)
        else:
            self._report(scalar, name, diagnostics)
        return ABSENT

    def _report(self, node: Scalar, name: str, diagnostics: Diagnostics) -> None:
        shown = list(self.values)[:_SHOWN_CHOICES]
        zh, en = f"可用的值：{'、'.join(shown)}。", f"The values are: {', '.join(shown)}."
        parts = re.split(r"[\s,，、;；/|.。·•+&和与及]+", node.text.strip("“”‘’\"'（）()《》〔〕 "))
        parts = [part for part in parts if part]
        by_name = [key for key in self.values if self._is_called(key, node.text)]
        if len(parts) == 1 and parts[0] in self.values:
            zh, en = f"只写 {parts[0]}，不带别的符号。", f"Write {parts[0]} alone, without other marks."
        elif parts and all(part in self.values for part in parts):
            joined = ", ".join(parts)
            zh, en = (
                f"只写一项；在方括号里的，写成 {joined}，不带别的符号，各项之间用半角逗号加空格。",
                f"Write only one; within brackets, write {joined}, with a comma and a space between items and no other marks.",
            )
        elif by_name:
            zh, en = (
                f"写它的代码：{' 或 '.join(by_name[:3])}。",
                f"Write its code: {' or '.join(by_name[:3])}.",
            )
        elif near := nearest(node.text, self.values):
            zh, en = f"是否应为“{near}”？{zh}", f"Perhaps “{near}”? {en}"
        diagnostics.add(
            node.place,
            "choice",
            zh=f"“{name}”没有“{node.text[:60]}”这个值。",
            en=f"“{node.text[:60]}” is not a value of “{name}”.",
            do_zh=zh,
            do_en=en,
            involves=(self.home,) if self.home else (),
            lacking=f"{PurePosixPath(self.home).stem}/{node.text}" if self.home else "",
        )

    def _is_called(self, key: str, text: str) -> bool:
        """Say whether a text is how people name what a key means."""
        text = text.strip().casefold()
        meaning = self.values[key]
        wholes = [each.casefold() for each in (meaning.zh, meaning.en, *self.names.get(key, ()))]
        parts = (part.strip() for whole in wholes for part in re.split("[（）()/、]", whole))
        return len(text) > 1 and (text in wholes or text in parts)

    def schema(self) -> dict[str, Any]:
        """Return the list of keys, with their meanings for editors that show them."""
        return {
            "type": "string",
            "enum": list(self.values),
            "markdownEnumDescriptions": [f"{meaning.zh} / {meaning.en}" for meaning in self.values.values()],
        }


@dataclass(frozen=True)
class Reference(Choice):
    """A choice whose keys stand for the ``objects`` of the model."""

    objects: Mapping[str, Any] = field(default_factory=dict)

    def build(self, value: Any) -> Any:
        """Return what a key stands for."""
        return self.objects[value]


@dataclass(frozen=True)
class Integer(Shape):
    """A whole number, one or more, in ASCII digits."""

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return the number; report anything that is not a plain whole number."""
        scalar = filled(node, name, diagnostics)
        if scalar is None:
            return ABSENT
        if not scalar.style and re.fullmatch(r"[1-9][0-9]{0,5}", scalar.text):
            return int(scalar.text)
        mended = plain(scalar.text).strip().lstrip("0+")
        fits = re.fullmatch(r"[1-9][0-9]{0,5}", mended)
        diagnostics.add(
            node.place,
            "number",
            zh=f"“{name}”应是一个数，现在是“{scalar.text[:40]}”。",
            en=f"“{name}” must be a number, but “{scalar.text[:40]}” is here.",
            do_zh=f"写成 {mended}，用半角数字，不加引号。"
            if fits
            else "写成 1、2、3 这样的半角数字，不加引号、不补 0。",
            do_en=f"Write {mended}, in plain digits without quotes."
            if fits
            else "Write 1, 2, 3 in plain digits.",
        )
        return ABSENT

    def schema(self) -> dict[str, Any]:
        """Return an integer from 1."""
        return {"type": "integer", "minimum": 1, "maximum": 999_999}


@dataclass(frozen=True)
class Flag(Shape):
    """``true`` or ``false``."""

    def take(self, node: Node, name: str, diagnostics: Diagnostics) -> Any:
        """Return whether it is ``true``; report anything else (``yes``, ``no``, ``是`` …)."""
        scalar = filled(node, name, diagnostics)
        if scalar is None:
            return ABSENT
        if not scalar.style and scalar.text in {"true", "false"}:
            return scalar.text == "true"
        diagnostics.add(
            node.place,
            "flag",
            zh=f"“{name}”只能是 true 或 false，现在是“{scalar.text[:40]}”。",
            en=f"“{name}” must be true or false, but “{scalar.text[:40]}” is here.",
            do_zh="是写 true，否写 false，小写，不加引号。",
            do_en="Write true or false, in lower case and without quotes.",
        )
        return ABSENT

    def schema(self) -> dict[str, Any]:
        """Return a boolean."""
        return {"type": "boolean"}
