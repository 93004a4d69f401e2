"""What the API's answers hold, as JSON Schema, and the API itself, as OpenAPI.

One set of definitions serves both; ``records`` has what the objects hold.
"""

from __future__ import annotations

import json

from registry.core.languages import LANGUAGES, Bilingual
from registry.exports.api.records import (
    DATE,
    DOCUMENT,
    ENDING,
    ENTRIES,
    LIST,
    MEASURE,
    PATH,
    REVISION,
    SOURCE,
    TEXT,
    Property,
    Schema,
    declared_in,
    described,
    list_of,
    ref,
)
from registry.exports.context import ExportContext
from registry.model import urls
from registry.model.document import Group

VERSION = "1.1.0"
"""The version of the answers' shape: the first number rises with what breaks a reader, the second with additions."""


def answers_schema(context: ExportContext) -> Schema:
    """Return the JSON Schema of all answers: each under ``$defs``, the list of measures at the top."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": context.url(f"/{urls.API}schema/answers.json"),
        "title": _words("接口返回的数据", "Answers of the API"),
        "$ref": "#/$defs/Measures",
        "$defs": definitions(),
    }


def openapi(context: ExportContext) -> Schema:
    """Return the OpenAPI 3.1 description of the API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": context.both("api_title"),
            "version": VERSION,
            "description": _words(
                *(context.t("api_description", language, status=context.status(language)) for language in LANGUAGES)
            ),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": context.url(f"/{urls.API}".rstrip("/"))}],
        "paths": {
            "/measures.json": _get("listMeasures", "全部举措", "All measures", _ref("Measures")),
            "/measures/{id}.json": _get("getMeasure", "一项举措", "One measure", _ref("Measure"), True),
            "/measures.csv": _get(
                "listMeasuresAsCsv", "全部举措，CSV（UTF-8，带 BOM）", "All measures as CSV (UTF-8 with BOM)", TEXT, media="text/csv"
            ),
            "/documents.json": _get("listDocuments", "全部文件", "All documents", _ref("Documents")),
            "/vocabulary.json": _get("getVocabulary", "取值表和术语表", "Allowed values and glossary", _ref("Vocabulary")),
            "/redirects.json": _get("listRedirects", "旧网址", "Old addresses", _ref("Redirects")),
            "/schema/measure.json": _get(
                "getFileSchema", "举措数据文件（YAML）的 JSON Schema", "JSON Schema of a measure’s YAML file", {"type": "object"}
            ),
            "/schema/answers.json": _get(
                "getAnswersSchema", "本接口的 JSON Schema", "JSON Schema of this API’s answers", {"type": "object"}
            ),
        },
        "components": {"schemas": definitions("#/components/schemas/")},
    }  # fmt: skip


def definitions(prefix: str = "#/$defs/") -> dict[str, Schema]:
    """Return the schemas of all answers by name; ``prefix`` begins references from one to another."""
    paths, urls_ = (
        described(
            zh,
            en,
            [_named("zh", "中文页", "Chinese page", schema), _named("en", "英文页", "English page", schema)],
        )
        for zh, en, schema in (
            ("两种语言的路径", "paths in both languages", PATH),
            ("两种语言的网址", "addresses in both languages", TEXT),
        )
    )
    found: dict[str, Schema] = {
        "Text": described("中英文各一份", "a text in both languages", _in_both("中文", "Chinese", "英文", "English", TEXT)),
        "Keyed": described("取值表中的一个值", "one of a list of values", ENTRIES["remarks"][:3]),
        "Words": described(
            "中英文词，各自独立", "words in each language, which need not correspond",
            _in_both("中文词", "Chinese words", "英文词", "English words", list_of(TEXT)),
        ),
        "Paths": paths,
        "Urls": urls_,
        "Source": described("出处", "where a measure is in its document", SOURCE),
        "Revision": described("一次发布或更正", "a publication or correction", REVISION),
        "Ending": described("撤回或被替代", "why and when a measure stopped being current", ENDING),
        "Measure": described("改革举措", "a reform measure", MEASURE),
        "Group": described("清单中的一组", "a group of a list", declared_in(Group)),
        "List": described("清单：附件的一个部分", "a list: a part of an annex", LIST),
        "Document": described("文件", "a document", DOCUMENT),
        "Redirect": described("旧网址及其去向", "an old address and where it leads", [
            _named("from", "旧路径", "old path", PATH), _named("to", "现路径", "present path", PATH),
            _named("id", "举措的标识，或词表条目的代码", "identifier of the measure, or code of the entry of the vocabulary"),
            _named("url", "现网址；本站设了网址时才有", "present address, where the site’s own is set", optional=True),
        ]),
        "Measures": _collection("measures", "Measure", "全部举措，按文件顺序，含撤回和被替代的", "all measures in document order, those withdrawn or superseded included"),
        "Documents": _collection("documents", "Document", "全部文件", "all documents"),
        "Redirects": _collection("redirects", "Redirect", "旧网址", "old addresses"),
        "Vocabulary": described("取值表和术语表", "allowed values and glossary", [
            _named("schema_version", "格式版本", "version of the shape"),
            *(_named(name, zh, en, list_of(described("取值", "a value", ENTRIES[name]))) for name, (zh, en) in _LISTS.items()),
        ]),
    }  # fmt: skip
    text = json.dumps(found, ensure_ascii=False)
    changed: dict[str, Schema] = json.loads(text.replace('"#/$defs/', f'"{prefix}'))
    return changed


_LISTS = {
    "indicators": ("指标", "indicators"),
    "bodies": ("责任单位", "bodies"),
    "places": ("来源地", "places of origin"),
    "remarks": ("备注", "remarks"),
    "glossary": ("术语", "terms"),
}


def _named(name: str, zh: str, en: str, schema: Schema = TEXT, optional: bool = False) -> Property:
    """Return a property whose value is made elsewhere."""
    return Property(name, Bilingual(zh, en), schema, lambda *_: None, optional)


def _in_both(zh: str, zh_en: str, en: str, en_en: str, schema: Schema) -> list[Property]:
    return [_named("zh", zh, zh_en, schema), _named("en", en, en_en, schema)]


def _collection(name: str, item: str, zh: str, en: str) -> Schema:
    return described(
        zh, en, [
            _named("schema", "本格式的 JSON Schema", "JSON Schema of this shape"),
            _named("schema_version", "格式版本", "version of the shape"),
            _named("updated", "内容最近一次变动的日期", "date of the newest change of the content", DATE),
            _named("count", "项数", "how many there are", {"type": "integer", "minimum": 0}),
            _named(name, zh, en, list_of(ref(item))),
        ],
    )  # fmt: skip


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _get(
    operation: str, zh: str, en: str, schema: Schema, by_id: bool = False, media: str = "application/json"
) -> Schema:
    parameter = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": TEXT,
        "example": "ybh2019-376-1a-03",
    }
    found: Schema = {
        "operationId": operation,
        "summary": _words(zh, en),
        "responses": {"200": {"description": _words(zh, en), "content": {media: {"schema": schema}}}},
    }
    if by_id:
        found["parameters"] = [parameter]
        found["responses"] |= {"404": {"description": _words("没有这个标识", "there is no such identifier")}}
    return {"get": found}


def _words(zh: str, en: str) -> str:
    return f"{zh} / {en}"
