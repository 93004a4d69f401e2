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
from registry.loader.fields.base import ABSENT, Single, report_look_alike
from registry.loader.yaml import Scalar

_SHOWN_CHOICES = 30

_LONGEST_PROSE = 32_767
"""Characters that a cell of a spreadsheet holds."""

_YEARS = range(1949, 2100)
"""The years that a date may lie in; any other is a slip of the keyboard."""


NUMBER = re.compile("[0-9]+(?:e[0-9]+)?|0b[01]+")
"""Fingerprints that are numbers to some reader of YAML."""


@dataclass(frozen=True)
class Line(Single):
    """Text on one line, of ``longest`` characters at most, optionally of a pattern that ``form`` puts into words."""

    pattern: str | None = None
    form: Bilingual | None = None
    longest: int = 300

    def take_text(self, node: Scalar, name: str, diagnostics: Diagnostics) -> Any:
        """Return the text; report one that runs over lines or has another form."""
        text = node.text.strip()
        if "\n" in text:
            diagnostics.report(node.place, "one-line", name=name)
            return ABSENT
        if not _fits(node, name, self.longest, diagnostics):
            return ABSENT
        if self.pattern and self.form and not re.fullmatch(self.pattern, node.text):
            _report_form(node, name, self.pattern, self.form, diagnostics)
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

    def take_text(self, node: Scalar, name: str, diagnostics: Diagnostics) -> Any:
        """Return the fingerprint; report one that looks like a number."""
        text = super().take_text(node, name, diagnostics)
        if not node.style and text is not ABSENT and NUMBER.fullmatch(text):
            diagnostics.report(node.place, "quoted-fingerprint", severity="warning", text=text)
        return text


def _fits(node: Scalar, name: str, longest: int, diagnostics: Diagnostics) -> bool:
    """Say whether a text has at most so many characters, as programs of an office count them; report one that has more."""
    length = len(node.text.strip().encode("utf-16-le")) // 2
    if length > longest:
        diagnostics.report(node.place, "length", name=name, length=length, longest=longest)
    return length <= longest


def _report_form(node: Scalar, name: str, pattern: str, form: Bilingual, diagnostics: Diagnostics) -> None:
    if found := look_alike(node.text):
        report_look_alike(node, name, found, diagnostics)
        return
    digits = re.sub(r"(?<=\d)[Oo]|[Oo](?=\d)", "0", plain(node.text).strip())
    mended = digits.lower().replace("_", "-")
    fits = re.fullmatch(pattern, mended)
    message = "form" if not fits else "form.near" if digits == plain(node.text).strip() else "form.letter-o"
    diagnostics.report(node.place, message, name=name, text=node.text[:60], mended=mended, form=form)


@dataclass(frozen=True)
class Date(Single):
    """A day of the calendar, as ``2026-11-23``."""

    def take_text(self, node: Scalar, name: str, diagnostics: Diagnostics) -> Any:
        """Return the date as text; report one that is written otherwise or does not exist."""
        message = "date"
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
            try:
                day = datetime.date.fromisoformat(node.text)
                if day.year in _YEARS:
                    return day.isoformat()
                message = "date.year"
            except ValueError:
                message = "date.no-such-day"
        diagnostics.report(node.place, message, name=name, text=node.text[:40], year=node.text[:4])
        return ABSENT

    def schema(self) -> dict[str, Any]:
        """Return a string of the form of a date."""
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@dataclass(frozen=True)
class Prose(Single):
    """Text of one or more paragraphs, parted by empty lines, that a cell of a spreadsheet can hold."""

    def take_text(self, node: Scalar, name: str, diagnostics: Diagnostics) -> Any:
        """Return the text without white space at its ends; report one that is too long."""
        return node.text.strip() if _fits(node, name, _LONGEST_PROSE, diagnostics) else ABSENT

    def schema(self) -> dict[str, Any]:
        """Return a string that is not empty."""
        return {"type": "string", "minLength": 1, "maxLength": _LONGEST_PROSE}


@dataclass(frozen=True)
class Choice(Single):
    """One of the keys of a list of allowed values, each with its meaning.

    ``home`` is the file that lists them, by its path below the measures' folder. ``open`` says that the list could not
    be read, so that any value passes. ``names`` are further names by key, for whoever writes one of them.
    """

    values: Mapping[str, Bilingual]
    home: str | None = None
    open: bool = False
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def take_text(self, node: Scalar, name: str, diagnostics: Diagnostics) -> Any:
        """Return the key; report a value that is not in the list, with the nearest one that is."""
        if node.text in self.values:
            return node.text
        if self.open:
            return ABSENT
        if found := look_alike(node.text):
            report_look_alike(node, name, found, diagnostics, self.values)
        else:
            self._report(node, name, diagnostics)
        return ABSENT

    def _report(self, node: Scalar, name: str, diagnostics: Diagnostics) -> None:
        parts = re.split(r"[\s,，、;；/|.。·•+&和与及]+", node.text.strip("“”‘’\"'（）()《》〔〕 "))
        parts = [part for part in parts if part]
        by_name = [key for key in self.values if self._is_called(key, node.text)]
        near = nearest(node.text, self.values)
        if len(parts) == 1 and parts[0] in self.values:
            message = "choice.alone"
        elif parts and all(part in self.values for part in parts):
            message = "choice.several"
        elif by_name:
            message = "choice.code"
        else:
            message = "choice.near" if near else "choice"
        diagnostics.report(
            node.place,
            message,
            involves=(self.home,) if self.home else (),
            lacking=f"{PurePosixPath(self.home).stem}/{node.text}" if self.home else "",
            name=name,
            text=node.text[:60],
            parts=", ".join(parts),
            codes=Bilingual(" 或 ".join(by_name[:3]), " or ".join(by_name[:3])),
            near=near,
            choices=list(self.values)[:_SHOWN_CHOICES],
        )

    def _is_called(self, key: str, text: str) -> bool:
        """Say whether a text is how people name what a key means."""
        text = text.strip().casefold()
        meaning = self.values[key]
        wholes = [word.casefold() for word in (meaning.zh, meaning.en, *self.names.get(key, ()))]
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
class Integer(Single):
    """A whole number, one or more, in ASCII digits."""

    def take_text(self, node: Scalar, name: str, diagnostics: Diagnostics) -> Any:
        """Return the number; report anything that is not a plain whole number."""
        if not node.style and re.fullmatch(r"[1-9][0-9]{0,5}", node.text):
            return int(node.text)
        mended = plain(node.text).strip().lstrip("0+")
        fits = re.fullmatch(r"[1-9][0-9]{0,5}", mended)
        diagnostics.report(
            node.place, "number.digits" if fits else "number", name=name, text=node.text[:40], mended=mended
        )
        return ABSENT

    def schema(self) -> dict[str, Any]:
        """Return an integer from 1."""
        return {"type": "integer", "minimum": 1, "maximum": 999_999}


@dataclass(frozen=True)
class Flag(Single):
    """``true`` or ``false``."""

    def take_text(self, node: Scalar, name: str, diagnostics: Diagnostics) -> Any:
        """Return whether it is ``true``; report anything else (``yes``, ``no``, ``是`` …)."""
        if not node.style and node.text in {"true", "false"}:
            return node.text == "true"
        diagnostics.report(node.place, "flag", name=name, text=node.text[:40])
        return ABSENT

    def schema(self) -> dict[str, Any]:
        """Return a boolean."""
        return {"type": "boolean"}
