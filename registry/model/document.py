"""The documents that hold measures: their outlines, and the text of their notices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from registry.core.languages import Bilingual
from registry.loader.fields import (
    Choice,
    Flag,
    Integer,
    Line,
    ListOf,
    Prose,
    Table,
    bilingual,
    declared,
    record_of,
)

ADOPTIONS = {
    "replicate": Bilingual("复制推广", "For replication and roll-out"),
    "reference": Bilingual("借鉴", "For reference"),
}
"""The category of a measure, in the words of pages, tables, the API and the check."""

CORRECTION_KINDS = {
    "corrected": Bilingual("已更正", "Corrected"),
    "kept": Bilingual("保留原文", "Kept as printed"),
}
"""What was done about a passage: corrected as damage of the scan, or kept although it looks like an error."""

BLOCK_KINDS = {
    "issuer": Bilingual("发文机关", "issuer"),
    "number": Bilingual("发文字号", "document number"),
    "title": Bilingual("标题", "title"),
    "addressees": Bilingual("主送机关", "addressees"),
    "paragraph": Bilingual("段落", "paragraph"),
    "heading": Bilingual("一级标题", "heading"),
    "subheading": Bilingual("二级标题", "subheading"),
    "item": Bilingual("条目", "item"),
    "annexes": Bilingual("附件说明", "list of annexes"),
    "publicity": Bilingual("公开方式", "publicity"),
    "copies": Bilingual("抄送", "copies"),
}
"""What a block of a notice is."""

_NAME = bilingual(Line())
_KEYS = ListOf(Line(), least=1)


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of measures in a list, as printed: heading, how many there are, who is responsible."""

    heading: Bilingual = declared(_NAME, "印发时的小标题", "heading as printed")
    indicator: str = declared(Line(), "所属指标", "indicator")
    measures: int = declared(Integer(), "举措数", "how many measures")
    printed_measures: int = declared(
        Integer(), "小标题所印项数（与实际不符时）", "number printed, where it differs", 0
    )
    responsible: tuple[str, ...] = declared(
        _KEYS, "责任单位，按印发顺序", "responsible bodies in printed order"
    )
    others_responsible: bool = declared(
        Flag(), "是否印有“等相关部门”", "whether 等相关部门 is printed", False
    )
    first: int = 1
    """The number of its first measure in the list."""

    @property
    def numbers(self) -> range:
        """The numbers of its measures in the list."""
        return range(self.first, self.first + self.measures)


@dataclass(frozen=True, kw_only=True)
class MeasureList:
    """One list of measures: a part of an annex of a document."""

    key: str
    document: str = ""
    annex: int = declared(Integer(), "附件序号", "number of the annex")
    part: int = declared(Integer(), "部分序号", "number of the part")
    adoption: str = declared(Choice(ADOPTIONS), "类别", "category")
    heading: Bilingual = declared(_NAME, "印发时的标题", "heading as printed")
    name: Bilingual = declared(_NAME, "简称", "short name")
    groups: tuple[Group, ...] = declared(ListOf(record_of(Group), least=1), "分组", "groups")

    @property
    def id(self) -> str:
        """Its identifier, which begins those of its measures."""
        return f"{self.document}-{self.key}"

    @property
    def measures(self) -> int:
        """How many measures it has."""
        return sum(group.measures for group in self.groups)

    def group_of(self, number: int) -> Group | None:
        """Return the group in which the measure of a number stands, or ``None`` where there is no such number."""
        return next((group for group in self.groups if number in group.numbers), None)

    def placed(self, document: str) -> MeasureList:
        """Return the list as that of a document, each group with its first number and the number in its heading."""
        groups: list[Group] = []
        for group in self.groups:
            first = groups[-1].numbers.stop if groups else 1
            printed = group.printed_measures or group.measures
            groups.append(replace(group, first=first, printed_measures=printed))
        return replace(self, document=document, groups=tuple(groups))


class _Lists(Table):
    """The lists of a document by key, in printed order."""

    def build(self, value: Any) -> tuple[MeasureList, ...]:  # type: ignore[override]
        """Return the lists."""
        return tuple(super().build(value).values())


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An annex of a document: its number and title."""

    number: int = declared(Integer(), "序号", "number")
    title: Bilingual = declared(_NAME, "标题", "title")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Where the register departs from the scan, or keeps what looks like a slip of the source."""

    kind: str = declared(Choice(CORRECTION_KINDS), "处理方式", "what was done")
    where: Bilingual = declared(_NAME, "位置", "where")
    printed: str = declared(Line(), "底本原文", "scanned text")
    shown: str = declared(Line(), "本站文本", "text shown here")
    note: Bilingual = declared(_NAME, "说明", "note")


@dataclass(frozen=True, kw_only=True)
class Link:
    """Words of a notice's block that name a measure."""

    measure: str = declared(Line(), "举措标识", "identifier of the measure")
    zh: str = declared(Line(), "中文提法", "words in the Chinese")
    en: str = declared(Line(), "英文提法", "words in the English")

    @property
    def text(self) -> Bilingual:
        """The words in both languages."""
        return Bilingual(self.zh, self.en)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph or heading of a notice; ``id`` is its anchor."""

    id: str = declared(
        Line(
            r"[a-z0-9]+(-[a-z0-9]+)*",
            Bilingual("小写英文字母、数字和连字符", "lower-case letters, digits and hyphens"),
        ),
        "锚点",
        "anchor",
    )
    kind: str = declared(Choice(BLOCK_KINDS), "类别", "kind")
    text: Bilingual = declared(bilingual(Prose()), "文字", "text")
    links: tuple[Link, ...] = declared(ListOf(record_of(Link)), "提及的举措", "measures named", ())


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The text of a document's notice, in a file of its own."""

    document: str = declared(Line(), "文件代码", "code of the document")
    blocks: tuple[Block, ...] = declared(ListOf(record_of(Block), least=1), "各段", "blocks")


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document with its outline, and its own text where the register holds it."""

    key: str
    number: Bilingual = declared(_NAME, "发文字号", "document number")
    issuer: Bilingual = declared(_NAME, "发文机关", "issuer")
    title: Bilingual = declared(_NAME, "标题", "title")
    short_title: Bilingual = declared(_NAME, "简称", "short title")
    year: int = declared(Integer(), "发文字号中的年份", "year in the document number")
    annexes: tuple[Annex, ...] = declared(ListOf(record_of(Annex)), "附件", "annexes")
    lists: tuple[MeasureList, ...] = declared(_Lists(record_of(MeasureList)), "清单", "lists")
    corrections: tuple[Correction, ...] = declared(
        ListOf(record_of(Correction)), "更正与保留原文之处", "corrections and passages kept as printed", ()
    )
    blocks: tuple[Block, ...] = ()

    @property
    def address(self) -> str:
        """The path of its page below the language's root."""
        return f"documents/{self.key}/"

    def list(self, key: str) -> MeasureList | None:
        """Return its list of a key, or ``None``."""
        return next((found for found in self.lists if found.key == key), None)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The keys of the bodies that its lists name, each once."""
        groups = (group for measure_list in self.lists for group in measure_list.groups)
        return tuple(dict.fromkeys(key for group in groups for key in group.responsible))

    def lists_of(self, annex: Annex) -> tuple[MeasureList, ...]:
        """Return the lists of an annex, in printed order."""
        return tuple(found for found in self.lists if found.annex == annex.number)

    def with_blocks(self, blocks: tuple[Block, ...]) -> Document:
        """Return the document with the text of its notice, its lists told whose they are."""
        return replace(self, blocks=blocks, lists=tuple(found.placed(self.key) for found in self.lists))


NOTICE = record_of(Notice)
"""The shape of the file of a notice's text."""
