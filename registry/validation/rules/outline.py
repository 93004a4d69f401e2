"""Rules that hold measure files against the outlines of their documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from registry.core.diagnostics import Diagnostic
from registry.core.languages import Bilingual
from registry.model.vocabulary import FOLDER
from registry.validation.rules.rule import FileContext, MeasureFile, RegisterContext, file_rule, register_rule

_DOCUMENTS = f"{FOLDER}/documents.yml"


@file_rule
def number_in_list(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """清单在文件中有，序号不超过清单的项数。

    The list exists in the document, and the number is one of the list's.
    """
    source, measure_list = file.data["source"], context.list_of(file)
    values: dict[str, Any] = {"source": source, "list": measure_list, "involves": (_DOCUMENTS,)}
    if measure_list is None:
        known = [known.key for known in context.vocabulary.documents[source["document"]].lists]
        yield file.problem(("source", "list"), "number-in-list.no-list", known=known, **values)
    elif file.number > measure_list.measures:
        yield file.problem(("source", "number"), "number-in-list", number=file.number, **values)


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
    alike = len({_shown(file.data[key]) for file in differing}) == 1 and len(differing) == len(files)
    words: dict[str, Any] = {"key": key, "right": right, "heading": heading}
    if alike:
        found = _shown(files[0].data[key])
        yield context.in_documents(path, "as-its-group.all", found=found, count=len(files), **words)
    if len(differing) < len(files) or len(files) == 1:
        words["involves"] = (_DOCUMENTS,)
        for file in differing:
            yield file.problem((key,), "as-its-group", found=_shown(file.data[key]), **words)


def _shown(value: str | bool | list[str]) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else f"[{', '.join(value)}]"


@register_rule
def complete_lists(context: RegisterContext) -> Iterator[Diagnostic]:
    """每个清单的每一项都有一个文件。

    Each number of each list has a file.
    """
    for document in context.vocabulary.documents.values():
        for measure_list in document.lists if document.key not in context.vocabulary.unsettled else ():
            for index, group in enumerate(measure_list.groups):
                names = [f"{measure_list.id}-{number:02d}" for number in group.numbers]
                missing = [name for name in names if name not in context.identifiers]
                if not missing:
                    continue
                removed = missing[0] in context.published.newest
                name = "complete-lists.removed" if removed else "complete-lists"
                path = (document.key, "lists", measure_list.key, "groups", index, "measures")
                file, involves = (
                    f"{group.indicator}/{missing[0]}.yml",
                    tuple(f"{name}.yml" for name in missing),
                )
                values = {"group": group, "missing": missing, "path": file, "list": measure_list.id}
                yield context.problem("documents", path, name, involves=involves, **values)
