"""Publishing: a whole site is made in a folder of its own and takes the old one's place in one step.

Imports ``site``, ``publishing`` and the rooms before them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from registry.bilingual import LANGUAGES
from registry.checking import Checked
from registry.collection import Collection
from registry.command import ROOT
from registry.exports import Stock, write_exports, write_sitemap
from registry.publishing.compression import compress
from registry.publishing.offline import write_offline_copy
from registry.publishing.server_maps import write_server_maps
from registry.publishing.swapping import put_in_place, require_replaceable, staging_beside
from registry.publishing.version import Commit, commit_of, source_date, write_version
from registry.working import run_jobs

if TYPE_CHECKING:
    from registry.site import Builder

_EXPORTS = "exports"
"""What makes the exports beside the languages, and the folder they are made in."""

_OTHERS_MAY_READ = 0o022
"""The mask under which a site is written: what is published can be read by the web server, whoever built it."""


OFFLINE = "site"
"""What the name of the copy that opens from a folder begins with."""

_NO_BROTLI = (
    "没有 brotli 程序，只做了 .gz（Debian：apt install brotli）。 / "
    "There is no brotli here, so only .gz was made (Debian: apt install brotli)."
)


@dataclass(frozen=True)
class Extras:
    """What a build makes besides the site: compressed files beside its files, the copy that opens from a folder."""

    compressed: bool = False
    offline: bool = False


NOTHING_ELSE = Extras()
"""A site and no more."""


def publish(
    checked: Checked, site: Path, jobs: int, say: Callable[[str], None], extras: Extras = NOTHING_ELSE
) -> int:
    """Build both languages and put the result at ``site``; return how many measures it holds.

    ``jobs`` processes at most work side by side; ``say`` is given lines on the way. Raises ``SiteError`` where the site
    cannot be made, ``OSError`` where it cannot be written, ``CannotPublish`` where the machine or the person stands in
    the way; the old site then stands as it was.
    """
    from registry.site import make_builder

    assert checked.vocabulary is not None
    site = site.resolve()  # Where a link leads to the site, the link stays.
    require_replaceable(site)
    commit = commit_of()
    collection = Collection(checked.measures, checked.vocabulary, checked.published)
    builder = make_builder(LANGUAGES[0], collection)
    for name, variable in (("site_url", "SITE_URL"), ("repo_url", "REPO_URL")):
        if not getattr(builder.settings, name):
            say(_unset(name, variable))
    stock = _stock(builder)
    mask = os.umask(_OTHERS_MAY_READ)
    try:
        with staging_beside(site) as staging:
            # Beside each other, for MkDocs empties the folder it builds into; the English one is put inside at the end.
            run_jobs(
                _build_one, [(name, collection, staging / name) for name in (*LANGUAGES, _EXPORTS)], jobs
            )
            new = staging / LANGUAGES[0]
            (staging / "en").rename(new / "en")
            builder.assets.write(new)
            write_sitemap(stock, new)
            _move_into(staging / _EXPORTS, new)
            write_version(stock, commit, new)
            write_server_maps(stock, new)
            copy = _make_copy(stock, commit, new) if extras.offline else None
            if extras.compressed and not compress(new):
                say(_NO_BROTLI)
            put_in_place(new, site)
            if copy:
                copy.replace(site.parent / copy.name)
    finally:
        os.umask(mask)
    return len(collection.current)


def _unset(name: str, variable: str) -> str:
    zh, en = {
        "site_url": ("引文用打开网页时的网址", "citations take the address at which the page is open"),
        "repo_url": ("编辑链接指向 /editing/", "edit links lead to /editing/"),
    }[name]
    return f"未设 {name}（mkdocs.yml 或变量 {variable}）：{zh}。 / {name} is not set (mkdocs.yml or {variable}): {en}."


def _build_one(name: str, collection: Collection, folder: Path) -> None:
    from registry.site import build_language, make_builder

    if name == _EXPORTS:
        write_exports(_stock(make_builder(LANGUAGES[0], collection)), folder)
    else:
        build_language(make_builder(name, collection), folder)


def _make_copy(stock: Stock, commit: Commit | None, new: Path) -> Path:
    """Make the copy that opens from a folder; return where it lies, in the staging folder."""
    day = (commit.date if commit else source_date())[:10] or stock.updated
    name = f"{OFFLINE}-{day}"
    target = new.parent / f"{name}.zip"
    loader = ROOT / "docs" / "assets" / "offline" / "loader.js"
    write_offline_copy(
        new,
        loader,
        "\n\n".join(stock.strings.words["offline.readme"][each] for each in LANGUAGES),
        name,
        target,
    )
    return target


def _stock(builder: Builder) -> Stock:
    return Stock(builder.collection, builder.strings, builder.settings, builder.macros)


def _move_into(folder: Path, new: Path) -> None:
    """Move what lies in ``folder`` into ``new``; what stands there already, stays."""
    for path in sorted(folder.iterdir()):
        target = new / path.name
        if not target.exists():
            path.rename(target)
        elif path.is_dir():
            _move_into(path, target)
