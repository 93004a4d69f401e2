"""Rules on a document itself: what it prints about itself agrees, before any measure is held against it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.model.document import Block, Document
from registry.model.official_texts import KeyPath
from registry.validation.rules.rule import FileContext, document_rule

_NUMBER = re.compile(r"[\u4e00-\u9fff]+〔(?P<year>\d{4})〕(?P<serial>[1-9]\d*)号")
_ORDER = re.compile(r"[\u4e00-\u9fff]*(?:令|公告)(?:〔?\d{4}〕?年?)?第[1-9]\d*号")
"""A decree or announcement is numbered without its year in brackets."""

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_COUNT = {"zh": re.compile(r"（(\d+)项）$"), "en": re.compile(r"\((\d+)(?: (measures?))?\)$")}
_ORDINALS = "一二三四五六七八九十"


@document_rule
def document_number(document: Document, context: FileContext) -> Iterator[Diagnostic]:
    """发文字号写作“粤办函〔2019〕376号”，其中的年份和序号与英文、year、文件代码一致。

    A document number has its year in tortoise-shell brackets; year and serial number agree with the English, with `year`
    and with the document's code.
    """
    number = document.number.zh
    match = _NUMBER.fullmatch(number)
    if match is None:
        if not _ORDER.fullmatch(number):
            plain = _plain_number(number)
            right = plain if _NUMBER.fullmatch(plain) else "粤办函〔2019〕376号"
            message = "document-number.near" if right == plain else "document-number.form"
            yield context.in_documents((document.key, "number", "zh"), message, number=number, right=right)
        return
    english, key = re.findall(r"\d+", document.number.en), re.findall(r"\d+", document.key)
    if len(english) != 2:
        english = ["", ""]
    years: dict[tuple[str, ...], str] = {
        ("number", "zh"): match["year"],
        ("number", "en"): english[0],
        ("year",): str(document.year),
    }
    serials: dict[tuple[str, ...], str] = {("number", "zh"): match["serial"], ("number", "en"): english[1]}
    if len(key) == 2 and len(key[0]) == 4:
        years[()], serials[()] = key
    for kind, values in (("year", years), ("serial", serials)):
        usual, votes = Counter(values.values()).most_common(1)[0]
        usual = usual if votes > 1 else match[kind]
        for path, value in values.items():
            if value != usual:
                words = {"name": ".".join(path) or document.key, "value": value or "—", "usual": usual}
                yield context.in_documents((document.key, *path), f"document-number.{kind}", **words)


def _plain_number(text: str) -> str:
    """Return a document number with its year in the right brackets and in digits, as far as it can be told."""
    text = unicodedata.normalize("NFKC", text).replace(" ", "").replace("号.", "号")
    text = re.sub(
        r"[\[({〔【〖]([\d〇零○一二三四五六七八九]{4})年?[\])}〕】〗]",
        lambda year: f"〔{year[1].translate(_DIGITS)}〕",
        text,
    )
    return re.sub(r"〕第?0*(\d+)号?$", r"〕\1号", text)


@document_rule
def counted_headings(document: Document, context: FileContext) -> Iterator[Diagnostic]:
    """清单和分组的标题所印的项数、序号，中英文一致，并与 groups 的项数一致。

    The counts and ordinals in the headings of lists and groups are the same in both languages and agree with `groups`.
    """
    # What is printed is as it was published: where it is, the numbers are what was changed.
    printed_so = context.is_as_published(f"documents/{document.key}")
    for measure_list in document.lists:
        path = (document.key, "lists", measure_list.key)
        right = True
        for index, group in enumerate(measure_list.groups):
            at = (*path, "groups", index)
            printed = _count(group.heading, "zh")
            if printed_so and printed not in {None, group.printed_measures}:
                right = False
                name = "measures" if group.printed_measures == group.measures else "printed_measures"
                words = {"printed": printed, "name": name, "group": group}
                yield context.in_documents((*at, name), "counted-headings.printed", **words)
            else:
                count = group.printed_measures
                yield from _headed(group.heading, count, index + 1, (*at, "heading"), context)
        sums = sorted((measure_list.measures, sum(group.printed_measures for group in measure_list.groups)))
        total = _count(measure_list.heading, "zh")
        if right and (total is None or not sums[0] <= total <= sums[1]):
            total = measure_list.measures
        yield from _headed(measure_list.heading, total, measure_list.part, (*path, "heading"), context)


def _headed(
    heading: Bilingual, count: int | None, ordinal: int, path: KeyPath, context: FileContext
) -> Iterator[Diagnostic]:
    """Give the problems of a heading that prints a count or an ordinal other than these."""
    for language in ("zh", "en"):
        printed = _count(heading, language)
        if printed is not None and printed != count:
            words = {"heading": heading[language], "printed": printed, "count": count}
            yield context.in_documents((*path, language), "counted-headings.count", **words)
    if (printed := _count(heading, "zh")) is not None and _count(heading, "en") is None:
        yield context.in_documents((*path, "en"), "counted-headings.no-count", count=printed)
    numeral = re.match(rf"（?([{_ORDINALS}])[）、]", heading.zh)
    right = _ORDINALS[min(ordinal, 10) - 1]
    if numeral and numeral[1] != right:
        words = {"printed": numeral[1], "right": right}
        yield context.in_documents((*path, "zh"), "counted-headings.ordinal", **words)


def _count(heading: Bilingual, language: str) -> int | None:
    found = _COUNT[language].search(heading[language])
    return int(found[1]) if found else None


@document_rule
def annexes_and_parts(document: Document, context: FileContext) -> Iterator[Diagnostic]:
    """每份清单所属的附件在 annexes 里，附件的第几部分只有一份清单。

    The annex of each list is one of `annexes`, and each part of an annex is one list.
    """
    numbers = [annex.number for annex in document.annexes]
    for index, number in enumerate(numbers):
        if number != index + 1:
            at = (document.key, "annexes", index, "number")
            yield context.in_documents(at, "annexes-and-parts.annex-order", number=number, right=index + 1)
    seen: set[tuple[int, int]] = set()
    for measure_list in document.lists:
        path = (document.key, "lists", measure_list.key)
        named = re.fullmatch(r"(\d+)([a-i])", measure_list.key)
        annex, part = measure_list.annex, measure_list.part
        if named:
            annex, part = int(named[1]), ord(named[2]) - 96
        ordinal = _ORDINALS[min(measure_list.part, 10) - 1]
        if part != measure_list.part and measure_list.heading.zh.startswith(ordinal):
            part = measure_list.part
            code = f"{annex}{chr(96 + part)}"
            yield context.in_documents(path, "annexes-and-parts.list-code", list=measure_list, right=code)
        for key, right in (("annex", annex), ("part", part)):
            if (value := getattr(measure_list, key)) != right:
                words = {"list": measure_list, "key": key, "value": value, "right": right}
                yield context.in_documents((*path, key), "annexes-and-parts.unlike-code", **words)
        if measure_list.annex not in numbers and measure_list.annex == annex:
            words = {"list": measure_list, "numbers": numbers}
            yield context.in_documents((*path, "annex"), "annexes-and-parts.no-annex", **words)
        elif (measure_list.annex, measure_list.part) in seen:
            yield context.in_documents((*path, "part"), "annexes-and-parts.part-taken", list=measure_list)
        seen.add((measure_list.annex, measure_list.part))


@document_rule
def as_its_notice(document: Document, context: FileContext) -> Iterator[Diagnostic]:
    """文件的发文机关、文号、标题、附件名称与通知正文里的一致，中英文都是；通知的锚点不重复。

    Issuer, number, title and annexes of a document are those of its notice, in both languages; the notice's anchors are
    unique.
    """
    anchors: set[str] = set()
    own = {"issuer": document.issuer, "number": document.number, "title": document.title}
    for index, block in enumerate(document.blocks):
        if block.id in anchors:
            at: KeyPath = ("blocks", index, "id")
            yield context.problem(f"notices/{document.key}", at, "as-its-notice.anchor", block=block)
        anchors.add(block.id)
        for language in ("zh", "en") if block.kind in own else ():
            if own[block.kind][language] != block.text[language]:
                at = ("blocks", index, "text", language)
                yield from _unlike(document, (block.kind, language), at, own[block.kind], block, context)
    annexes = {index: block for index, block in enumerate(document.blocks) if block.kind == "annexes"}
    for number, annex in enumerate(document.annexes):
        for language in ("zh", "en") if annexes else ():
            if not any(annex.title[language] in block.text[language] for block in annexes.values()):
                index, block = list(annexes.items())[min(number, len(annexes) - 1)]
                at, path = ("blocks", index, "text", language), ("annexes", number, "title", language)
                yield from _unlike(document, path, at, annex.title, block, context)


def _unlike(
    document: Document,
    path: KeyPath,
    notice_path: KeyPath,
    own: Bilingual,
    block: Block,
    context: FileContext,
) -> Iterator[Diagnostic]:
    """Give the problem of a text that stands otherwise in the notice: where it was changed, as far as the record knows."""
    language = str(path[-1])
    words = {"own": own[language], "printed": block.text[language]}
    as_published = [context.is_as_published(f"{home}/{document.key}") for home in ("documents", "notices")]
    if as_published != [True, False]:
        yield context.in_documents((document.key, *path), "as-its-notice", **words)
    if as_published != [False, True]:
        yield context.problem(f"notices/{document.key}", notice_path, "as-its-notice", **words)
