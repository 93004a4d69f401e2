"""Rules on a document itself: what it prints about itself agrees, before any measure is held against it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.model.document import Block, Document
from registry.validation.rules.rule import FileContext, document_rule

_NUMBER = re.compile(r"[\u4e00-\u9fff]+〔(?P<year>\d{4})〕(?P<serial>[1-9]\d*)号")
_ORDER = re.compile(r"[\u4e00-\u9fff]*(?:令|公告)(?:〔?\d{4}〕?年?)?第[1-9]\d*号")
"""A decree or announcement is numbered without its year in brackets."""

_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_COUNT = {"zh": re.compile(r"（(\d+)项）$"), "en": re.compile(r"\((\d+)(?: (measures?))?\)$")}
_ORDINALS = "一二三四五六七八九十"


@document_rule
def document_number(document: Document, file_context: FileContext) -> Iterator[Diagnostic]:
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
            shown = Bilingual(f"“{right}”", f"“{right}”") if right == plain else None
            yield file_context.document_problem(
                (document.key, "number", "zh"),
                zh=f"发文字号“{number}”的写法不对。",
                en=f"The document number “{number}” is not written as it should be.",
                do_zh=f"写成{shown.zh}。"
                if shown
                else f"写成{right}这样的格式：年份用六角括号〔 〕，数字用半角，末尾是“号”。",
                do_en=f"Write {shown.en}."
                if shown
                else f"Write it like {right}: the year in tortoise-shell brackets 〔 〕, plain digits, 号 at the end.",
            )
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
    for zh, en, values in (("年份", "year", years), ("序号", "serial number", serials)):
        usual, votes = Counter(values.values()).most_common(1)[0]
        usual = usual if votes > 1 else match[{"年份": "year", "序号": "serial"}[zh]]
        for path, value in values.items():
            if value != usual:
                name = ".".join(path) or document.key
                yield file_context.document_problem(
                    (document.key, *path),
                    zh=f"发文字号的{zh}不一致：{name} 是“{value or '—'}”，别处是“{usual}”。",
                    en=f"The {en} of the document does not agree: {name} has “{value or '—'}”, the others “{usual}”.",
                    do_zh="照印发的文件更正；文件代码发布后不再改变。",
                    do_en="Correct it from the printed document; a code never changes once it is published.",
                )


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
def counted_headings(document: Document, file_context: FileContext) -> Iterator[Diagnostic]:
    """清单和分组的标题所印的项数、序号，中英文一致，并与 groups 的项数一致。

    The counts and ordinals in the headings of lists and groups are the same in both languages and agree with `groups`.
    """
    # What is printed is as it was published: where it is, the numbers are what was changed.
    printed_so = file_context.is_as_published(f"documents/{document.key}")
    for measure_list in document.lists:
        path = (document.key, "lists", measure_list.key)
        right = True
        for index, group in enumerate(measure_list.groups):
            at = (*path, "groups", index)
            printed = _count(group.heading, "zh")
            if printed_so and printed not in {None, group.printed_measures}:
                right = False
                name = "measures" if group.printed_measures == group.measures else "printed_measures"
                yield file_context.document_problem(
                    (*at, name),
                    zh=f"小标题印 {printed} 项，{name} 是 {group.printed_measures}。",
                    en=f"The heading says {printed}, `{name}` {group.printed_measures}.",
                    do_zh=f"写成 {name}: {printed}；小标题所印与实有项数不同的，measures 写实有的，printed_measures 写所印的。",
                    do_en=f"Write {name}: {printed}; if the number of rows below differs from the printed one, `measures` counts them "
                    "and `printed_measures` is as printed.",
                )
            else:
                yield from _headed(
                    group.heading, group.printed_measures, index + 1, (*at, "heading"), file_context
                )
        sums = sorted((measure_list.measures, sum(group.printed_measures for group in measure_list.groups)))
        total = _count(measure_list.heading, "zh")
        if right and (total is None or not sums[0] <= total <= sums[1]):
            total = measure_list.measures
        yield from _headed(measure_list.heading, total, measure_list.part, (*path, "heading"), file_context)


def _headed(
    heading: Bilingual,
    count: int | None,
    ordinal: int,
    path: tuple[str | int, ...],
    file_context: FileContext,
) -> Iterator[Diagnostic]:
    """Give the problems of a heading that prints a count or an ordinal other than these."""
    for language in ("zh", "en"):
        printed = _count(heading, language)
        if printed is not None and printed != count:
            yield file_context.document_problem(
                (*path, language),
                zh=f"标题“{heading[language]}”印 {printed} 项，groups 里是 {count} 项。",
                en=f"The heading “{heading[language]}” says {printed}; `groups` has {count}.",
                do_zh="照印发的文件更正标题或 measures；小标题所印与实有项数不同的，另写 printed_measures。",
                do_en="Correct the heading or `measures` from the document; where the printed count differs from the rows "
                "below it, add `printed_measures`.",
            )
    if _count(heading, "zh") is not None and _count(heading, "en") is None:
        yield file_context.document_problem(
            (*path, "en"),
            zh="英文标题末尾没有项数。",
            en="The English heading does not end with its count.",
            do_zh=f"在末尾写上 ({_count(heading, 'zh')})。",
            do_en=f"End it with ({_count(heading, 'zh')}).",
        )
    numeral = re.match(rf"（?([{_ORDINALS}])[）、]", heading.zh)
    if numeral and numeral[1] != _ORDINALS[min(ordinal, 10) - 1]:
        yield file_context.document_problem(
            (*path, "zh"),
            zh=f"标题的序号是“{numeral[1]}”，按次序应为“{_ORDINALS[min(ordinal, 10) - 1]}”。",
            en=f"The heading is numbered {numeral[1]}; by its place it is {_ORDINALS[min(ordinal, 10) - 1]}.",
            do_zh="照印发的文件更正序号或次序。",
            do_en="Correct the number, or the order, from the document.",
        )


def _count(heading: Bilingual, language: str) -> int | None:
    found = _COUNT[language].search(heading[language])
    return int(found[1]) if found else None


@document_rule
def annexes_and_parts(document: Document, file_context: FileContext) -> Iterator[Diagnostic]:
    """每份清单所属的附件在 annexes 里，附件的第几部分只有一份清单。

    The annex of each list is one of `annexes`, and each part of an annex is one list.
    """
    numbers = [annex.number for annex in document.annexes]
    for index, number in enumerate(numbers):
        if number != index + 1:
            yield file_context.document_problem(
                (document.key, "annexes", index, "number"),
                zh=f"附件的序号是 {number}，按次序应为 {index + 1}。",
                en=f"The annex is numbered {number}; by its place it is {index + 1}.",
                do_zh=f"写成 number: {index + 1}，或更正次序。",
                do_en=f"Write number: {index + 1}, or correct the order.",
            )
    seen: set[tuple[int, int]] = set()
    for measure_list in document.lists:
        path = (document.key, "lists", measure_list.key)
        named = re.fullmatch(r"(\d+)([a-i])", measure_list.key)
        annex, part = (
            (int(named[1]), ord(named[2]) - 96) if named else (measure_list.annex, measure_list.part)
        )
        if (
            named
            and part != measure_list.part
            and measure_list.heading.zh.startswith(_ORDINALS[min(measure_list.part, 10) - 1])
        ):
            key = f"{annex}{chr(96 + measure_list.part)}"
            yield file_context.document_problem(
                path,
                zh=f"清单代码是“{measure_list.key}”，标题和 part 却是第 {measure_list.part} 部分。",
                en=f"The code of the list is “{measure_list.key}”, but its heading and `part` say part {measure_list.part}.",
                do_zh=f"写成 {key}；清单代码是举措标识的一部分，发布后不再改变。",
                do_en=f"Write {key}; a list’s code is part of identifiers and never changes once it is published.",
            )
            part = measure_list.part
        for key, value, right in (("annex", measure_list.annex, annex), ("part", measure_list.part, part)):
            if value != right:
                yield file_context.document_problem(
                    (*path, key),
                    zh=f"清单“{measure_list.key}”的 {key} 是 {value}，按清单代码应为 {right}。",
                    en=f"`{key}` of the list “{measure_list.key}” is {value}; by the list’s code it is {right}.",
                    do_zh=f"写成 {key}: {right}。",
                    do_en=f"Write {key}: {right}.",
                )
        if measure_list.annex not in numbers and measure_list.annex == annex:
            yield file_context.document_problem(
                (*path, "annex"),
                zh=f"没有附件 {measure_list.annex}。",
                en=f"There is no annex {measure_list.annex}.",
                do_zh=f"更正 annex，或在 annexes 里加上它；现有：{'、'.join(map(str, numbers))}。",
                do_en=f"Correct `annex`, or add it to `annexes`; there are: {', '.join(map(str, numbers))}.",
            )
        elif (measure_list.annex, measure_list.part) in seen:
            yield file_context.document_problem(
                (*path, "part"),
                zh=f"附件 {measure_list.annex} 的第 {measure_list.part} 部分已有另一份清单。",
                en=f"Part {measure_list.part} of annex {measure_list.annex} is another list already.",
                do_zh="更正 annex 或 part。",
                do_en="Correct `annex` or `part`.",
            )
        seen.add((measure_list.annex, measure_list.part))


@document_rule
def as_its_notice(document: Document, file_context: FileContext) -> Iterator[Diagnostic]:
    """文件的发文机关、文号、标题、附件名称与通知正文里的一致，中英文都是；通知的锚点不重复。

    Issuer, number, title and annexes of a document are those of its notice, in both languages; the notice's anchors are
    unique.
    """
    anchors: set[str] = set()
    own = {"issuer": document.issuer, "number": document.number, "title": document.title}
    for index, block in enumerate(document.blocks):
        if block.id in anchors:
            yield file_context.notice_problem(
                document,
                ("blocks", index, "id"),
                zh=f"锚点“{block.id}”已用于上面的一段。",
                en=f"The anchor “{block.id}” is already used above.",
                do_zh="每段使用各自的锚点。",
                do_en="Give each block an anchor of its own.",
            )
        anchors.add(block.id)
        for language in ("zh", "en") if block.kind in own else ():
            if own[block.kind][language] != block.text[language]:
                at = ("blocks", index, "text", language)
                yield from _unlike(document, (block.kind, language), at, own[block.kind], block, file_context)
    annexes = {index: block for index, block in enumerate(document.blocks) if block.kind == "annexes"}
    for number, annex in enumerate(document.annexes):
        for language in ("zh", "en") if annexes else ():
            if not any(annex.title[language] in block.text[language] for block in annexes.values()):
                index, block = list(annexes.items())[min(number, len(annexes) - 1)]
                at = ("blocks", index, "text", language)
                yield from _unlike(
                    document, ("annexes", number, "title", language), at, annex.title, block, file_context
                )


def _unlike(
    document: Document,
    path: tuple[str | int, ...],
    notice_path: tuple[str | int, ...],
    own: Bilingual,
    block: Block,
    file_context: FileContext,
) -> Iterator[Diagnostic]:
    """Give the problem of a text that stands otherwise in the notice: where it was changed, as far as the record knows."""
    language = str(path[-1])
    words = {
        "zh": f"documents.yml 里是“{own[language]}”，通知正文里是“{block.text[language]}”。",
        "en": f"documents.yml has “{own[language]}”, the notice “{block.text[language]}”.",
        "do_zh": "照印发的文件更正其中一处，使两处相同。",
        "do_en": "Correct one of the two from the printed document, so that they are the same.",
    }
    as_published = [
        file_context.is_as_published(f"{home}/{document.key}") for home in ("documents", "notices")
    ]
    if as_published != [True, False]:
        yield file_context.document_problem((document.key, *path), **words)
    if as_published != [False, True]:
        yield file_context.notice_problem(document, notice_path, **words)
