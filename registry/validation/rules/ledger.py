"""Rules on the record of what was published and on what became of it: nothing is lost, changed or moved, and reasons are given."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator

from registry.core.diagnostics import Diagnostic
from registry.core.languages import LANGUAGES, Bilingual
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
            command = f'`git checkout {revision} -- "{notice or f"{context.prefix}/*/{key}.yml"}"`'
            yield Diagnostic(
                notice or context.published.file,
                1 if notice else entry.line,
                1,
                "",
                Bilingual(
                    f"已发布的“{identifier}”没有文件了。",
                    f"The published “{identifier}” has no file any more.",
                ),
                Bilingual(
                    f"标识不改名、不删除。用 {command} 找回文件；在网页上编辑的，照原来的名称和内容新建文件。要撤回举措，"
                    "就在文件里写 kind: withdrawn、date 和 reason。",
                    f"An identifier is neither renamed nor removed. Restore the file with {command}, or in a web editor create "
                    "it again with its name and content. To withdraw a measure, write kind: withdrawn, date and reason in it.",
                ),
                involves=(f"{key}.yml",),
            )


@register_rule
def recorded(context: RegisterContext) -> Iterator[Diagnostic]:
    """没有问题的举措、文件，官方文本都登记在 published.yml 里。

    The official text of every measure and document without problems is recorded in published.yml.
    """
    known = context.published.newest
    if not context.published.sound:
        return
    missing = {
        file.id: file.path.name for file in context.files if "id" in file.data and file.id not in known
    }
    missing |= {
        text.id: f"{FOLDER}/{text.name}.yml"
        for text in context.official_texts.values()
        if text.id not in known
    }
    if missing:
        more = "…" if len(missing) > _NAMED else ""
        names = list(missing)[:_NAMED]
        yield _problem(
            context,
            max((entry.line for entry in context.published.entries), default=1),
            zh=f"有 {len(missing)} 项官方文本还没有登记：{'、'.join(names)}{more}。",
            en=f"Not recorded yet ({len(missing)}): {', '.join(names)}{more}.",
            do_zh="运行 `python3 build.py amend all` 登记；此后官方文本受保护。在网页上编辑的，由维护者登记。",
            do_en="Run `python3 build.py amend all`; from then on their official texts are protected. In a web editor, a maintainer records them.",
            severity="warning",
            involves=tuple(missing.values()),
        )


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
            yield _put_before(context, found) if later else _lost(context, earlier, found.line, [entry])
        elif found.line < line and not moved:
            moved = True
            yield _moved(context, earlier, entry, found.line)
        line = max(line, found.line) if found else line
    for line, lost in removed.items():
        yield _lost(context, earlier, line, lost)


def _same(entry: LedgerEntry, earlier: LedgerEntry, latest: str) -> bool:
    """Say whether an entry is an earlier one. A date that was wrong because it lies in the future may be corrected."""
    dates = entry.date == earlier.date or earlier.date > latest
    return dates and (entry.id, entry.text, entry.reason) == (earlier.id, earlier.text, earlier.reason)


def _restore(context: RegisterContext, earlier: Earlier) -> Bilingual:
    command = f"`git checkout {earlier.commit[:12]} -- {context.published.file}`"
    return Bilingual(
        f"恢复整个文件：{command}，再用 `python3 build.py amend` 重新登记自己的改动。",
        f"To restore the whole file: {command}; then record your own changes again with `python3 build.py amend`.",
    )


def _lost(context: RegisterContext, earlier: Earlier, line: int, lost: list[LedgerEntry]) -> Diagnostic:
    names = "、".join(f"{entry.id} {entry.date} {entry.text}" for entry in lost[:_SHOWN])
    more = len(lost) > _SHOWN
    lines = " ".join(f"`{entry_line(entry)}`" for entry in lost[:_SHOWN])
    whole = _restore(context, earlier)
    zh, en = ("", "") if more else (f"把它放回原处：{lines}。", f"Put back what was here: {lines}. ")
    first = {entry.id: entry for entry in reversed(earlier.entries)}
    if corrected := next((entry for entry in lost if entry is not first[entry.id]), None):
        command = f'`python3 build.py amend {corrected.id} --reason-zh "原因" --reason-en "Reason"`'
        whole = Bilingual(
            f"{whole.zh}登记过的更正不撤销，用 git revert 也不行：要恢复以前的文本，先恢复登记，在举措文件里把文本改回去，"
            f"再运行 {command}。",
            f"{whole.en} A recorded correction is not taken back, not by git revert either: to return to the former text, bring "
            f"the record back, change the text in the measure’s file, then run {command}.",
        )
    return _problem(
        context,
        line,
        zh=f"登记过的条目被改动或删去了（{len(lost)}）：{names}{'…' if more else ''}。",
        en=f"Recorded entries were changed or removed ({len(lost)}): {names.replace('、', ', ')}{'…' if more else ''}.",
        do_zh=f"{zh}{whole.zh}",
        do_en=f"{en}{whole.en}",
        involves=tuple(f"{entry.id.rpartition('/')[2]}.yml" for entry in lost),
    )


def _moved(context: RegisterContext, earlier: Earlier, entry: LedgerEntry, line: int) -> Diagnostic:
    whole = _restore(context, earlier)
    return _problem(
        context,
        line,
        zh=f"条目“{entry.id}”（{entry.date}）换了位置。",
        en=f"The entry “{entry.id}” ({entry.date}) was moved.",
        do_zh=f"把这一行移回原处。{whole.zh}",
        do_en=f"Move the line back. {whole.en}",
    )


def _put_before(context: RegisterContext, entry: LedgerEntry) -> Diagnostic:
    command = f'`python3 build.py amend {entry.id} --reason-zh "原因" --reason-en "Reason"`'
    return _problem(
        context,
        entry.line,
        zh=f"“{entry.id}”的新条目排在主分支已有的条目之前：另一项改动已先登记。",
        en=f"The new entry of “{entry.id}” stands before one that is on the main branch: another change was recorded first.",
        do_zh=f"删去这一行；官方文本以合并后的为准，与最新的登记不同时，运行 {command}。",
        do_en=f"Delete this line. Settle the official text after the merge; where it differs from what is recorded last, run {command}.",
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
        command = f'`python3 build.py amend {entry.id} --reason-zh "原因" --reason-en "Reason"`'
        if entry.date > latest:
            yield _problem(
                context,
                entry.line,
                zh=f"日期 {entry.date} 在将来。",
                en=f"The date {entry.date} is in the future.",
                do_zh="改为登记当天的日期。",
                do_en="Make it the day on which the entry was recorded.",
            )
        elif before is not None and entry.date < before.date <= latest:
            yield _problem(
                context,
                entry.line,
                zh=f"日期 {entry.date} 早于这条举措上一次登记的 {before.date}。",
                en=f"The date {entry.date} is before {before.date}, when this measure was last recorded.",
                do_zh=f"自己新加的行，删去后运行 {command}；原有的行，恢复原来的日期。",
                do_en=f"If you added the line, delete it and run {command}; if it was there before, restore its date.",
            )
        if before is not None and entry.reason is None:
            yield _problem(
                context,
                entry.line,
                zh=f"“{entry.id}”再次登记，却没有原因。",
                en=f"“{entry.id}” is recorded again without a reason.",
                do_zh=f"误复制的行，删去。登记更正：删去这一行，再运行 {command}。",
                do_en=f"Delete a line copied by mistake. To record a correction, delete the line and run {command}.",
            )
        former[entry.id] = entry


@file_rule
def reason_given(file: MeasureFile, file_context: FileContext) -> Iterator[Diagnostic]:
    """撤回或被替代的原因不照抄示例，日期不在将来。

    Why a measure was withdrawn or superseded is not said in the words of the example, and it is not so in the future.
    """
    for language, text in file.data.get("reason", {}).items():
        if fault := example_for_a_reason(text):
            message, hint = fault
            yield file.problem(
                ("reason", language), zh=message.zh, en=message.en, do_zh=hint.zh, do_en=hint.en
            )
    if file.data.get("date", "") > latest_day():
        yield file.problem(
            ("date",),
            zh=f"日期 {file.data['date']} 在将来：举措目前仍有效。",
            en=f"The date {file.data['date']} is in the future: the measure is still in force.",
            do_zh="填写已到的日期；日期未到的，届时再改。",
            do_en="Give the day from which it is so; where that is still to come, make this change on that day.",
        )


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
                message, hint = fault
                yield _problem(
                    context, entry.line, zh=message.zh, en=message.en, do_zh=hint.zh, do_en=hint.en
                )


def _problem(
    context: RegisterContext,
    line: int,
    *,
    zh: str,
    en: str,
    do_zh: str,
    do_en: str,
    severity: str = "error",
    involves: tuple[str, ...] = (),
) -> Diagnostic:
    """Return a problem of a line of the record."""
    return Diagnostic(
        context.published.file, line, 1, "", Bilingual(zh, en), Bilingual(do_zh, do_en), severity, involves
    )
