"""Which commit a site was made from, and what it holds: ``/version.json``, for whoever watches over a server.

Nothing here depends on when the build runs, so that the same commit
gives the same bytes.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from subprocess import DEVNULL, SubprocessError

from registry.build import CannotPublish
from registry.core.git import ask
from registry.core.languages import Bilingual
from registry.core.paths import ROOT
from registry.core.workers import run_program
from registry.core.writing import place
from registry.exports import Stock
from registry.exports.api.schema import VERSION

VERSION_FILE = "version.json"
"""Its name at the root of the site."""

_SHORT = 12
"""Digits of a commit that are enough to find it by."""


class BadDate(CannotPublish):
    """``SOURCE_DATE_EPOCH`` is no time; ``message`` says so, for people."""

    message = Bilingual(
        "变量 SOURCE_DATE_EPOCH 应当是一个整数（1970年以来的秒数）：请改正或去掉。",
        "The variable SOURCE_DATE_EPOCH must be a whole number, seconds since 1970: correct or unset it.",
    )


@dataclass(frozen=True)
class Commit:
    """A commit: its whole name, when it was made (UTC, ISO 8601), and whether files were changed since."""

    name: str
    date: str
    modified: bool


def commit_of(folder: Path = ROOT) -> Commit | None:
    """Return the commit that is checked out in ``folder``, or ``None`` where it is not the top of a repository.

    ``SOURCE_DATE_EPOCH`` goes before the commit's own date. Raises ``BadDate``.
    """
    top = ask(folder, "rev-parse", "--show-toplevel")
    answer = ask(folder, "log", "-1", "--format=%H %ct")
    if top is None or answer is None or Path(top.decode().strip()).resolve() != folder.resolve():
        return None
    name, seconds = answer.decode().split()
    changed = ask(folder, "status", "--porcelain", "--untracked-files=no")
    return Commit(name, source_date() or _iso(int(seconds)), bool(changed))


def why_no_commit(folder: Path = ROOT) -> str | None:
    """Return why a repository's commit is not known, in a line; ``None`` where ``folder`` is no repository."""
    if not (folder / ".git").exists():
        return None
    try:
        said = run_program(
            ["git", "-C", str(folder), "log", "-1"], capture_output=True, stdin=DEVNULL, timeout=20
        ).stderr.decode("utf-8", "replace")
    except (OSError, SubprocessError) as error:
        said = str(error)
    line = next(iter(said.strip().splitlines()), "?")
    zh, en = (
        f"不知道提交号，version.json 不写：{line}",
        f"The commit is not known and not in version.json: {line}",
    )
    if "dubious ownership" in said:
        way = f'git config --global --add safe.directory "{folder}"'
        return f"{zh}。可运行 {way} / {en}. Run {way}"
    return f"{zh} / {en}"


def source_date() -> str:
    """Return the time in ``SOURCE_DATE_EPOCH`` (UTC, ISO 8601), or ``""``. Raises ``BadDate``."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return _iso(int(text)) if text else ""
    except (ValueError, OverflowError, OSError) as error:
        raise BadDate from error


def version(stock: Stock, commit: Commit | None) -> dict[str, object]:
    """Return what ``/version.json`` says; ``None`` for what is not known without a repository."""
    collection = stock.collection
    vocabulary = collection.vocabulary
    return {
        "commit": commit and commit.name,
        "commit_short": commit and commit.name[:_SHORT],
        "commit_date": commit.date if commit else source_date() or None,
        "modified": commit and commit.modified,
        "updated": stock.updated,
        "schema_version": VERSION,
        "counts": {
            "measures": len(collection.current),
            "ended": len(collection.measures) - len(collection.current),
            "documents": len(collection.documents),
            "indicators": len(vocabulary.indicators),
            "bodies": len(vocabulary.bodies),
            "places": len(vocabulary.places),
            "terms": len(vocabulary.glossary),
        },
    }


def version_bytes(stock: Stock, commit: Commit | None) -> bytes:
    """Return ``/version.json``."""
    return f"{json.dumps(version(stock, commit), ensure_ascii=False, indent=2)}\n".encode()


def write_version(stock: Stock, commit: Commit | None, site: Path) -> str:
    """Write ``/version.json`` below ``site``; return its path there."""
    return place(site, VERSION_FILE, version_bytes(stock, commit))


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
