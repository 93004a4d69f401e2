"""Rules that hold measure files against the outlines of their documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.model.vocabulary import FOLDER
from registry.validation.rules.rule import FileContext, MeasureFile, RegisterContext, file_rule, register_rule

_DOCUMENTS = f"{FOLDER}/documents.yml"


@file_rule
def number_in_list(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """清单在文件中有，序号不超过清单的项数。

    The list exists in the document, and the number is one of the list's.
    """
    source = file.data["source"]
    each = file_context.list_of(file)
    if each is None:
        known = [known.key for known in file_context.vocabulary.documents[source["document"]].lists]
        yield file.problem(
            ("source", "list"),
            zh=f"文件 {source['document']} 没有清单“{source['list']}”。",
            en=f"The document {source['document']} has no list “{source['list']}”.",
            do_zh=f"可用的清单：{'、'.join(known)}。",
            do_en=f"The lists are: {', '.join(known)}.",
            involves=(_DOCUMENTS,),
        )
    elif file.number > each.measures:
        yield file.problem(
            ("source", "number"),
            zh=f"清单 {each.key} 只有 {each.measures} 项，没有第 {file.number} 项。",
            en=f"The list {each.key} has {each.measures} measures; there is no number {file.number}.",
            do_zh="更正 number；若文件确有此项，先更正 documents.yml 的分组项数。",
            do_en="Correct `number`; if the document has it, first correct the group's count in documents.yml.",
            involves=(_DOCUMENTS,),
        )


@register_rule
def as_its_group(context: RegisterContext) -> Iterator[Diagnostic]:
    """指标、类别、责任单位与文件中所在分组一致。

    Indicator, category and responsible bodies are those of its group in the document.
    """
    rows: dict[tuple[str, str, int], list[MeasureFile]] = {}
    for file in context.files:
        with suppress(LookupError):  # What the file or its document says is to be corrected first.
            measure_list, group = context.list_of(file), context.group_of(file)
            if measure_list and group:
                place = file.data["source"]["document"], measure_list.key, measure_list.groups.index(group)
                rows.setdefault(place, []).append(file)
    for (document, key, index), files in rows.items():
        measure_list = context.vocabulary.documents[document].list(key)
        assert measure_list is not None
        group = measure_list.groups[index]
        at: tuple[str | int, ...] = (document, "lists", key)
        yield from _unlike(context, files, (*at, "adoption"), measure_list.adoption, measure_list.heading)
        for name in ("indicator", "responsible", "others_responsible"):
            value = getattr(group, name)
            path = (*at, "groups", index, name)
            yield from _unlike(
                context, files, path, list(value) if isinstance(value, tuple) else value, group.heading
            )


def _unlike(
    context: RegisterContext,
    files: list[MeasureFile],
    path: tuple[str | int, ...],
    printed: str | bool | list[str],
    heading: Bilingual,
) -> Iterator[Diagnostic]:
    """Give the problems of measures that differ from their group, or of the group where all of them differ alike."""
    key, right = str(path[-1]), _shown(printed)
    differing = [file for file in files if key in file.data and file.data[key] != printed]
    values = {_shown(file.data[key]) for file in differing}
    if len(values) == 1 and len(differing) == len(files):
        found = values.pop()
        yield context.document_problem(
            path,
            zh=f"“{key}”是“{right}”，而“{heading.zh}”下的 {len(files)} 项举措写的都是“{found}”。",
            en=f"“{key}” is “{right}”, but “{found}” in each measure under “{heading.en}”.",
            do_zh=f"照印发的文件核对：这里错了，写成 `{key}: {found}`；否则更正这些举措。",
            do_en=f"Check the printed document: if this is wrong, write `{key}: {found}`; if not, correct the measures.",
        )
    if len(differing) < len(files) or len(files) == 1:
        for file in differing:
            yield file.problem(
                (key,),
                zh=f"“{key}”是“{_shown(file.data[key])}”，而文件在“{heading.zh}”下印的是“{right}”。",
                en=f"“{key}” is “{_shown(file.data[key])}”, but the document prints “{right}” under “{heading.en}”.",
                do_zh=f"写成 `{key}: {right}`；若是 source 写错了，更正 source。",
                do_en=f"Write `{key}: {right}`; if `source` is wrong, correct that.",
                involves=(_DOCUMENTS,),
            )


def _shown(value: str | bool | list[str]) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else f"[{', '.join(value)}]"


@register_rule
def complete_lists(context: RegisterContext) -> Iterator[Diagnostic]:
    """每个清单的每一项都有一个文件。

    Each number of each list has a file.
    """
    reading = context.vocabulary_readings["documents"]
    for document in context.vocabulary.documents.values():
        for measure_list in document.lists if document.key not in context.vocabulary.unsettled else ():
            for index, group in enumerate(measure_list.groups):
                names = [f"{measure_list.id}-{number:02d}" for number in group.numbers]
                missing = [name for name in names if name not in context.identifiers]
                if not missing:
                    continue
                path = f"{group.indicator}/{missing[0]}.yml"
                yield Diagnostic(
                    reading.file,
                    *reading.place(document.key, "lists", measure_list.key, "groups", index, "measures"),
                    "",
                    Bilingual(
                        f"“{group.heading.zh}”应有 {group.measures} 项，缺：{'、'.join(missing)}。",
                        f"“{group.heading.en}” has {group.measures} measures; missing: {', '.join(missing)}.",
                    ),
                    Bilingual(
                        f"按 published.yml 处的提示找回文件 {path}：已发布的举措不删除，只可标为撤回。",
                        f"Restore the file {path} as the problem at published.yml says: what was published is never removed, only marked "
                        "as withdrawn.",
                    )
                    if missing[0] in context.published.newest
                    else Bilingual(
                        f"运行 `python3 build.py new {measure_list.id}`，新建文件 {path}；若数目写错了，就更正 measures。",
                        f"Run `python3 build.py new {measure_list.id}` to make the file {path}; if the number is wrong, correct "
                        "`measures`.",
                    ),
                    involves=tuple(f"{name}.yml" for name in missing),
                )
