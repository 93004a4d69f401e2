"""Rules that hold the register against what it has published.

Imports ``rule`` and ``git``.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from registry.bilingual import Bilingual
from registry.fingerprint import fingerprint
from registry.git import versions
from registry.problem import Problem
from registry.reading import Scalar, read_bytes
from registry.rules.rule import Basis, Context, MeasureFile, file_rule, register_rule

_AROUND = 6
"""Characters of the text that are shown on either side of a difference."""

_SHOWN = 3
"""Differences that are shown."""


@file_rule
def as_published(file: MeasureFile, basis: Basis) -> Iterator[Problem]:
    """已发布的官方文本（标题、主要做法）不变；有意更正的，用 amend 记录原因。

    The official text (title and practice) of a published measure stays as it is; a correction made on purpose is
    recorded with its reason by `amend`.
    """
    entry = basis.published.newest.get(file.id)
    if entry is None or entry.text == file.fingerprint or file.reading.damaged:
        return
    do_zh = (
        f"若是误改，恢复原文；若是有意更正，运行 `python3 build.py amend {file.id} --reason-zh 原因 --reason-en reason`。"
        "若这是另一条举措，给它自己的标识：用过的标识不再用。"
    )
    do_en = (
        f"If it was changed by mistake, restore it; if it was corrected on purpose, run `python3 build.py amend {file.id} "
        "--reason-zh … --reason-en …`. Another measure takes an identifier of its own: none is used again."
    )
    involves = (basis.published.file.rpartition("/")[2],)
    former = _published_text(basis, file.id, entry.text)
    differing = [field for field in former if former[field] != file.data[field]["zh"]]
    for field in differing:
        shown, offset = _difference(former[field], file.data[field]["zh"])
        yield file.problem(
            (field, "zh"),
            zh=f"官方文本与已发布的不同：{shown.zh}。",
            en=f"The official text is not the published one: {shown.en}.",
            do_zh=do_zh,
            do_en=do_en,
            involves=involves,
            offset=offset,
        )
    for field in () if differing else ("title", "practice"):
        yield file.problem(
            (field, "zh"),
            offset=0,
            zh=f"官方文本与已发布的不同，改动在标题或主要做法里：指纹应为 {entry.text}，现为 {file.fingerprint}。",
            en=(
                "The official text is not the published one; title or practice was changed: its fingerprint was "
                f"{entry.text} and is {file.fingerprint}."
            ),
            do_zh=do_zh,
            do_en=do_en,
            involves=involves,
        )


def _published_text(basis: Basis, identifier: str, text: str) -> dict[str, str]:
    """Return title and practice as git has them under a fingerprint; nothing where it does not remember."""
    for content in versions(basis.folder, f"{identifier}.yml"):
        reading = read_bytes(content, "")
        title, practice = reading.find("title", "zh"), reading.find("practice", "zh")
        if (
            isinstance(title, Scalar)
            and isinstance(practice, Scalar)
            and fingerprint(title.text, practice.text) == text
        ):
            return {"title": title.text.strip(), "practice": practice.text.strip()}
    return {}


def _difference(old: str, new: str) -> tuple[Bilingual, int]:
    """Return what differs, in words, and where in ``new`` it begins."""
    changes = [
        code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    shown = "；".join(f"{_around(old, a, b)}→{_around(new, c, d)}" for _, a, b, c, d in changes[:_SHOWN])
    rest = len(changes) - _SHOWN
    zh = f"{shown}{f'；另有 {rest} 处' if rest > 0 else ''}"
    en = f"{shown.replace('；', '; ')}{f'; and {rest} more' if rest > 0 else ''}"
    return Bilingual(zh, en), changes[0][3]


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    middle = (
        text[start:end]
        if end - start <= 4 * _AROUND
        else f"{text[start : start + 2 * _AROUND]}…{text[end - _AROUND : end]}"
    )
    shown = f"{'…' if start > _AROUND else ''}{before}【{middle}】{after}{'…' if end + _AROUND < len(text) else ''}"
    return f"“{shown}”".replace("\n", "↵")


@register_rule
def never_vanished(context: Context) -> Iterator[Problem]:
    """发布过的标识永远有文件。

    An identifier that was published always has its file.
    """
    for identifier, entry in context.published.newest.items():
        if identifier not in context.identifiers:
            yield Problem(
                context.published.file,
                entry.line,
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
                involves=(f"{identifier}.yml",),
            )


@register_rule
def recorded(context: Context) -> Iterator[Problem]:
    """每条举措都登记在 published.yml 里。

    Every measure is recorded in published.yml.
    """
    known = context.published.newest
    if not context.published.sound:
        return
    missing = [file for file in context.files if "id" in file.data and file.id not in known]
    if missing:
        names = "、".join(file.id for file in missing[:5])
        yield Problem(
            context.published.file,
            max((entry.line for entry in context.published.entries), default=1),
            1,
            "",
            Bilingual(
                f"有 {len(missing)} 条举措还没有登记：{names}{'…' if len(missing) > 5 else ''}。",
                f"Not recorded yet ({len(missing)}): {names.replace('、', ', ')}{'…' if len(missing) > 5 else ''}.",
            ),
            Bilingual(
                "运行 `python3 build.py amend all` 登记；此后官方文本受保护。",
                "Run `python3 build.py amend all`; from then on their official texts are protected.",
            ),
            "warning",
            tuple(file.path.name for file in missing),
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
                    f"The entry “{each.id}” ({each.date}, {each.text}) that stood here was changed, removed or moved.",
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
