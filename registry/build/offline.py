"""The copy of the site that opens from a folder by a double click, for networks without a server.

Pages in it lead to ``…/index.html``; modules and data are
classic scripts, since browsers let pages from a folder load nothing else. Its content policy is that of the site, and
permits the one loader of those scripts.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from registry.build.classic_scripts import classic_script, piece_script
from registry.exports.xml import zip_entry
from registry.rendering.content_security_policy import DIRECTIVES, content_policy

LOADER = "assets/offline.js"
"""Where the loader lies in the copy."""

README = "README.txt"
"""What says how the copy is opened."""

_LEFT_OUT = "404.html"
"""The page that only servers show, wherever something is missing: its ways begin at a host."""

CLASSIC = ("theme.",)
"""What the names of scripts begin with that are no modules."""

_PIECES = {".json": "utf-8", ".txt": "utf-8", ".gb18030": "gb18030"}
"""The encoding of data that scripts load, by the ending of the file's name."""

_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_WAY = re.compile(r"""(\s(?:href|action)="|;\s*url=)(?![a-z]+:|//|#)([^"?#]*/)(?=["?#])""")
_MODULE = re.compile(r'<script type="module" ')
_HEAD = re.compile(r'(<meta charset="utf-8">)')
_POLICY = content_policy().replace(f"trusted-types {DIRECTIVES['trusted-types']}", "trusted-types offline")


def write_offline_copy(site: Path, loader: Path, readme: str, name: str, target: Path) -> None:
    """Write the site in the folder ``site`` as a zip file, all of it in a folder ``name``.

    Files are stored, not compressed: compressed bytes differ between versions of zlib, and the same commit shall give
    the same bytes on any machine.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path, content in _files(site, loader, readme):
            archive.writestr(zip_entry(f"{name}/{path}"), content)


def _files(site: Path, loader: Path, readme: str) -> Iterator[tuple[str, bytes]]:
    """Give the files of the copy in a fixed order, by their path below its root."""
    # Windows' editor takes the text for UTF-8 by its mark, and ends lines as it does.
    yield README, readme.replace("\n", "\r\n").encode("utf-8-sig")
    yield LOADER, loader.read_bytes()
    for file in sorted(site.rglob("*"), key=lambda each: each.relative_to(site).as_posix()):
        path = file.relative_to(site).as_posix()
        if not file.is_file() or file.name == _LEFT_OUT:
            continue
        if file.suffix == ".html":
            yield path, offline_page(file.read_text(encoding="utf-8"), path).encode()
        elif file.suffix == ".js":
            yield path, _script(file.name, file.read_text(encoding="utf-8")).encode()
        else:
            yield path, file.read_bytes()
            if encoding := _PIECES.get(file.suffix):
                yield f"{path}.js", piece_script(path, file.read_text(encoding=encoding)).encode()


def offline_page(html: str, path: str) -> str:
    """Return a page, at ``path`` below the root, as it stands in the copy."""
    root = "../" * path.count("/")
    html = _TAG.sub(lambda tag: _WAY.sub(r"\1\2index.html", tag[0]), html)
    html = html.replace(content_policy(), _POLICY)
    html = _MODULE.sub("<script defer data-entry ", html)
    return _HEAD.sub(rf'\1\n<script src="{root}{LOADER}"></script>', html, count=1)


def _script(name: str, text: str) -> str:
    """Return a script as it stands in the copy; what is classic already stays as it is."""
    return text if name.startswith(CLASSIC) else classic_script(name, text)
