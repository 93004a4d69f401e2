"""Rules that hold the register against what it has published.

Imports ``rule``, ``changed_text`` and ``git``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from registry.bilingual import Bilingual
from registry.git import versions
from registry.official_texts import OfficialText, measure_text, official_texts
from registry.problem import Problem
from registry.published import Entry
from registry.reading import Reading, read_bytes
from registry.rules.changed_text import differing
from registry.rules.rule import Basis, Context, MeasureFile, document_rule, file_rule, register_rule
from registry.vocabulary import FOLDER, Document

_NAMED = 5
"""Official texts that are named where they are not recorded."""


@file_rule
def as_published(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """已发布的官方文本（标题、主要做法）不变；有意更正的，用 amend 记录原因。

    The official text (title and practice) of a published measure stays as it is; a correction made on purpose is
    recorded with its reason by `amend`.
    """
    entry = basis.published.newest.get(file.id)
    if entry is None or entry.text == file.fingerprint:
        return
    text, reading = measure_text(file.id, file.reading), file.reading
    if text is not None:
        yield from _changes(text, reading, entry, basis, partial(measure_text, file.id))


@document_rule
def document_as_published(document: Document, basis: Basis) -> Iterator[Problem]:
    """已发布的文件（文号、发文机关、标题）和通知正文不变；有意更正的，用 amend 记录原因。

    A published document (its number, issuer, titles and headings) and the text of its notice stay as they are; a
    correction made on purpose is recorded with its reason by `amend`.
    """
    for home in ("documents", "notices"):
        yield from _entry_changes(f"{home}/{document.key}", basis)


@register_rule
def names_as_published(context: Context) -> Iterator[Problem]:
    """已发布的单位、地方、备注的印发写法不变；有意更正的，用 amend 记录原因。

    Bodies, places and remarks stay as they were printed; a correction made on purpose is recorded with its reason by
    `amend`.
    """
    for text in context.official_texts.values():
        if text.name in {"bodies", "places", "remarks"}:
            yield from _entry_changes(text.id, context)


def _entry_changes(identifier: str, basis: Basis) -> Iterator[Problem]:
    if not basis.is_as_published(identifier):
        text = basis.official_texts[identifier]
        reading, entry = basis.vocabulary_readings[text.name], basis.published.newest[identifier]
        yield from _changes(text, reading, entry, basis, partial(_found_again, text))


def _found_again(text: OfficialText, reading: Reading) -> OfficialText | None:
    """Return what an earlier reading of its file holds in the place of a text."""
    return official_texts({text.name: reading}).get(text.id)


def _changes(
    text: OfficialText,
    reading: Reading,
    entry: Entry,
    basis: Basis,
    find: Callable[[Reading], OfficialText | None],
) -> Iterator[Problem]:
    """Give what differs from the published text, which ``find`` looks for in earlier readings of the file."""
    if reading.damaged:
        return
    command = f"python3 build.py amend {text.id} --reason-zh"
    hint = Bilingual(
        f"若是误改，恢复原文；若是有意更正，运行 `{command} 原因 --reason-en reason`。"
        "若要写的是另一项，给它自己的标识：用过的标识不再用。",
        f"If it was changed by mistake, restore it; if it was corrected on purpose, run `{command} … --reason-en …`. "
        "Another measure or entry takes an identifier of its own: none is used again.",
    )
    for place, message in differing(text, _published_text(reading.file, basis, entry, find), entry):
        yield Problem(
            reading.file, *place, "", message, hint, involves=(basis.published.file.rpartition("/")[2],)
        )


def _published_text(
    file: str, basis: Basis, entry: Entry, find: Callable[[Reading], OfficialText | None]
) -> OfficialText | None:
    """Return a text as git has it under a fingerprint, or ``None`` where it does not remember."""
    earlier = (find(read_bytes(content, "")) for content in versions(basis.folder, file.rpartition("/")[2]))
    return next((text for text in earlier if text is not None and text.fingerprint == entry.text), None)


@register_rule
def never_vanished(context: Context) -> Iterator[Problem]:
    """发布过的标识永远有文件。

    An identifier that was published always has its file.
    """
    for identifier, entry in context.published.newest.items():
        home, _, key = identifier.rpartition("/")
        notice = f"{context.prefix}/{FOLDER}/{identifier}.yml" if home == "notices" else ""
        # The other entries of the vocabulary are held to by the rule that their keys are kept.
        present = identifier in context.identifiers or (notice and identifier in context.vocabulary_readings)
        if not present and (notice or not home):
            yield Problem(
                notice or context.published.file,
                1 if notice else entry.line,
                1,
                "",
                Bilingual(
                    f"已发布的“{identifier}”没有文件了。",
                    f"The published “{identifier}” has no file any more.",
                ),
                Bilingual(
                    "用 `git checkout` 找回文件；要撤回，就在文件里写 kind: withdrawn、date 和 reason。",
                    "Bring the file back with `git checkout`; to withdraw the measure, write kind: withdrawn, date and reason in it.",
                ),
                involves=(f"{key}.yml",),
            )


@register_rule
def recorded(context: Context) -> Iterator[Problem]:
    """每条举措、每份文件的官方文本都登记在 published.yml 里。

    The official text of every measure and document is recorded in published.yml.
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
        yield Problem(
            context.published.file,
            max((entry.line for entry in context.published.entries), default=1),
            1,
            "",
            Bilingual(
                f"有 {len(missing)} 项官方文本还没有登记：{'、'.join(names)}{more}。",
                f"Not recorded yet ({len(missing)}): {', '.join(names)}{more}.",
            ),
            Bilingual(
                "运行 `python3 build.py amend all` 登记；此后官方文本受保护。",
                "Run `python3 build.py amend all`; from then on their official texts are protected.",
            ),
            "warning",
            tuple(missing.values()),
        )


@register_rule
def append_only(context: Context) -> Iterator[Problem]:
    """published.yml 只增不改：已有的条目不改、不删、不换位置。

    Entries are only ever added to published.yml, never changed, removed or moved.
    """
    if context.earlier is None or not context.published.sound:
        return
    now = [(each.id, each.date, each.text, each.reason) for each in context.published.entries]
    for index, each in enumerate(context.earlier.entries):
        if now[index : index + 1] != [(each.id, each.date, each.text, each.reason)]:
            last = context.published.entries[min(index, len(now) - 1)].line if now else 1
            yield Problem(
                context.published.file,
                last,
                1,
                "",
                Bilingual(
                    f"这里原有的条目“{each.id}”（{each.date}，{each.text}）被改动、删去或换了位置。",
                    f"The entry “{each.id}” ({each.date}, {each.text}) that was here was changed, removed or moved.",
                ),
                Bilingual(
                    "用 `git checkout` 找回这个文件；新的条目用 `python3 build.py amend` 加在末尾。",
                    "Bring the file back with `git checkout`; `python3 build.py amend` adds new entries at its end.",
                ),
            )
            return


@register_rule
def in_order_of_dates(context: Context) -> Iterator[Problem]:
    """published.yml 的条目按日期先后排列，再次登记的写明原因。

    The entries of published.yml are in the order of their dates, and one that records a measure again gives the reason.
    """
    latest = ""
    seen: set[str] = set()
    for entry in context.published.entries:
        if entry.date < latest:
            yield _entry_problem(
                context,
                entry.line,
                Bilingual(
                    f"日期 {entry.date} 早于上面的 {latest}。",
                    f"The date {entry.date} is before {latest} above.",
                ),
                Bilingual(
                    "条目不换位置：用 `git checkout` 找回这个文件。",
                    "Entries are not moved: bring the file back with `git checkout`.",
                ),
            )
        if entry.id in seen and entry.reason is None:
            yield _entry_problem(
                context,
                entry.line,
                Bilingual(
                    f"“{entry.id}”再次登记，却没有原因。", f"“{entry.id}” is recorded again without a reason."
                ),
                Bilingual(
                    f"用 `python3 build.py amend {entry.id} --reason-zh 原因 --reason-en reason` 登记更正；误复制的行删去。",
                    f"Record a correction with `python3 build.py amend {entry.id} --reason-zh … --reason-en …`; delete a line copied by mistake.",
                ),
            )
        seen.add(entry.id)
        latest = max(latest, entry.date)


def _entry_problem(context: Context, line: int, message: Bilingual, hint: Bilingual) -> Problem:
    return Problem(context.published.file, line, 1, "", message, hint)
