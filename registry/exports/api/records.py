"""What the API's objects hold: each property with its meaning, its schema and its value.

What a record of the model declares, such as a field of a measure, needs no line here. What there is not is left out of an
object, never null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any

from registry.core.languages import LANGUAGES, Bilingual, BilingualWords
from registry.exports.context import ExportContext, page_path
from registry.loader.fields import (
    Choice,
    Date,
    Fingerprint,
    Flag,
    Integer,
    ListOf,
    Record,
    Reference,
    Shape,
    record_of,
)
from registry.model import urls
from registry.model.citation import place_label
from registry.model.document import ADOPTIONS, BLOCK_KINDS, Document, Group, MeasureList
from registry.model.ledger import LedgerEntry
from registry.model.measure import ENDINGS, STATUSES, Ending, Measure, Source
from registry.model.vocabulary import Body, Indicator, Place, Remark, Term, Vocabulary

Schema = dict[str, Any]
"""A JSON Schema (2020-12)."""

Object = dict[str, Any]
"""An object of JSON."""

CURRENT = "current"
"""The status of a measure that is neither withdrawn nor superseded."""

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 1}
FLAG: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}
FINGERPRINT: Schema = {"type": "string", "pattern": "^[0-9a-f]{12}$"}
PATH: Schema = {"type": "string", "pattern": "^/"}

_NO_VALUES = Vocabulary({}, {}, {}, {}, {}, {})


@dataclass(frozen=True)
class Property:
    """A property of an object: ``get`` takes it from what the object is made of, ``None`` where there is none."""

    name: str
    meaning: Bilingual
    schema: Schema
    get: Callable[[ExportContext, Any], Any]
    optional: bool = False


def made(context: ExportContext, properties: Iterable[Property], source: Any) -> Object:
    """Return the object of what it is made of."""
    values = ((declared.name, declared.get(context, source)) for declared in properties)
    return {name: value for name, value in values if value is not None}


def described(zh: str, en: str, properties: Iterable[Property]) -> Schema:
    """Return the schema of an object."""
    properties = list(properties)
    return {
        "type": "object",
        "description": f"{zh} / {en}",
        "properties": {
            declared.name: {
                **declared.schema,
                "description": f"{declared.meaning.zh} / {declared.meaning.en}",
            }
            for declared in properties
        },
        "required": [declared.name for declared in properties if not declared.optional],
    }


def ref(name: str) -> Schema:
    """Return what stands for a schema that has a name."""
    return {"$ref": f"#/$defs/{name}"}


def list_of(item: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": item}


def keyed(key: str, label: Bilingual) -> Object:
    """Return a value of a list of values."""
    return {"key": key, "zh": label.zh, "en": label.en}


def declared_in(cls: type, *names: str, but: Iterable[str] = ()) -> Iterator[Property]:
    """Give the fields that a record declares: those of ``names``, or all but some, in the order of the declaration."""
    fields = record_of(cls, _NO_VALUES).fields
    for name in names or [name for name in fields if name not in but]:
        field = fields[name]
        optional = not field.required and getattr(cls, name) is None
        yield Property(name, field.meaning, _schema_of(field.shape), _getter(name), optional)


def _getter(name: str) -> Callable[[ExportContext, Any], Any]:
    return lambda context, source: _dumped(context, getattr(source, name))


def _dumped(context: ExportContext, value: Any) -> Any:
    """Return a value of the model as JSON has it."""
    match value:
        case Bilingual():
            return {"zh": value.zh, "en": value.en}
        case BilingualWords():
            return {"zh": list(value.zh), "en": list(value.en)}
        case tuple():
            return [_dumped(context, each) for each in value]
        case Indicator() | Body() | Place() | Remark():
            return keyed(value.key, value.label)
        case MeasureList():
            return made(context, LIST, value)
        case _ if is_dataclass(value):
            return made(context, declared_in(type(value)), value)
        case _:
            return value


def _schema_of(shape: Shape) -> Schema:
    match shape:
        case Reference():
            return ref("Keyed")
        case Choice():
            return {"type": "string", "enum": list(shape.values)}
        case Fingerprint():
            return FINGERPRINT
        case Date():
            return DATE
        case Integer():
            return NUMBER
        case Flag():
            return FLAG
        case ListOf():
            return list_of(_schema_of(shape.item))
        case Record(make=make) if make in _NAMED:
            return ref(_NAMED[make])
        case Record(make=type() as cls):
            return described("一组值", "a group of values", declared_in(cls))
        case _:
            return TEXT


_NAMED: dict[Any, str] = {Bilingual: "Text", BilingualWords: "Words", Group: "Group"}


def _property(
    name: str,
    zh: str,
    en: str,
    schema: Schema,
    get: Callable[[ExportContext, Any], Any],
    optional: bool = False,
) -> Property:
    return Property(name, Bilingual(zh, en), schema, get, optional)


def _text(text: Bilingual) -> Object:
    return {"zh": text.zh, "en": text.en}


_KEYED = (
    _property("key", "代码", "code", TEXT, lambda _, each: each.key),
    _property("zh", "中文名称", "name in Chinese", TEXT, lambda _, each: each.label.zh),
    _property("en", "英文名称", "name in English", TEXT, lambda _, each: each.label.en),
)
_ADOPTION = _property(
    "adoption",
    "类别",
    "category",
    described(
        "取值",
        "a value",
        [
            Property("key", _KEYED[0].meaning, {"type": "string", "enum": list(ADOPTIONS)}, _KEYED[0].get),
            *_KEYED[1:],
        ],
    ),
    lambda _, each: keyed(each.adoption, ADOPTIONS[each.adoption]),
)
_PAGE = (
    _property(
        "path",
        "页面在本站根目录下的路径",
        "paths of its pages below the site’s root",
        ref("Paths"),
        lambda _, each: {language: page_path(language, each.address) for language in LANGUAGES},
    ),
    _property(
        "url",
        "页面的完整网址；本站设了网址时才有",
        "addresses of its pages, where the site’s own is set",
        ref("Urls"),
        lambda context, each: {
            language: context.page_url(language, each.address) for language in LANGUAGES
        }
        if context.settings.site_url
        else None,
        optional=True,
    ),
)  # fmt: skip

SOURCE = (
    _property("document", "文件代码", "code of the document", TEXT, lambda _, each: each.document.key),
    _property("document_number", "发文字号", "number of the document", ref("Text"), lambda _, each: _text(each.document.number)),
    _property("document_title", "文件标题", "title of the document", ref("Text"), lambda _, each: _text(each.document.title)),
    _property("list", "清单代码", "code of the list", TEXT, lambda _, each: each.list.key),
    _property("annex", "附件序号", "number of the annex", NUMBER, lambda _, each: each.list.annex),
    _property("part", "附件中的部分", "part of the annex", NUMBER, lambda _, each: each.list.part),
    *declared_in(Source, "number"),
    _property("group", "所在小标题，与印发时一致", "heading of its group, as printed", ref("Text"), lambda _, each: _text(each.group.heading)),
    _property(
        "label", "引用时的写法，如“附件1第一部分第3项”", "as it is cited, such as “Annex 1, Part I, item 3”", ref("Text"),
        lambda _, each: {language: place_label(each, language) for language in LANGUAGES},
    ),
)  # fmt: skip

REVISION = (
    _property("date", "日期", "date", DATE, lambda _, each: each.date),
    _property("fingerprint", "当时文本的指纹", "fingerprint of the text at that time", FINGERPRINT, lambda _, each: each.text),
    _property("reason", "更正的原因", "reason for the correction", ref("Text"), lambda _, each: each.reason and _text(each.reason), optional=True),
)  # fmt: skip

ENDING = tuple(declared_in(Ending, but=["kind"]))


def status(measure: Measure) -> str:
    """Return ``current``, ``withdrawn`` or ``superseded``."""
    return measure.ending.kind if measure.ending else CURRENT


def _history(context: ExportContext, measure: Measure) -> list[Object]:
    entries: tuple[LedgerEntry, ...] = context.history.get(measure.id, ())
    return [made(context, REVISION, entry) for entry in entries]


_OTHERWISE = {"adoption", "source", "translation", "aliases"}
"""Fields of a measure that its object has in another form, or that ``redirects.json`` has."""

_MEASURE = (
    *declared_in(Measure, "id"),
    _property("status", "状态", "status", {"type": "string", "enum": [CURRENT, *ENDINGS]}, lambda _, each: status(each)),
    *declared_in(Measure, "title", "practice", "indicator"),
    _ADOPTION,
    _property("source", "出处", "where it is in the document", ref("Source"), lambda context, each: made(context, SOURCE, each.source)),
    *declared_in(Measure, "responsible", "others_responsible", "remark", "origin", "keywords"),
    _property("translation_status", "译文性质", "status of the translation", {"type": "string", "enum": list(STATUSES)}, lambda _, each: each.translation.status),
    _property("fingerprint", "中文文本的指纹", "fingerprint of the Chinese text", FINGERPRINT, lambda _, each: each.fingerprint),
    _property("history", "发布和更正，从早到晚", "publication and corrections, oldest first", list_of(ref("Revision")), _history),
    *_PAGE,
    _property("data", "这项举措的 JSON", "this measure as JSON", PATH, lambda _, each: f"/{urls.answer(each)}"),
    _property("file", "源数据文件", "file of the source data", TEXT, lambda _, each: each.file),
    _property(
        "ending", "撤回或被替代时才有", "only where it is withdrawn or superseded", ref("Ending"),
        lambda context, each: each.ending and made(context, ENDING, each.ending), optional=True,
    ),
)  # fmt: skip
FURTHER = tuple(declared_in(Measure, but=_OTHERWISE | {each.name for each in _MEASURE}))
"""The fields of a measure that are declared and not named above."""

MEASURE = (*_MEASURE, *FURTHER)
"""A measure with all that the register says of it, its references spelt out."""

LIST = (
    _KEYED[0],
    *declared_in(MeasureList, "annex", "part"),
    _ADOPTION,
    *declared_in(MeasureList, but=["annex", "part", "adoption"]),
    _property(
        "measures", "举措的标识", "identifiers of its measures", list_of(TEXT),
        lambda context, each: [measure.id for measure in context.of_list(each)],
    ),
)  # fmt: skip

DOCUMENT = (
    _KEYED[0],
    *declared_in(Document, "number", "issuer", "title", "short_title", "year", "annexes"),
    _property("lists", "清单", "lists", list_of(ref("List")), lambda context, each: _dumped(context, each.lists)),
    *declared_in(Document, "corrections"),
    _property(
        "text", "正文", "its own text",
        list_of(described("正文的一段", "a paragraph of its own text", [
            _property("id", "页内锚点", "anchor in the page", TEXT, lambda _, block: block.id),
            _property("kind", "种类", "kind", {"type": "string", "enum": list(BLOCK_KINDS)}, lambda _, block: block.kind),
            _property("zh", "中文", "Chinese", TEXT, lambda _, block: block.text.zh),
            _property("en", "英文", "English", TEXT, lambda _, block: block.text.en),
        ])),
        lambda _, each: [{"id": block.id, "kind": block.kind, **_text(block.text)} for block in each.blocks],
    ),
    *declared_in(Document, but={"number", "issuer", "title", "short_title", "year", "annexes", "lists", "corrections"}),
    *_PAGE,
)  # fmt: skip

ENTRIES: dict[str, tuple[Property, ...]] = {
    name: (*_KEYED, *declared_in(cls, but=[label]))
    for name, cls, label in (
        ("indicators", Indicator, "name"),
        ("bodies", Body, "printed"),
        ("places", Place, "printed"),
        ("remarks", Remark, "text"),
        ("glossary", Term, "term"),
    )
}
"""The entries of each list of the vocabulary; the field that they are called by stands as their name."""
