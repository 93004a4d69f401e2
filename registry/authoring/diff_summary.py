"""What a change does to what readers see, as Markdown for a comment at a code host, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from registry.authoring.diff import Differences, EntryChange, FieldChange, MeasureChange
from registry.authoring.snapshot import MeasureState, State
from registry.authoring.text_diff import changes, code, escape, list_changes, value_changes
from registry.core.languages import Bilingual
from registry.loader.fields import ListOf, Record, Shape, Table
from registry.model.document import NOTICE
from registry.model.measure import measure_shape
from registry.model.vocabulary import FOLDER, SHAPES, Vocabulary

LONGEST = 60_000
"""Characters of a summary: code hosts refuse comments of more than 65,536."""

MOST_NAMES = 20
"""How many identifiers or addresses a line names before it only counts the rest."""

_MEANINGS = {
    key: known.meaning for key, known in measure_shape(Vocabulary({}, {}, {}, {}, {}, {})).fields.items()
}
_LANGUAGES = {"zh": Bilingual("中文", "Chinese"), "en": Bilingual("英文", "English")}
_LISTS = {
    "indicators": Bilingual("指标", "Indicator"),
    "documents": Bilingual("文件", "Document"),
    "bodies": Bilingual("责任单位", "Responsible body"),
    "places": Bilingual("来源地", "Place of origin"),
    "remarks": Bilingual("备注", "Remark"),
    "glossary": Bilingual("术语", "Term"),
    "notices": Bilingual("通知正文", "Text of the notice"),
}
"""What the entries of each list of the vocabulary are called."""

_REFERENCES = {"indicator": "indicators", "responsible": "bodies", "origin": "places", "remark": "remarks"}


def summary(
    found: Differences, compared_with: str, project: list[str], others: list[str], problems: int
) -> str:
    """Return the summary of a change.

    ``compared_with`` names the earlier state, ``project`` are sections on the project's own files, ``others`` are other
    changed files outside the measures' folder, ``problems`` is how many errors ``check`` finds now.
    """
    blocks = [
        "## 改动概要 / What this change does",
        f"与 {compared_with} 相比。 / Compared with {compared_with}.",
    ]
    if problems:
        blocks.append(
            f"**检查发现 {problems} 个错误，先运行 `python3 build.py check`。 / Errors: {problems}. Run "
            "`python3 build.py check` first.**"
        )
    details = list(_details(found, project, others))
    if not found.measures and not found.entries:
        blocks.append("举措和词表没有变化。 / No measure and no entry of the vocabulary has changed.")
    blocks += _overview(found)
    length = sum(len(block) + 2 for block in blocks)
    for index, block in enumerate(details):
        if length + len(block) + 2 > LONGEST - 300:
            left = len(details) - index
            blocks.append(
                f"改动太多，其余 {left} 段没有列出；完整的改动见文件对比。 / The change is large: {left} more sections are not "
                "shown; see the files changed."
            )
            break
        blocks.append(block)
        length += len(block) + 2
    return "\n\n".join(blocks) + "\n"


def _overview(found: Differences) -> list[str]:
    numbers = (
        ("新增举措", "measures added", sum(measure.old is None for measure in found.measures)),
        ("改动举措", "measures changed", sum(bool(measure.fields) for measure in found.measures)),
        ("移动举措", "measures moved", sum(measure.moved for measure in found.measures)),
        ("删除举措", "measures removed", sum(measure.new is None for measure in found.measures)),
        ("词表条目", "vocabulary entries", len(found.entries)),
        ("过时译文", "stale translations", len(found.stale)),
    )
    lines = [f"- {zh} / {en}: {number}" for zh, en, number in numbers if number]
    return ["\n".join(lines)] if lines else []


def _details(found: Differences, project: list[str], others: list[str]) -> Iterator[str]:
    """Give the sections in order of weight, each a block that stands by itself."""
    yield from _removed(found)
    added = [measure.new for measure in found.measures if measure.old is None and measure.new is not None]
    if added:
        yield _section(
            "新增的举措",
            "Measures added",
            *(line for measure in added for line in _added(measure, found.new)),
        )
    changed = [
        _changed(measure.old, measure.new, measure, found)
        for measure in found.measures
        if measure.old and measure.new
    ]
    if changed:
        yield "### 改动的举措 / Measures changed"
        yield from changed
    if found.stale:
        lines = [f"- {code(measure.id)}：{_needed(measure)}" for measure in found.stale]
        yield _section("需重新核对的译文", "Translations to read again", *lines)
    if found.entries:
        yield "### 词表 / Vocabulary"
        yield from (_entry(entry, found) for entry in found.entries)
    yield from project
    if found.counts:
        yield _counts(found)
    unreadable = [*(f"{file}（旧 / old）" for file in found.old.unreadable), *found.new.unreadable]
    for zh, en, names in (
        (
            "涉及的列表页（英文页在 /en/ 下）",
            "Listing pages affected (the English ones are below /en/)",
            _pages(found),
        ),
        ("无法读取、未作比较的文件", "Files that cannot be read and were not compared", unreadable),
        ("其他改动的文件", "Other files changed", others),
    ):
        if names:
            yield _section(zh, en, _named(names))


_KEEP = (
    "已发布的标识要一直有效：不删除文件，改为 `kind: withdrawn`。 / Published identifiers keep resolving: mark the measure "
    "`kind: withdrawn` instead of removing its file."
)


def _removed(found: Differences) -> Iterator[str]:
    gone = [measure.old for measure in found.measures if measure.new is None and measure.old is not None]
    if gone:
        lines = [f"- {_measure_name(measure)} {_addresses(measure.id)}" for measure in gone]
        if any(measure.id in found.old.published for measure in gone):
            lines += ["", _KEEP]
        yield _section("删除的举措", "Measures removed", *lines)
    for before, after in found.renamed:
        yield f"**标识已更改 / Identifier changed:** {code(before)} → {code(after)}"


def _section(zh: str, en: str, *lines: str) -> str:
    return "\n".join([f"### {zh} / {en}", "", *lines])


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    shown = " · ".join(code(name) for name in names[:MOST_NAMES])
    return f"{shown} · 另 {more} 个 / {more} more" if more > 0 else shown


def _measure_name(measure: MeasureState) -> str:
    return f"{code(measure.id)} {escape(measure.text('title', 'zh'))} / {escape(measure.text('title', 'en'))}"


def _addresses(identifier: str) -> str:
    return f"{code(f'/m/{identifier}/')} {code(f'/en/m/{identifier}/')}"


def _added(measure: MeasureState, state: State) -> Iterator[str]:
    yield f"- {_measure_name(measure)}<br>{_addresses(measure.id)}"
    yield f"  - {_label('indicators', measure.text('indicator'), state)}；{code(measure.list)}"
    for language in ("zh", "en"):
        text = measure.text("practice", language)
        if text:
            yield f"  - {_field_name(('practice', language))}：{escape(text)}"


def _changed(old: MeasureState, new: MeasureState, change: MeasureChange, found: Differences) -> str:
    lines = [f"#### {_measure_name(new)}", "", _addresses(change.id), ""]
    if change.moved:
        lines.append(f"- 文件移动 / file moved: {code(old.file)} → {code(new.file)}")
    if old.current and not new.current:
        kind = {"withdrawn": "撤回 / withdrawn", "superseded": "被替代 / superseded"}.get(
            new.text("kind"), "?"
        )
        lines.append(
            f"- **{kind}**：页面保留，退出列表和检索。 / The page stays and leaves lists and search."
        )
    lines += [f"- {_field_name(field.path)}：{_field(field, found)}" for field in change.fields]
    if old.fingerprint != new.fingerprint:
        lines.append(
            f"- 官方文本的指纹 / fingerprint of the official text: {code(old.fingerprint)} → "
            f"{code(new.fingerprint)}，{_recorded(new, found.new)}"
        )
    return "\n".join(lines)


def _recorded(measure: MeasureState, state: State) -> str:
    entry = state.published.get(measure.id)
    if entry is None:
        return "尚未发布 / not yet published"
    if entry.text == measure.fingerprint:
        reason = f"：{escape(entry.reason.zh)} / {escape(entry.reason.en)}" if entry.reason else ""
        return f"已登记更正 / recorded as a correction{reason}"
    command = code(f"python3 build.py amend {measure.id}")
    return f"**没有登记 / not recorded**：如系有意更正 / if intended, {command}"


def _needed(measure: MeasureState) -> str:
    if measure.text("translation", "of"):
        return f"对照中文核对后，写 / after reading it against the Chinese, write {code(f'of: {measure.fingerprint}')}"
    return "没有译文 / no translation"


def _field_name(path: tuple[str, ...]) -> str:
    meaning = _MEANINGS.get(path[0])
    if meaning is None:
        return code(".".join(path))
    zh, en = meaning.zh.split("：")[0].split("，")[0], meaning.en.split(":")[0]
    if len(path) == 2 and path[1] in _LANGUAGES:
        language = _LANGUAGES[path[1]]
        return f"{zh}（{language.zh}） / {en} ({language.en})"
    return f"{zh} / {en}" + (f" {code('.'.join(path))}" if len(path) > 1 else "")


def _field(field: FieldChange, found: Differences) -> str:
    kind = _REFERENCES.get(field.path[0])

    def labels(value: Any, state: State) -> list[str]:
        items = value if isinstance(value, list) else [] if value is None else [value]
        return [_label(kind, item, state) if kind else escape(str(item)) for item in items]

    if isinstance(field.old, str) and isinstance(field.new, str) and field.path[-1] in _LANGUAGES:
        return changes(field.old, field.new)
    old, new = labels(field.old, found.old), labels(field.new, found.new)
    if isinstance(field.old, list) and isinstance(field.new, list):
        return list_changes(old, new)
    return f"{'、'.join(old) or '—'} → {'、'.join(new) or '—'}"


def _label(file: str | None, key: Any, state: State) -> str:
    """Return a key of the vocabulary with what it stands for, as far as that is known."""
    entry = state.vocabulary.get(f"{FOLDER}/{file}.yml", {}).get(str(key))
    if not isinstance(entry, dict):
        return code(str(key))
    name = entry.get("printed")
    if not isinstance(name, str):
        both = entry.get("name")
        name = both.get("zh") if isinstance(both, dict) else None
    return f"{code(str(key))} {escape(name)}" if isinstance(name, str) else code(str(key))


def _entry(changed: EntryChange, found: Differences) -> str:
    what = "（新增 / added）" if changed.added else "（删除 / removed）" if changed.removed else ""
    list_name = changed.file.removeprefix(f"{FOLDER}/").removesuffix(".yml")
    kind = _LISTS.get(list_name.partition("/")[0])
    state = found.old if changed.removed else found.new
    heading = f"{kind.zh} / {kind.en} {_label(list_name, changed.key, state)}" if kind else code(changed.key)
    lines = [f"#### {heading}{what}", "", code(changed.file)]
    shape = (
        SHAPES[list_name].item if list_name in SHAPES else NOTICE.fields[changed.key].shape if kind else None
    )
    for field in changed.fields:
        name = f"{_path_name(shape, field.path)}：" if field.path else ""
        if changed.added or changed.removed:  # The heading says so.
            value = field.new if changed.added else field.old
            lines.append(
                f"- {name}{'、'.join(map(escape, value if isinstance(value, list) else [str(value)]))}"
            )
        else:
            lines.append(f"- {name}{value_changes(field.old, field.new)}")
    if changed.touches:
        lines.append(
            f"- 涉及的举措 / measures affected ({len(changed.touches)}): {_named(list(changed.touches))}"
        )
    return "\n".join(lines)


def _path_name(shape: Shape | None, path: tuple[str, ...]) -> str:
    """Return what the value at a path of keys is called: the meanings of its fields, from the outermost, and its path."""
    zh: list[str] = []
    en: list[str] = []
    for key in path:
        if isinstance(shape, Record) and key in shape.fields:
            meaning = _LANGUAGES.get(key) or shape.fields[key].meaning
            zh.append(meaning.zh.split("：")[0].split("，")[0].split("；")[0])
            en.append(meaning.en.split(":")[0].split(";")[0])
            shape = shape.fields[key].shape
        elif key:
            zh.append(escape(key))
            en.append(escape(key))
            shape = shape.item if isinstance(shape, Table | ListOf) else None
    return f"{' › '.join(zh)} / {' › '.join(en)} {code('.'.join(filter(None, path)))}"


def _counts(found: Differences) -> str:
    rows = []
    for count in found.counts:
        name = _label("indicators", count.key, found.new) if count.kind == "indicator" else code(count.key)
        rows.append(f"| {name} | {count.old} | {count.new} |")
    before, after = (sum(m.current for m in state.measures.values()) for state in (found.old, found.new))
    head = ["| 指标或清单 / indicator or list | 原有 / before | 现有 / now |", "|---|--:|--:|"]
    return _section("数目", "Counts", *head, *rows, f"| 合计 / total | {before} | {after} |")


def _pages(found: Differences) -> list[str]:
    """Return the addresses of listing pages on which a changed measure stands or stood."""
    pages: dict[str, None] = {}
    for change in found.measures:
        for state in (change.old, change.new):
            if state is None:
                continue
            pages[f"/indicators/{state.text('indicator')}/"] = None
            pages[f"/documents/{state.text('source', 'document')}/"] = None
            pages.update(dict.fromkeys(f"/bodies/{key}/" for key in state.words("responsible")))
            pages.update(dict.fromkeys(f"/places/{key}/" for key in state.words("origin")))
    return sorted(pages)
