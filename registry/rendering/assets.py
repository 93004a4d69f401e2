"""Styles, scripts and images as the site serves them: styles joined into one file, names made from content.

Names made from content may be kept by browsers and caches for ever.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from registry.core.project_files import files_of
from registry.rendering.scripts import join_scripts
from registry.rendering.styles import prose_rules, shortened

FIRST_STYLE = "tokens.css"
"""The style sheet that the others build on; they follow in the order of their names."""

STYLES = "register.css"
"""The logical name of all styles together."""


@dataclass(frozen=True)
class Assets:
    """The files by logical name (``register.css``, ``theme.js``, ``images/…``): their served path and their bytes."""

    paths: Mapping[str, str]
    contents: Mapping[str, bytes]


def collect_assets(folder: Path) -> Assets:
    """Read ``folder`` (``styles``, ``scripts``, ``images``) and join the styles to the theme's."""
    logical = {STYLES: _styles(folder / "styles")}
    for path in files_of(folder / "images", "**/*"):
        if path.is_file():
            logical[f"images/{path.relative_to(folder / 'images').as_posix()}"] = path.read_bytes()
    logical |= join_scripts(folder / "scripts", _served)
    paths = {name: _served(name, content) for name, content in logical.items()}
    return Assets(paths, {paths[name]: content for name, content in logical.items()})


def _served(name: str, content: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{ending}"


def _styles(folder: Path) -> bytes:
    ours = sorted(files_of(folder, "*.css"), key=lambda path: (path.name != FIRST_STYLE, path.name))
    # In a layer, so that ours win over the theme's whatever the specificity of its selectors.
    parts = [f"@layer material{{{_theme_styles()}}}", *(path.read_text(encoding="utf-8") for path in ours)]
    return shortened("\n".join(parts)).encode()


def _theme_styles() -> str:
    found = importlib.util.find_spec("material")
    assert found is not None and found.submodule_search_locations
    folder = Path(found.submodule_search_locations[0]) / "templates" / "assets" / "stylesheets"
    return prose_rules(next(folder.glob("main.*.min.css")).read_text(encoding="utf-8"))
