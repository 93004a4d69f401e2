"""The shapes of the vocabulary's files."""

from __future__ import annotations

from registry.core.languages import Bilingual
from registry.loader.fields import (
    Choice,
    Field,
    Flag,
    Integer,
    Line,
    ListOf,
    Prose,
    Record,
    Shape,
    Table,
    bilingual,
    words,
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


def _field(shape: Shape, zh: str, en: str, required: bool = True) -> Field:
    return Field(shape, Bilingual(zh, en), required)


_NAME = bilingual(Line())
_OTHER_WORDS = _field(words(), "读者可能使用的其他说法", "other words that readers may use", required=False)
_KEYS = ListOf(Line(), least=1)
_FORMER_KEYS = _field(
    _KEYS,
    "曾用的代码；旧网址由此转到现在的网址",
    "codes it had before; their addresses lead to the present one",
    False,
)

_GROUP = Record(
    {
        "heading": _field(_NAME, "印发时的小标题", "heading as printed"),
        "indicator": _field(Line(), "所属指标", "indicator"),
        "measures": _field(Integer(), "举措数", "how many measures"),
        "printed_measures": _field(
            Integer(), "小标题所印项数（与实际不符时）", "number printed, where it differs", False
        ),
        "responsible": _field(_KEYS, "责任单位，按印发顺序", "responsible bodies in printed order"),
        "others_responsible": _field(Flag(), "是否印有“等相关部门”", "whether 等相关部门 is printed", False),
    }
)

_LIST = Record(
    {
        "annex": _field(Integer(), "附件序号", "number of the annex"),
        "part": _field(Integer(), "部分序号", "number of the part"),
        "adoption": _field(Choice(ADOPTIONS), "类别", "category"),
        "heading": _field(_NAME, "印发时的标题", "heading as printed"),
        "name": _field(_NAME, "简称", "short name"),
        "groups": _field(ListOf(_GROUP, least=1), "分组", "groups"),
    }
)

_DOCUMENT = Record(
    {
        "number": _field(_NAME, "发文字号", "document number"),
        "issuer": _field(_NAME, "发文机关", "issuer"),
        "title": _field(_NAME, "标题", "title"),
        "short_title": _field(_NAME, "简称", "short title"),
        "year": _field(Integer(), "发文字号中的年份", "year in the document number"),
        "annexes": _field(
            ListOf(
                Record(
                    {
                        "number": _field(Integer(), "序号", "number"),
                        "title": _field(_NAME, "标题", "title"),
                    }
                )
            ),
            "附件",
            "annexes",
        ),
        "lists": _field(Table(_LIST), "清单", "lists"),
        "corrections": _field(
            ListOf(
                Record(
                    {
                        "kind": _field(Choice(CORRECTION_KINDS), "处理方式", "what was done"),
                        "where": _field(_NAME, "位置", "where"),
                        "printed": _field(Line(), "底本原文", "scanned text"),
                        "shown": _field(Line(), "本站文本", "text shown here"),
                        "note": _field(_NAME, "说明", "note"),
                    }
                )
            ),
            "更正与保留原文之处",
            "corrections and passages kept as printed",
            required=False,
        ),
    }
)

SHAPES: dict[str, Table] = {
    "indicators": Table(
        Record(
            {
                "name": _field(_NAME, "名称", "name"),
                "description": _field(_NAME, "说明", "description"),
                "doing_business": _field(
                    _NAME,
                    "《营商环境报告》（DB，历史）中的指标",
                    "Doing Business indicator (historical)",
                    False,
                ),
                "b_ready": _field(
                    _NAME, "B-READY 主题（本站对照）", "B-READY topic (this site's mapping)", False
                ),
                "other_words": _OTHER_WORDS,
                "former_keys": _FORMER_KEYS,
            }
        )
    ),
    "documents": Table(_DOCUMENT),
    "bodies": Table(
        Record(
            {
                "printed": _field(Line(), "印发时的名称", "name as printed"),
                "name": _field(_NAME, "当时的全称", "full name at that time"),
                "short_en": _field(Line(), "英文简称", "short English name"),
                "other_words": _OTHER_WORDS,
                "former_keys": _FORMER_KEYS,
            }
        )
    ),
    "places": Table(
        Record(
            {
                "printed": _field(Line(), "印发时的名称", "name as printed"),
                "name": _field(_NAME, "名称", "name"),
                "part_of": _field(Line(), "所属地区", "the place it is part of", required=False),
                "other_words": _OTHER_WORDS,
                "former_keys": _FORMER_KEYS,
            }
        )
    ),
    "remarks": Table(
        Record(
            {
                "printed": _field(Line(), "印发时的备注", "remark as printed"),
                "text": _field(_NAME, "全文", "text"),
                "short": _field(_NAME, "简称", "short form"),
            }
        )
    ),
    "glossary": Table(
        Record(
            {
                "term": _field(_NAME, "术语", "term"),
                "accepted_en": _field(
                    ListOf(Line()), "可接受的其他英译", "other accepted renderings", required=False
                ),
                "ordinary": _field(
                    Flag(),
                    "是否普通词语：只统一译法，正文中不作解释",
                    "whether it is an ordinary word, whose rendering is fixed and which texts do not explain",
                    required=False,
                ),
                "definition": _field(_NAME, "释义", "definition"),
                "synonyms": _field(
                    words(),
                    "同义词，公文中可以替换术语，页面上显示",
                    "synonyms, which may replace the term in an official text and are shown",
                    required=False,
                ),
                "search_words": _field(
                    words(),
                    "只供检索的说法，不显示",
                    "words for search only, which no page shows",
                    required=False,
                ),
            }
        )
    ),
}
"""The shape of each vocabulary file, by its name without the ending."""

NOTICE = Record(
    {
        "document": _field(Line(), "文件代码", "code of the document"),
        "blocks": _field(
            ListOf(
                Record(
                    {
                        "id": _field(
                            Line(
                                r"[a-z0-9]+(-[a-z0-9]+)*",
                                Bilingual(
                                    "小写英文字母、数字和连字符", "lower-case letters, digits and hyphens"
                                ),
                            ),
                            "锚点",
                            "anchor",
                        ),
                        "kind": _field(Choice(BLOCK_KINDS), "类别", "kind"),
                        "text": _field(bilingual(Prose()), "文字", "text"),
                        "links": _field(
                            ListOf(
                                Record(
                                    {
                                        "measure": _field(Line(), "举措标识", "identifier of the measure"),
                                        "zh": _field(Line(), "中文提法", "words in the Chinese"),
                                        "en": _field(Line(), "英文提法", "words in the English"),
                                    }
                                )
                            ),
                            "提及的举措",
                            "measures named",
                            required=False,
                        ),
                    }
                ),
                least=1,
            ),
            "各段",
            "blocks",
        ),
    }
)
"""The shape of a notice's text."""
