"""Rules that hold the official texts against what was published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from registry.core.diagnostics import Diagnostic, diagnostic
from registry.core.git import versions
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
def as_published(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """已发布的官方文本（标题、主要做法）不变；有意更正的，用 amend 记录原因。

    The official text (title and practice) of a published measure stays as it is; a correction made on purpose is
    recorded with its reason by `amend`.
    """
    entry = context.published.newest.get(file.id)
    if entry is None or entry.text == file.fingerprint:
        return
    text, reading = measure_text(file.id, file.reading), file.reading
    if text is not None:
        yield from _changes(text, reading, entry, context, partial(measure_text, file.id))


@document_rule
def document_as_published(document: Document, context: FileContext) -> Iterator[Diagnostic]:
    """已发布的文件（文号、发文机关、标题、底本与所显示的文字）和通知正文不变；有意更正的，用 amend 记录原因。

    A published document (its number, issuer, titles and headings, what the scan had and what is shown) and the text of its
    notice stay as they are; a correction made on purpose is recorded with its reason by `amend`.
    """
    for home in ("documents", "corrections", "notices"):
        yield from _entry_changes(f"{home}/{document.key}", context)


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


def _entry_changes(identifier: str, context: FileContext) -> Iterator[Diagnostic]:
    if not context.is_as_published(identifier):
        text = context.official_texts[identifier]
        reading, entry = (
            context.vocabulary_readings[text.name],
            context.published.newest[identifier],
        )
        yield from _changes(text, reading, entry, context, partial(_found_again, text))


def _found_again(text: OfficialText, reading: Reading) -> OfficialText | None:
    """Return what an earlier reading of its file holds in the place of a text."""
    return _under_key(text.name, text.id, reading)


def _changes(
    text: OfficialText,
    reading: Reading,
    entry: LedgerEntry,
    context: FileContext,
    find: Callable[[Reading], OfficialText | None],
) -> Iterator[Diagnostic]:
    """Give what differs from the published text, which ``find`` looks for in earlier readings of the file."""
    if reading.damaged:
        return
    names = text.name in {"bodies", "places", "remarks"}
    rule = "as-published" if not text.name else "names-as-published" if names else "document-as-published"
    name = "as-published.vocabulary" if text.name else "as-published"
    involves = (context.published.file.rpartition("/")[2],)
    for place, difference in differing(text, _published_text(reading.file, context, entry, find), entry):
        yield diagnostic(
            reading.file, place, name, rule=rule, involves=involves, difference=difference, text=text
        )


def _published_text(
    file: str, context: FileContext, entry: LedgerEntry, find: Callable[[Reading], OfficialText | None]
) -> OfficialText | None:
    """Return a text as git has it under a fingerprint, or ``None`` where it does not remember."""
    earlier = (find(read_bytes(content, "")) for content in versions(context.folder, file.rpartition("/")[2]))
    return next((text for text in earlier if text is not None and text.fingerprint == entry.text), None)
