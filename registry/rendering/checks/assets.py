"""Styles and scripts as written: brackets, strings and comments that are not closed, names that nothing defines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from registry.core.diagnostics import Diagnostic, Diagnostics, nearest
from registry.core.project_files import files_of
from registry.rendering.assets import collect_assets
from registry.rendering.checks.components import text_of
from registry.rendering.checks.styles import check_styles
from registry.rendering.scripts import ScriptError

ASSETS = "docs/assets"
"""The folder of styles, scripts and images, in the project's."""

_STYLE = re.compile(
    r"""/\*(?:(?!/\*).)*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|url\(\s*[^"')\s][^)\n]*\)|(?P<sign>[](){}[])|(?P<open>/\*|\*/|["'；：（），｛｝“”＃％])""",
    re.DOTALL,
)
_SCRIPT = re.compile(
    r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?P<sign>[](){}[`])|(?P<open>/\*|\*/|["'；：（），｛｝“”＃％]|(?<!-)->|= >|=>\s*=>|& &|&\w+;|\#\s)"""
    r"""|(?P<stroke>/)|(?P<word>[\w$]+)|(?P<other>[^\s])""",
    re.DOTALL,
)
_EXPRESSION = re.compile(r"/(?:\\.|\[(?:\\.|[^]\\\n])*\]|[^/\\\n\[])+/[a-z]*")
_LEADING = frozenset(
    "as async await case class const default delete else export extends finally from function get if import in instanceof let new of "
    "return set static throw try typeof var void yield do".split()
)  # fmt: skip
"""The words of JavaScript after which another word or a string may follow."""

_BETWEEN = frozenset("as extends from in instanceof of".split())
"""The words that may follow another one."""

_TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^\\`$])*(`|\$\{)?", re.DOTALL)
_BEFORE_EXPRESSION = frozenset("( , = : [ ! & | ? { } ; + - * % < > ~ ^ return typeof case in of".split()) | {
    ""
}
_BRACKETS = ("(", ")", "[", "]", "{", "}", "`", "${", "/*", "*/", '"', "'")
_PAIRS = {"}": "{", ")": "(", "]": "["}


_EXPORTED = re.compile(r"^export (?:const|let|class|(?:async )?function\*?) (\w+)", re.MULTILINE)
_IMPORTED = re.compile(
    r"""^import \{(?P<static>[^}]*)\} from "\./(?P<of>[\w-]+\.js)"|\{(?P<loaded>[\w\s,:]*)\} = await import\("\./(?P<from>[\w-]+\.js)"\)"""
    r"""|\(await import\("\./(?P<file>[\w-]+\.js)"\)\)\.(?P<one>\w+)""",
    re.MULTILINE,
)


def check_assets(project: Path) -> tuple[list[Diagnostic], Mapping[str, str]]:
    """Return the problems of a project's styles and scripts, and the served path of each asset by its logical name.

    Where there are problems, nothing is known of the paths.
    """
    problems: list[Diagnostic] = []
    texts: dict[str, str] = {}
    for path in files_of(project / ASSETS, "**/*"):
        diagnostics = Diagnostics(path.relative_to(project).as_posix())
        if path.suffix not in {".css", ".js"} or (text := text_of(path, diagnostics)) is None:
            problems += diagnostics.problems
            continue
        if not text.strip():
            _add(diagnostics, 1, "文件是空的。", "The file is empty.",
                 f"找回它：git checkout HEAD -- {diagnostics.file}。", f"Restore it with git checkout HEAD -- {diagnostics.file}.")  # fmt: skip
        elif fault := unclosed(text, script=path.suffix == ".js"):
            line, sign = fault
            if sign.isascii() and sign not in _BRACKETS:
                _add(diagnostics, line, f"脚本里不能有“{sign[:40]}”。", f"A script cannot have “{sign[:40]}”.",
                     "检查这一行的拼写和符号。", "Check the spelling and the signs of this line.")  # fmt: skip
            elif sign.isascii():
                _add(diagnostics, line, f"这里的“{sign}”没有配对。", f"“{sign}” is unmatched here.",
                     "补上它的另一半，或删去多余的。", "Add its other half, or remove it.")  # fmt: skip
            else:
                _add(diagnostics, line, f"“{sign}”是全角的标点。", f"“{sign}” is a full-width mark.",
                     "改成半角。", "Type the half-width one.")  # fmt: skip
        texts[diagnostics.file] = text
        problems += diagnostics.problems
    if not problems:
        problems += check_styles({file: text for file, text in texts.items() if file.endswith(".css")})
        problems += _check_imports({file: text for file, text in texts.items() if file.endswith(".js")})
    if problems:
        return problems, {}
    try:
        return [], collect_assets(project / ASSETS).paths
    except ScriptError as error:
        diagnostics = Diagnostics(f"{ASSETS}/scripts/{error.file}")
        _add(diagnostics, _line_of(error, project / diagnostics.file), f"脚本不能合并：{error}。", f"The scripts cannot be joined: {error}.",
             "检查这一行的名称和 import。", "Check the names and the import on this line.")  # fmt: skip
        return diagnostics.problems, {}


def _line_of(error: ScriptError, path: Path) -> int:
    """Return the line of a script where the last name that an error gives is defined or imported."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    name = re.escape(str(error).split()[-1].removeprefix("./"))
    found = list(
        re.finditer(rf'(?:const|let|class|function) {name}\b|"\./{name}"|{name}$', text, re.MULTILINE)
    )
    return text.count("\n", 0, found[-1].start()) + 1 if found else 1


def _check_imports(scripts: Mapping[str, str]) -> list[Diagnostic]:
    """Check that every name that a script imports is exported; one that was renamed is told where it is defined."""
    exported = {
        file.rpartition("/")[2]: {found[1]: (file, _line(text, found)) for found in _EXPORTED.finditer(text)}
        for file, text in scripts.items()
    }
    imported = [
        (file, _line(text, found), found["of"] or found["from"] or found["file"], re.split(r" as |:", name)[0].strip())
        for file, text in scripts.items()
        for found in _IMPORTED.finditer(text)
        for name in (found["static"] or found["loaded"] or found["one"]).split(",")
    ]  # fmt: skip
    asked = {(home, name) for _, _, home, name in imported}
    problems: list[Diagnostic] = []
    for file, line, home, name in imported:
        known = exported.get(home)
        if not name or known is None or name in known:
            continue
        idle = nearest(name, (other for other in known if (home, other) not in asked))
        near = idle or nearest(name, known)
        diagnostics = Diagnostics(known[idle][0] if idle else file)
        _add(diagnostics, known[idle][1] if idle else line, f"{home} 没有导出“{name}”，{file} 第 {line} 行引用了它。",
             f"{home} exports no “{name}”, which line {line} of {file} imports.",
             f"是否应为 {near}？两处要一致。" if near else "检查拼写，或在那个脚本里导出它。",
             f"Perhaps {near}? The two must agree." if near else "Check the spelling, or export it in that script.")  # fmt: skip
        problems += diagnostics.problems
    return problems


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def unclosed(text: str, *, script: bool) -> tuple[int, str] | None:
    """Return the line of a bracket, string or comment that has no counterpart, and what it is; ``None`` where all have."""
    opened: list[tuple[int, str]] = []
    before, at = "", 0
    uneven: tuple[int, str] | None = None
    tokens = _SCRIPT if script else _STYLE
    while match := tokens.search(text, at):
        if script and _is_misplaced(before, text[at : match.start()], match):
            return _line(text, match), f"{before} {match.group()}"
        at, sign = match.end(), match["sign"] or ""
        if match["open"]:
            return _line(text, match), match["open"]
        if script and match["stroke"]:
            found = _EXPRESSION.match(text, match.start()) if before in _BEFORE_EXPRESSION else None
            at = found.end() if found else at
        elif sign == "`" or (sign == "}" and opened[-1:] and opened[-1][1] == "${"):
            if sign == "}":
                opened.pop()
            at = _template(text, at, opened, match.start() if sign == "`" else None)
        elif sign in _PAIRS:
            here = _uneven(text, match.start(), opened) if opened else _place_of_opening(text, match.start())
            if not opened or opened[-1][1] != _PAIRS[sign]:
                return uneven or here or _place_of_closing(text, *opened[-1])
            uneven = uneven or here
            opened.pop()
        elif sign:
            opened.append((match.start(), sign))
        before = match.group() if not match.group().startswith(("/*", "//")) else before
    return (uneven or _place_of_closing(text, *opened[-1])) if opened else None


def _uneven(text: str, closing: int, opened: list[tuple[int, str]]) -> tuple[int, str] | None:
    """Return what is missing as the indentation of a bracket says that closes another at the beginning of its line."""
    (start, sign), wanted = opened[-1], _PAIRS[text[closing]]
    above, here = (text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0] for at in (start, closing))
    if not here.strip().startswith(text[closing]):
        return None
    if len(here) - len(here.lstrip()) > len(above) - len(above.lstrip(" ?:")):
        return _place_of_opening(text, closing)
    if _indent(here) < _indent(above):
        return _place_of_closing(text, start, sign)
    if wanted == sign:
        return None
    is_below = [kind for at, kind in opened[-2:-1] if "\n" not in text[at:start]] == [wanted]
    return text.count("\n", 0, closing if is_below else start) + 1, sign if is_below else wanted


def _is_misplaced(before: str, between: str, token: re.Match[str]) -> bool:
    """Say whether a word or a string follows on a word on the same line that is none after which one may."""
    if not between or between.strip(" \t") or not re.fullmatch(r"[\w$]+", before) or before in _LEADING:
        return False
    return (token["word"] or token.group()[0] in "\"'`") and token.group() not in _BETWEEN


def _template(text: str, at: int, opened: list[tuple[int, str]], start: int | None) -> int:
    """Return where a piece of a template literal ends, which begins at ``start`` or goes on after an expression."""
    if start is not None:
        opened.append((start, "`"))
    match = _TEMPLATE.match(text, at)
    assert match is not None
    if match[1] == "`":
        opened.pop()
    elif match[1]:
        opened.append((match.end() - 2, match[1]))
    return match.end()


def _place_of_closing(text: str, start: int, sign: str) -> tuple[int, str]:
    """Return the line at which an opened bracket should be closed, as its indentation says."""
    lines = text.split("\n")
    first = text.count("\n", 0, start)
    indent = _indent(lines[first])
    last = first
    for number in range(first + 1, len(lines)):
        if lines[number].strip() and _indent(lines[number]) <= indent:
            break
        last = number if lines[number].strip() else last
    return (last + 1 if last == first else last + 2), sign


def _place_of_opening(text: str, closing: int) -> tuple[int, str]:
    """Return the line at which a closed bracket should be opened, as its indentation says."""
    lines = text.split("\n")
    last = text.count("\n", 0, closing)
    if closing and text[closing - 1] in _PAIRS:  # One too many.
        return last + 1, text[closing]
    indent = _indent(lines[last])
    above = (
        number
        for number in range(last - 1, -1, -1)
        if lines[number].strip() and _indent(lines[number]) <= indent
    )
    return next(above, last) + 1, text[closing]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _add(diagnostics: Diagnostics, line: int, zh: str, en: str, do_zh: str, do_en: str) -> None:
    diagnostics.add((line, 1), "asset", zh=zh, en=en, do_zh=do_zh, do_en=do_en)
