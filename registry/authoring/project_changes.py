"""What a change does to the project's own files, in words: words of the interface, pages, settings, colours, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

from registry.authoring.comments import values
from registry.authoring.diff import field_changes
from registry.authoring.text_diff import changes, code, replaced, value_changes
from registry.core.diagnostics import Diagnostics
from registry.core.git import Point
from registry.core.languages import Bilingual
from registry.core.regular_files import read_plain
from registry.loader.decode import decode
from registry.loader.yaml import read_bytes

_SETTINGS = {
    "site_name": Bilingual("本站名称", "name of the site"),
    "site_url": Bilingual("本站网址", "the site's own address"),
    "repo_url": Bilingual("代码托管地址", "address of the code host"),
    "edit_uri": Bilingual("编辑地址", "where the code host edits files"),
    "extra.icp": Bilingual("备案号", "filing number"),
    "extra.operator": Bilingual("运营单位", "who runs the site"),
    "extra.contact": Bilingual("联系方式", "how to reach them"),
    "theme.logo": Bilingual("标志", "logo"),
    "theme.favicon": Bilingual("网站图标", "icon of the site"),
    "theme.palette": Bilingual("配色", "colours"),
    "nav": Bilingual("导航", "navigation"),
}
"""What settings are called; the others go by their keys."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STYLE = re.compile(r"([^{};]*)([{};])")
_MOST_LINES = 40
"""Lines of a file's changes that are shown."""


def project_changes(point: Point, names: list[str]) -> tuple[list[str], list[str]]:
    """Return the sections on changed files, and the names of those that need none of these words. Raises ``HistoryError``."""
    told = [name for name in names if any(re.fullmatch(kind[0], name) for kind in _KINDS)]
    before = replace(point, folder=PurePosixPath(".")).contents(*told) if told else {}
    blocks: list[str] = []
    rest = []
    for name in names:
        kind = next((kind for kind in _KINDS if re.fullmatch(kind[0], name)), None)
        lines = (
            []
            if kind is None
            else list(kind[2](_text(before.get(PurePosixPath(name))), _text(_now(point.root, name))))
        )
        if kind is None or not lines:
            rest.append(name)
            continue
        heading = kind[1]
        more = len(lines) - _MOST_LINES
        cut = [f"- 另 {more} 处 / {more} more"] if more > 0 else []
        title = f"### {heading.zh} / {heading.en} {code(name)}"
        blocks.append("\n".join([title, "", *lines[:_MOST_LINES], *cut]))
    return blocks, rest


def _now(root: Path, name: str) -> bytes | None:
    try:
        return read_plain(root / name, name)
    except OSError:
        return None


def _text(content: bytes | None) -> str | None:
    lines = None if content is None else decode(content, Diagnostics(""))
    return None if lines is None else "\n".join(lines)


def _entries(old: str | None, new: str | None, label: Callable[[tuple[str, ...]], str]) -> Iterator[str]:
    """Give the changes between two texts of YAML."""
    before, after = (values(read_bytes(text.encode(), "").root) if text else None for text in (old, new))
    for field in field_changes(before, after):
        yield f"- {label(field.path)}：{value_changes(field.old, field.new) or '—'}"


def _words(old: str | None, new: str | None) -> Iterator[str]:
    def label(path: tuple[str, ...]) -> str:
        language = {"zh": "（中文 / Chinese）", "en": "（英文 / English）"}.get(path[-1])
        return code(".".join(path[:-1] if language else path)) + (language or "")

    return _entries(old, new, label)


def _settings(old: str | None, new: str | None) -> Iterator[str]:
    def label(path: tuple[str, ...]) -> str:
        name = ".".join(part for part in path if part)
        words = next(
            (both for key, both in _SETTINGS.items() if name == key or name.startswith(f"{key}.")), None
        )
        return f"{words.zh} / {words.en} {code(name)}" if words else code(name)

    return _entries(old, new, label)


def _page(old: str | None, new: str | None) -> Iterator[str]:
    """Give the changes of a page by paragraph."""
    before, after = ([line for line in (text or "").split("\n") if line.strip()] for text in (old, new))
    if old is None or new is None:
        yield "- 新增页面 / page added" if old is None else "- 删除页面 / page removed"
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        gone, come = before[start:end], after[new_start:new_end]
        if len(gone) == len(come):
            yield from (f"- {changes(was, now)}" for was, now in zip(gone, come, strict=True))
        else:
            yield f"- {changes(chr(10).join(gone), chr(10).join(come))}"


def _styles(old: str | None, new: str | None) -> Iterator[str]:
    """Give the declarations of a style sheet that changed."""
    before, after = (_declarations(text or "") for text in (old, new))
    for place in [*before, *(place for place in after if place not in before)]:
        if before.get(place) != after.get(place):
            selector, name = place
            yield f"- {code(selector)} {code(name)}：{replaced(before.get(place, ''), after.get(place, ''))}"


def _declarations(text: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    above: list[str] = []
    for match in _STYLE.finditer(_COMMENT.sub("", text)):
        said = " ".join(match[1].split())
        name, colon, value = said.partition(":")
        if match[2] == "{":
            above.append(said)
        elif colon:
            found[" › ".join(above), name.strip()] = value.strip()
        if match[2] == "}" and above:
            above.pop()
    return found


def _picture(old: str | None, new: str | None) -> Iterator[str]:  # noqa: ARG001
    yield "- 图片已更换，见文件对比 / the picture was replaced; see the files changed"


_KINDS: tuple[tuple[str, Bilingual, Callable[[str | None, str | None], Iterator[str]]], ...] = (
    (r"macros/strings\.yml", Bilingual("界面文字", "Words of the interface"), _words),
    (r"mkdocs(\.en)?\.yml", Bilingual("设置", "Settings"), _settings),
    (r"docs/zh/.*\.md", Bilingual("中文页面", "Chinese page"), _page),
    (r"docs/en/.*\.md", Bilingual("英文页面", "English page"), _page),
    (r"docs/assets/styles/.*\.css", Bilingual("颜色和样式", "Colours and styles"), _styles),
    (r"docs/assets/images/.*", Bilingual("图片", "Picture"), _picture),
)
"""Files whose changes are told in words: the pattern of their names, what they are, and what gives the lines."""
