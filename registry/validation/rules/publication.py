"""Rules that hold the official texts against what was published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from registry.core.diagnostics import Diagnostic
from registry.core.git import versions
from registry.core.languages import Bilingual
from registry.loader.yaml import Reading, read_bytes
from registry.model.document import Document
from registry.model.ledger import LedgerEntry
from registry.model.official_texts import OfficialText, measure_text, official_texts
from registry.validation.rules.changed_text import differing
from registry.validation.rules.rule import (
    FileContext,
    MeasureFile,
    RegisterContext,
    document_rule,
    file_rule,
    register_rule,
)


@file_rule
def as_published(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """已发布的官方文本（标题、主要做法）不变；有意更正的，用 amend 记录原因。

    The official text (title and practice) of a published measure stays as it is; a correction made on purpose is
    recorded with its reason by `amend`.
    """
    entry = file_context.published.newest.get(file.id)
    if entry is None or entry.text == file.fingerprint:
        return
    text, reading = measure_text(file.id, file.reading), file.reading
    if text is not None:
        yield from _changes(text, reading, entry, file_context, partial(measure_text, file.id))


@document_rule
def document_as_published(document: Document, file_context: FileContext) -> Iterator[Diagnostic]:
    """已发布的文件（文号、发文机关、标题、底本与所显示的文字）和通知正文不变；有意更正的，用 amend 记录原因。

    A published document (its number, issuer, titles and headings, what the scan had and what is shown) and the text of its
    notice stay as they are; a correction made on purpose is recorded with its reason by `amend`.
    """
    for home in ("documents", "corrections", "notices"):
        yield from _entry_changes(f"{home}/{document.key}", file_context)


@register_rule
def names_as_published(context: RegisterContext) -> Iterator[Diagnostic]:
    """已发布的责任单位、来源地、备注的印发写法不变；有意更正的，用 amend 记录原因。

    Bodies, places of origin and remarks stay as they were printed; a correction made on purpose is recorded with its reason by
    `amend`.
    """
    for text in context.official_texts.values():
        if text.name in {"bodies", "places", "remarks"}:
            yield from _entry_changes(text.id, context)
    # A new key does not free what is printed from being as it was published.
    for former, named in context.vocabulary.former.items():
        home = former.partition("/")[0]
        found = context.official_texts.get(f"{home}/{named.key}")
        entry = context.published.newest.get(former)
        if found is None or entry is None or found.id in context.published.newest:
            continue
        if found.fingerprint != entry.text:
            yield from _changes(
                found, context.vocabulary_readings[home], entry, context, partial(_under_key, home, former)
            )


def _under_key(home: str, identifier: str, reading: Reading) -> OfficialText | None:
    """Return the text that an earlier reading of a list holds under an identifier."""
    return official_texts({home: reading}).get(identifier)


def _entry_changes(identifier: str, file_context: FileContext) -> Iterator[Diagnostic]:
    if not file_context.is_as_published(identifier):
        text = file_context.official_texts[identifier]
        reading, entry = (
            file_context.vocabulary_readings[text.name],
            file_context.published.newest[identifier],
        )
        yield from _changes(text, reading, entry, file_context, partial(_found_again, text))


def _found_again(text: OfficialText, reading: Reading) -> OfficialText | None:
    """Return what an earlier reading of its file holds in the place of a text."""
    return _under_key(text.name, text.id, reading)


def _changes(
    text: OfficialText,
    reading: Reading,
    entry: LedgerEntry,
    file_context: FileContext,
    find: Callable[[Reading], OfficialText | None],
) -> Iterator[Diagnostic]:
    """Give what differs from the published text, which ``find`` looks for in earlier readings of the file."""
    if reading.damaged:
        return
    of = "" if text.name else f'of: "{text.fingerprint}"'  # The vocabulary has no translation to read again.
    command = f'`python3 build.py amend {text.id} --reason-zh "原因" --reason-en "Reason"`'
    hint = Bilingual(
        f"误改的，恢复原文。有意更正的，{f'对照中文核对英文，把 translation 里的 of 写成 {of}，再' if of else ''}运行 {command}；"
        "在网页上编辑的，在拉取请求里写明原因，由维护者登记。要写的是另一项的，用它自己的标识：用过的标识不再用。",
        "If it was changed by mistake, restore it. If it was corrected on purpose, "
        f"{f'read the English against the Chinese, write {of} in `translation`, then ' if of else ''}run {command}; in a web editor, "
        "give the reason in the pull request, and a maintainer records it. Another measure or entry takes an identifier of its "
        "own: none is used again.",
    )
    for place, message in differing(text, _published_text(reading.file, file_context, entry, find), entry):
        yield Diagnostic(
            reading.file,
            *place,
            "",
            message,
            hint,
            involves=(file_context.published.file.rpartition("/")[2],),
        )


def _published_text(
    file: str, file_context: FileContext, entry: LedgerEntry, find: Callable[[Reading], OfficialText | None]
) -> OfficialText | None:
    """Return a text as git has it under a fingerprint, or ``None`` where it does not remember."""
    earlier = (
        find(read_bytes(content, "")) for content in versions(file_context.folder, file.rpartition("/")[2])
    )
    return next((text for text in earlier if text is not None and text.fingerprint == entry.text), None)
