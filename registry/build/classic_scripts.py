"""Modules as classic scripts, for pages that are opened from a folder, where browsers refuse modules.

It knows the forms of import and export that our scripts use, and refuses all
others by name, so that nothing is carried over half. ``docs/assets/offline/loader.js`` runs what it makes.
"""

from __future__ import annotations

import json
import re

from registry.core.diagnostics import CommandError


class NotClassic(CommandError):
    """A script uses a form that cannot be carried over."""


_IMPORT = re.compile(r'^import\s+(?:\{([^}]*)\}\s+from\s+)?"\./([\w.-]+)";?$', re.MULTILINE)
_EXPORTED_LIST = re.compile(r"^export\s+\{([^}]*)\};?$", re.MULTILINE)
_EXPORTED = re.compile(
    r"^export\s+(?=(?:const\s|let\s|class\s|(?:async\s+)?function(?:\s|\s*\*))\s*([\w$]+))", re.MULTILINE
)
_DYNAMIC = re.compile(r"(?<![\w$.])import\(")
_LEFT = re.compile(r"^(?:import|export)\b.*|^.*\bimport\.meta\b.*", re.MULTILINE)


def classic_script(name: str, text: str) -> str:
    """Return the module ``text``, served under the file name ``name``, as a classic script. Raises ``NotClassic``."""
    imports, load = _unused("imports", text), _unused("load", text)
    needed: list[str] = []
    exported: list[str] = []

    def take_import(found: re.Match[str]) -> str:
        needed.append(found[2])
        names = ", ".join(_renamed(found[1] or "", "{0}: {1}"))
        return f"const {{ {names} }} = {imports}[{len(needed) - 1}];" if names else ""

    def take_list(found: re.Match[str]) -> str:
        exported.extend(_renamed(found[1], "{1}: {0}"))
        return ""

    def take_export(found: re.Match[str]) -> str:
        exported.append(found[1])
        return ""

    body = _IMPORT.sub(take_import, text)
    body = _EXPORTED_LIST.sub(take_list, body)
    body = _EXPORTED.sub(take_export, body)
    body = _DYNAMIC.sub(f"{load}(", body)
    left = _LEFT.search(body)
    if left:
        line = left[0].strip()
        raise NotClassic(
            f"离线副本装不下脚本 {name} 的这一行：{line}",
            f"The offline copy cannot hold this line of the script {name}: {line}",
        )
    return (
        f"offline.define({json.dumps(name)}, {json.dumps(needed)}, async ({imports}, {load}) => {{\n"
        f'"use strict";\n{body}\nreturn {{ {", ".join(exported)} }};\n}});\n'
    )


def _unused(name: str, text: str) -> str:
    """Return ``name``, made longer until the script ``text`` does not use it."""
    while name in text:
        name += "_"
    return name


def _renamed(names: str, form: str) -> list[str]:
    """Return the names of ``{ a, b as c }``; a renamed one as ``form`` of its two names."""
    found = []
    for each in filter(None, map(str.strip, names.split(","))):
        old, _, new = (part.strip() for part in each.partition(" as "))
        found.append(form.format(old, new) if new else old)
    return found


def piece_script(path: str, text: str) -> str:
    """Return a piece of data, at ``path`` below the site's root, as a classic script."""
    return f"offline.piece({json.dumps(path)}, {json.dumps(text, ensure_ascii=False)});\n"
