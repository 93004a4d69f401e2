"""Scripts as the site serves them: each with the modules that it imports joined into it, without comments and idle space.

One file is one request, and packs smaller than its parts. A module that others import with ``import … from "./other.js"``
is served in them only; ``import("./other.js")`` loads a file of its own, whose served name is put in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from registry.core.project_files import files_of

_STATIC = re.compile(r'^import [^;]*? from "\./([\w-]+\.js)";\n', re.MULTILINE)
_DYNAMIC = re.compile(r'\bimport\("\./([\w-]+\.js)"\)')
_EXPORT = re.compile(r"^export (?=(?:const|let|class|(?:async )?function\*?) )", re.MULTILINE)
_NAME = re.compile(r"^(?:const|let|class|(?:async )?function\*?) (\w+)", re.MULTILINE)
_COMMENT = re.compile(
    r"^[ \t]*(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n|/\*\* @type (?:(?!\*/).)*\*/ ?|(?<=[;,{}]) // [^\n\"'`]*$",
    re.MULTILINE | re.DOTALL,
)
_LEFT_OVER = re.compile(r"[;,{}()] // .*")
_INDENT = re.compile(r"^[ \t]+|^\n", re.MULTILINE)
_SPACED = re.compile(r"""("(?:[^"\\\n]|\\.)*"|`[^`\n]*`)| ?([=*<>?:&|,{}();!]+) ?""")
_BREAK = re.compile(r"(?<=[{;,(\[])\n(?!export )|\n(?=[})\]])")


class ScriptError(ValueError):
    """Scripts cannot be joined; the message says why, ``file`` where."""

    def __init__(self, message: str, file: str) -> None:
        super().__init__(message)
        self.file = file


def join_scripts(folder: Path, served: Callable[[str, bytes], str]) -> dict[str, bytes]:
    """Return the scripts of ``folder`` that are served, by name, ready.

    ``served`` gives the path under which a script of a name and content is served; those that load each other stand in
    one folder. Raises ``ScriptError`` where modules import each other or two that are joined use one name.
    """
    texts = {
        path.name: _bare(path.name, path.read_text(encoding="utf-8")) for path in files_of(folder, "*.js")
    }
    joined = {name for text in texts.values() for name in _STATIC.findall(text)}
    scripts: dict[str, bytes] = {}

    def add(name: str, chain: tuple[str, ...]) -> str:
        if name in chain:
            raise ScriptError(" → ".join((*chain, name)), chain[-1])
        if name not in texts:
            raise ScriptError(f"./{name}", chain[-1])
        if name not in scripts:
            text = _join(name, texts)
            loaded = _DYNAMIC.sub(lambda found: f'import("./{add(found[1], (*chain, name))}")', text)
            scripts[name] = _narrow(loaded).encode()
        return served(name, scripts[name]).rpartition("/")[2]

    for name in texts:
        if name not in joined:
            add(name, ())
    return scripts


def _bare(name: str, text: str) -> str:
    bare = _COMMENT.sub("", text)
    if (found := _LEFT_OVER.search(bare)) is not None:
        # It would take the next line along, which follows on it in what is served.
        raise ScriptError(found.group(), name)
    return bare


def _narrow(text: str) -> str:
    """Return a script without indentation, and without the spaces and ends of lines that part nothing.

    Lines that may hold a regular expression or an apostrophe keep their spaces.
    """
    lines = [
        line if "/" in line or "'" in line else _SPACED.sub(lambda found: found[1] or found[2], line)
        for line in _INDENT.sub("", text).split("\n")
    ]
    return _BREAK.sub("", "\n".join(lines))


def _join(name: str, texts: dict[str, str]) -> str:
    order: list[str] = []

    def visit(each: str, chain: tuple[str, ...]) -> None:
        if each in chain:
            raise ScriptError(" → ".join((*chain, each)), chain[-1])
        if each not in texts:
            raise ScriptError(f"./{each}", chain[-1] if chain else name)
        if each not in order:
            for imported in _STATIC.findall(texts[each]):
                visit(imported, (*chain, each))
            order.append(each)

    visit(name, ())
    if len(order) == 1:
        return texts[name]
    text = "".join(_EXPORT.sub("", _STATIC.sub("", texts[each])) for each in order[:-1])
    text += _STATIC.sub("", texts[name])
    repeated = [word for word, times in Counter(_NAME.findall(_EXPORT.sub("", text))).items() if times > 1]
    if repeated:
        raise ScriptError(f"{', '.join(order)}: {', '.join(repeated)}", name)
    return text
