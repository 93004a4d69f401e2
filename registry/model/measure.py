"""The checked model: a measure with all that it names, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from registry.core.fingerprints import fingerprint
from registry.core.languages import Bilingual, BilingualWords
from registry.model.document import Document, Group, MeasureList
from registry.model.vocabulary import Body, Indicator, Place, Remark


@dataclass(frozen=True)
class Source:
    """Where a measure stands: the document, its list, the group in the list, and the number in the list."""

    document: Document
    list: MeasureList
    group: Group
    number: int


@dataclass(frozen=True)
class Ending:
    """Why and when a measure stopped being current.

    ``kind`` is ``withdrawn`` or ``superseded``; ``date`` is ISO 8601; ``successors`` are identifiers.
    """

    kind: str
    date: str
    reason: Bilingual
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One reform measure, as its YAML file gives it, with its references resolved.

    ``stamp`` stands for the content of the file, so that what was made of the same content need not be made again.
    """

    id: str
    indicator: Indicator
    source: Source
    adoption: str
    title: Bilingual
    practice: Bilingual
    responsible: tuple[Body, ...]
    others_responsible: bool
    remark: Remark | None
    origin: tuple[Place, ...]
    keywords: BilingualWords
    translation_status: str
    file: str
    ending: Ending | None = None
    aliases: tuple[str, ...] = ()
    stamp: str = ""

    @property
    def address(self) -> str:
        """The path of its page below the language's root, with a slash at its end."""
        return f"m/{self.id}/"

    @property
    def current(self) -> bool:
        """Whether it is neither withdrawn nor superseded."""
        return self.ending is None

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of its Chinese text."""
        return fingerprint(self.title.zh, self.practice.zh)
