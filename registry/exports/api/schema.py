"""What the API's answers hold, as JSON Schema, and the API itself, as OpenAPI.

One set of definitions serves both. ``record`` makes what is described here; a test holds the two together.
"""

from __future__ import annotations

from typing import Any

from registry.core.languages import LANGUAGES, Bilingual
from registry.exports.context import Stock
from registry.model import urls
from registry.model.document import ADOPTIONS, BLOCK_KINDS, CORRECTION_KINDS
from registry.model.measure import ENDINGS, STATUSES

VERSION = "1.0.0"
"""The version of the answers' shape: the first number rises with what breaks a reader, the second with additions."""

Schema = dict[str, Any]
"""A JSON Schema (2020-12)."""

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer", "minimum": 1}
_FLAG: Schema = {"type": "boolean"}
_DATE: Schema = {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}
_FINGERPRINT: Schema = {"type": "string", "pattern": "^[0-9a-f]{12}$"}
_PATH: Schema = {"type": "string", "pattern": "^/"}


def answers_schema(stock: Stock) -> Schema:
    """Return the JSON Schema of all answers: each under ``$defs``, the list of measures at the top."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": stock.url(f"/{urls.API}schema/answers.json"),
        "title": _words("接口返回的数据", "Answers of the API"),
        "$ref": "#/$defs/Measures",
        "$defs": definitions("#/$defs/"),
    }


def openapi(stock: Stock) -> Schema:
    """Return the OpenAPI 3.1 description of the API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": stock.both("api_title"),
            "version": VERSION,
            "description": _words(
                *(stock.t("api_description", each, status=stock.status(each)) for each in LANGUAGES)
            ),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": stock.url(f"/{urls.API}".rstrip("/"))}],
        "paths": {
            "/measures.json": _get("listMeasures", "全部举措", "All measures", _ref("Measures")),
            "/measures/{id}.json": _get("getMeasure", "一项举措", "One measure", _ref("Measure"), True),
            "/measures.csv": _get(
                "listMeasuresAsCsv", "全部举措，CSV（UTF-8，带 BOM）", "All measures as CSV (UTF-8 with BOM)", _TEXT, media="text/csv"
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


def definitions(prefix: str) -> dict[str, Schema]:
    """Return the schemas of all answers by name; ``prefix`` begins references from one to another."""

    def ref(name: str) -> Schema:
        return {"$ref": prefix + name}

    text, keyed, words, paths = ref("Text"), ref("Keyed"), ref("Words"), ref("Paths")
    key, title = ("key", _TEXT, "代码", "code"), ("title", text, "标题", "title")
    page = (
        ("path", paths, "页面在本站根目录下的路径", "paths of its pages below the site’s root"),
        (
            "url?",
            ref("Urls"),
            "页面的完整网址；本站设了网址时才有",
            "addresses of its pages, where the site’s own is set",
        ),
    )
    return {
        "Text": _object("中英文各一份", "a text in both languages", ("zh", _TEXT, "中文", "Chinese"), ("en", _TEXT, "英文", "English")),
        "Keyed": _object(
            "取值表中的一个值", "one of a list of values",
            key, ("zh", _TEXT, "中文名称", "name in Chinese"), ("en", _TEXT, "英文名称", "name in English"),
        ),
        "Words": _object(
            "中英文词，各自独立", "words in each language, which need not correspond",
            ("zh", _list(_TEXT), "中文词", "Chinese words"), ("en", _list(_TEXT), "英文词", "English words"),
        ),
        "Paths": _object("两种语言的路径", "paths in both languages", ("zh", _PATH, "中文页", "Chinese page"), ("en", _PATH, "英文页", "English page")),
        "Urls": _object("两种语言的网址", "addresses in both languages", ("zh", _TEXT, "中文页", "Chinese page"), ("en", _TEXT, "英文页", "English page")),
        "Source": _object(
            "出处", "where a measure is in its document",
            ("document", _TEXT, "文件代码", "code of the document"),
            ("document_number", text, "发文字号", "number of the document"),
            ("document_title", text, "文件标题", "title of the document"),
            ("list", _TEXT, "清单代码", "code of the list"),
            ("annex", _NUMBER, "附件序号", "number of the annex"),
            ("part", _NUMBER, "附件中的部分", "part of the annex"),
            ("number", _NUMBER, "在清单中的序号", "number in the list"),
            ("group", text, "所在小标题，与印发时一致", "heading of its group, as printed"),
            ("label", text, "引用时的写法，如“附件1第一部分第3项”", "as it is cited, such as “Annex 1, Part I, item 3”"),
        ),
        "Revision": _object(
            "一次发布或更正", "a publication or correction",
            ("date", _DATE, "日期", "date"),
            ("fingerprint", _FINGERPRINT, "当时文本的指纹", "fingerprint of the text at that time"),
            ("reason?", text, "更正的原因", "reason for the correction"),
        ),
        "Ending": _object(
            "撤回或被替代", "why and when a measure stopped being current",
            ("date", _DATE, "日期", "date"),
            ("reason", text, "原因", "reason"),
            ("successors", _list(_TEXT), "接替它的举措的标识", "identifiers of the measures that take its place"),
        ),
        "Measure": _object(
            "改革举措", "a reform measure",
            ("id", _TEXT, "标识，永不改变", "identifier; it never changes"),
            ("status", {"type": "string", "enum": ["current", *ENDINGS]}, "状态", "status"),
            title,
            ("practice", text, "主要做法：官方文本及译文；段落之间空一行", "main practices: the official text and its translation, with a blank line between paragraphs"),
            ("indicator", keyed, "所属指标", "its indicator"),
            ("adoption", _choice(ADOPTIONS), "类别", "category"),
            ("source", ref("Source"), "出处", "where it is in the document"),
            ("responsible", _list(keyed), "责任单位，按印发顺序", "responsible bodies in printed order"),
            ("others_responsible", _FLAG, "是否印有“等相关部门”", "whether 等相关部门 (and other departments) is printed"),
            ("remark?", keyed, "备注", "remark"),
            ("origin", _list(keyed), "来源地，以文件所述为准", "place of origin, as the document describes it"),
            ("keywords", words, "读者会用而文中没有的词", "words that a reader may use and the text does not"),
            ("translation_status", {"type": "string", "enum": list(STATUSES)}, "译文性质", "status of the translation"),
            ("fingerprint", _FINGERPRINT, "中文文本的指纹", "fingerprint of the Chinese text"),
            ("history", _list(ref("Revision")), "发布和更正，从早到晚", "publication and corrections, oldest first"),
            *page,
            ("data", _PATH, "这项举措的 JSON", "this measure as JSON"),
            ("file", _TEXT, "源数据文件", "file of the source data"),
            ("ending?", ref("Ending"), "撤回或被替代时才有", "only where it is withdrawn or superseded"),
        ),
        "Group": _object(
            "清单中的一组", "a group of a list",
            ("heading", text, "小标题，与印发时一致", "heading as printed"),
            ("indicator", _TEXT, "所属指标的代码", "code of its indicator"),
            ("measures", _NUMBER, "举措数", "how many measures"),
            ("printed_measures", _NUMBER, "小标题所印的项数", "number in the printed heading"),
            ("responsible", _list(_TEXT), "责任单位的代码", "codes of the responsible bodies"),
            ("others_responsible", _FLAG, "是否印有“等相关部门”", "whether 等相关部门 is printed"),
        ),
        "List": _object(
            "清单：附件的一个部分", "a list: a part of an annex",
            key,
            ("annex", _NUMBER, "附件序号", "number of the annex"),
            ("part", _NUMBER, "附件中的部分", "part of the annex"),
            ("adoption", _choice(ADOPTIONS), "类别", "category of its measures"),
            ("heading", text, "标题，与印发时一致", "heading as printed"),
            ("name", text, "简称", "short name"),
            ("groups", _list(ref("Group")), "各组", "its groups"),
            ("measures", _list(_TEXT), "举措的标识", "identifiers of its measures"),
        ),
        "Document": _object(
            "文件", "a document",
            key,
            ("number", text, "发文字号", "number"),
            ("issuer", text, "发文机关", "issuer"),
            title,
            ("short_title", text, "简称", "short title"),
            ("year", _NUMBER, "年份", "year"),
            ("annexes", _list(_object("附件", "an annex", ("number", _NUMBER, "序号", "number"), title)), "附件", "annexes"),
            ("lists", _list(ref("List")), "清单", "lists"),
            ("corrections", _list(_object(
                "更正或保留原文之处", "a passage corrected or kept",
                ("kind", {"type": "string", "enum": list(CORRECTION_KINDS)}, "处理方式", "treatment"),
                ("where", text, "位置", "location"),
                ("printed", _TEXT, "底本原文", "scanned text"),
                ("shown", _TEXT, "本站文本", "text shown here"),
                ("note", text, "说明", "note"),
            )), "更正与保留原文之处", "corrections and passages kept as printed"),
            ("text", _list(_object(
                "正文的一段", "a paragraph of its own text",
                ("id", _TEXT, "页内锚点", "anchor in the page"),
                ("kind", {"type": "string", "enum": list(BLOCK_KINDS)}, "种类", "kind"),
                ("zh", _TEXT, "中文", "Chinese"), ("en", _TEXT, "英文", "English"),
            )), "正文", "its own text"),
            *page,
        ),
        "Redirect": _object(
            "旧网址及其去向", "an old address and where it leads",
            ("from", _PATH, "旧路径", "old path"), ("to", _PATH, "现路径", "present path"),
            ("id", _TEXT, "举措的标识，或词表条目的代码", "identifier of the measure, or code of the entry of the vocabulary"),
            ("url?", _TEXT, "现网址；本站设了网址时才有", "present address, where the site’s own is set"),
        ),
        "Measures": _collection("measures", ref("Measure"), "全部举措，按文件顺序，含撤回和被替代的", "all measures in document order, those withdrawn or superseded included"),
        "Documents": _collection("documents", ref("Document"), "全部文件", "all documents"),
        "Redirects": _collection("redirects", ref("Redirect"), "旧网址", "old addresses"),
        "Vocabulary": _object(
            "取值表和术语表", "allowed values and glossary",
            ("schema_version", _TEXT, "格式版本", "version of the shape"),
            ("indicators", _list(_value(("description", text, "说明", "description"), ("other_words", words, "其他说法", "other words"))), "指标", "indicators"),
            ("bodies", _list(_value(("name", text, "全称", "full name"), ("other_words", words, "其他说法", "other words"))), "责任单位", "bodies"),
            ("places", _list(_value(
                ("name", text, "全称", "full name"), ("other_words", words, "其他说法", "other words"), ("part_of?", _TEXT, "所属地区的代码", "code of the place that it is part of"),
            )), "来源地", "places of origin"),
            ("remarks", _list(keyed), "备注", "remarks"),
            ("glossary", _list(_value(
                ("definition", text, "释义", "definition"),
                ("accepted_en", _list(_TEXT), "可接受的其他英译", "other accepted English renderings"),
                ("synonyms", words, "同义词", "synonyms"),
                ("search_words", words, "只供检索的说法，不是同义词", "words for search only, not synonyms"),
            )), "术语", "terms"),
        ),
    }  # fmt: skip


Property = tuple[str, Schema, str, str]
"""A property: its name, with ``?`` at its end where it may be missing; its schema; its meaning in both languages."""


def _object(zh: str, en: str, *properties: Property) -> Schema:
    described = {
        name.rstrip("?"): {**schema, "description": _words(meaning_zh, meaning_en)}
        for name, schema, meaning_zh, meaning_en in properties
    }
    return {
        "type": "object",
        "description": _words(zh, en),
        "properties": described,
        "required": [name for name, *_ in properties if not name.endswith("?")],
    }


def _value(*properties: Property) -> Schema:
    return _object(
        "取值", "a value",
        ("key", _TEXT, "代码", "code"), ("zh", _TEXT, "中文", "Chinese"), ("en", _TEXT, "英文", "English"), *properties,
    )  # fmt: skip


def _collection(name: str, item: Schema, zh: str, en: str) -> Schema:
    return _object(
        zh, en,
        ("schema", _TEXT, "本格式的 JSON Schema", "JSON Schema of this shape"),
        ("schema_version", _TEXT, "格式版本", "version of the shape"),
        ("updated", _DATE, "内容最近一次变动的日期", "date of the newest change of the content"),
        ("count", {"type": "integer", "minimum": 0}, "项数", "how many there are"),
        (name, _list(item), zh, en),
    )  # fmt: skip


def _choice(values: dict[str, Bilingual]) -> Schema:
    keys = {"type": "string", "enum": list(values)}
    return _object(
        "取值",
        "a value",
        ("key", keys, "代码", "code"),
        ("zh", _TEXT, "中文", "Chinese"),
        ("en", _TEXT, "英文", "English"),
    )


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _get(
    operation: str, zh: str, en: str, schema: Schema, by_id: bool = False, media: str = "application/json"
) -> Schema:
    parameter = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": _TEXT,
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
