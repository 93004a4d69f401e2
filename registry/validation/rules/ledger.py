"""Rules on the record of what was published and on what became of it: nothing is lost, changed or moved, and reasons are given."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from registry.core.diagnostics import Diagnostic, diagnostic
from registry.core.languages import LANGUAGES
from registry.core.text.reasons import example_for_a_reason, fault_of_reason
from registry.model.ledger import Earlier, LedgerEntry, entry_line
from registry.model.vocabulary import FOLDER
from registry.validation.rules.rule import FileContext, MeasureFile, RegisterContext, file_rule, register_rule

_NAMED = 5
"""Official texts that are named where they are not recorded."""

_SHOWN = 3
"""Entries that a hint writes out; whoever lost more brings the whole file back."""

_NO_CLOCK_BEFORE = "2026-11-27"
"""When this was written: a clock that says an earlier day is wrong."""


def latest_day() -> str:
    """Return the latest day that it may be anywhere on earth."""
    now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=14)
    return max(now.date().isoformat(), _NO_CLOCK_BEFORE)


@register_rule
def never_vanished(context: RegisterContext) -> Iterator[Diagnostic]:
    """已发布的标识都有文件。

    An identifier that was published always has its file.
    """
    # Of the last commit and the one before, the file may be missing from the last.
    revision = context.earlier[-1].commit[:12] if context.earlier else "HEAD"
    for identifier, entry in context.published.newest.items():
        home, _, key = identifier.rpartition("/")
        notice = f"{context.prefix}/{FOLDER}/{identifier}.yml" if home == "notices" else ""
        # The other entries of the vocabulary are held to by the rule that their keys are kept.
        present = identifier in context.identifiers or (notice and identifier in context.vocabulary_readings)
        if not present and (notice or not home):
            file = notice or f"{context.prefix}/*/{key}.yml"
            at = notice or context.published.file, (1 if notice else entry.line, 1)
            values = {"identifier": identifier, "revision": revision, "file": file}
            yield diagnostic(*at, "never-vanished", involves=(f"{key}.yml",), **values)


@register_rule
def recorded(context: RegisterContext) -> Iterator[Diagnostic]:
    """没有问题的举措、文件，官方文本都登记在 published.yml 里。

    The official text of every measure and document without problems is recorded in published.yml.
    """
    if not context.published.sound:
        return
    files = {file.id: file.path.name for file in context.files if "id" in file.data}
    texts = {text.id: f"{FOLDER}/{text.name}.yml" for text in context.official_texts.values()}
    missing = {name: file for name, file in (files | texts).items() if name not in context.published.newest}
    if missing:
        line = max((entry.line for entry in context.published.entries), default=1)
        more = "…" if len(missing) > _NAMED else ""
        values = {"count": len(missing), "names": list(missing)[:_NAMED], "more": more}
        involves = tuple(missing.values())
        yield _problem(context, line, "recorded", severity="warning", involves=involves, **values)


@register_rule
def append_only(context: RegisterContext) -> Iterator[Diagnostic]:
    """published.yml 只增不改：主分支上已有的条目不改、不删、不换位置，新条目不插在同一举措的旧条目之前。

    Entries are only ever added to published.yml: those on the main branch are not changed, removed or moved, and no new
    one stands before an older one of the same measure.
    """
    if not context.published.sound:
        return
    # What is wrong as against the last commit is no other as against the one before.
    found = (list(_differences(context, earlier)) for earlier in context.earlier)
    yield from next(filter(None, found), ())


def _differences(context: RegisterContext, earlier: Earlier) -> Iterator[Diagnostic]:
    """Give what became of the entries of an earlier record; those of other measures may stand between them."""
    entries: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in context.published.entries:
        entries[entry.id].append(entry)
    counts: Counter[str] = Counter()
    removed: defaultdict[int, list[LedgerEntry]] = defaultdict(list)
    latest, line, moved = latest_day(), 1, False
    for entry in earlier.entries:
        at = counts[entry.id]
        counts[entry.id] += 1
        found = entries[entry.id][at] if at < len(entries[entry.id]) else None
        if found is None:
            removed[line].append(entry)
        elif not _same(found, entry, latest):
            later = any(_same(other, entry, latest) for other in entries[entry.id][at + 1 :])
            if later:
                yield _problem(context, found.line, "append-only.put-before", entry=found)
            else:
                yield _lost(context, earlier, found.line, [entry])
        elif found.line < line and not moved:
            moved = True
            command = _restore(context, earlier)
            yield _problem(context, found.line, "append-only.moved", entry=entry, command=command)
        line = max(line, found.line) if found else line
    for line, lost in removed.items():
        yield _lost(context, earlier, line, lost)


def _same(entry: LedgerEntry, earlier: LedgerEntry, latest: str) -> bool:
    """Say whether an entry is an earlier one. A date that was wrong because it lies in the future may be corrected."""
    dates = entry.date == earlier.date or earlier.date > latest
    return dates and (entry.id, entry.text, entry.reason) == (earlier.id, earlier.text, earlier.reason)


def _restore(context: RegisterContext, earlier: Earlier) -> str:
    return f"`git checkout {earlier.commit[:12]} -- {context.published.file}`"


def _lost(context: RegisterContext, earlier: Earlier, line: int, lost: list[LedgerEntry]) -> Diagnostic:
    first = {entry.id: entry for entry in reversed(earlier.entries)}
    corrected = next((entry for entry in lost if entry is not first[entry.id]), None)
    many = len(lost) > _SHOWN
    return _problem(
        context,
        line,
        f"append-only.{'correction-' if corrected else ''}lost{'-many' if many else ''}",
        involves=tuple(f"{entry.id.rpartition('/')[2]}.yml" for entry in lost),
        count=len(lost),
        names=[f"{entry.id} {entry.date} {entry.text}" for entry in lost[:_SHOWN]],
        lines=" ".join(f"`{entry_line(entry)}`" for entry in lost[:_SHOWN]),
        command=_restore(context, earlier),
        corrected=corrected,
    )


@register_rule
def in_order_of_dates(context: RegisterContext) -> Iterator[Diagnostic]:
    """同一举措的条目按日期先后排列，日期不在将来，再次登记的写明原因。

    The entries of a measure are in the order of their dates, none of them in the future, and one that records the measure
    again gives the reason.
    """
    former: dict[str, LedgerEntry] = {}
    latest = latest_day()
    for entry in context.published.entries:
        before = former.get(entry.id)
        if entry.date > latest:
            yield _problem(context, entry.line, "in-order-of-dates.future", entry=entry)
        elif before is not None and entry.date < before.date <= latest:
            yield _problem(context, entry.line, "in-order-of-dates.earlier", entry=entry, before=before)
        if before is not None and entry.reason is None:
            yield _problem(context, entry.line, "in-order-of-dates.no-reason", entry=entry)
        former[entry.id] = entry


@file_rule
def reason_given(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """撤回或被替代的原因不照抄示例，日期不在将来。

    Why a measure was withdrawn or superseded is not said in the words of the example, and it is not so in the future.
    """
    for language, text in file.data.get("reason", {}).items():
        if fault := example_for_a_reason(text):
            yield file.problem(("reason", language), fault, rule="reason-given")
    if file.data.get("date", "") > latest_day():
        yield file.problem(("date",), "reason-given.future", date=file.data["date"])


@register_rule
def correction_explained(context: RegisterContext) -> Iterator[Diagnostic]:
    """新登记的更正写明原因：中文用中文，英文用英文，不照抄示例。

    A correction newly recorded gives its reason in Chinese and in English, not in the words of the example.
    """
    known = {(entry.id, entry.text, entry.reason) for earlier in context.earlier for entry in earlier.entries}
    for entry in context.published.entries:
        if entry.reason is None or (entry.id, entry.text, entry.reason) in known:
            continue
        for language in LANGUAGES:
            if fault := fault_of_reason(entry.reason[language], language):
                yield _problem(context, entry.line, fault)


def _problem(context: RegisterContext, line: int, name: str, /, **values: Any) -> Diagnostic:
    """Return a problem of a line of the record."""
    return diagnostic(context.published.file, (line, 1), name, **values)
