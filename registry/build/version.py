"""Which commit a site was made from, and what it holds: ``/version.json``, for whoever watches over a server.

Nothing here depends on when the build runs, so that the same commit
gives the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from registry.core.diagnostics import CommandError
from registry.core.git import answer_of, error_line, run
from registry.core.languages import Bilingual
from registry.core.paths import ROOT
from registry.exports import ExportContext
from registry.exports.api.schema import VERSION

VERSION_FILE = "version.json"
"""Its name at the root of the site."""

_SHORT = 12
"""Digits of a commit that are enough to find it by."""


class BadDate(CommandError):
    """``SOURCE_DATE_EPOCH`` is no time."""

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


def commit_of(say: Callable[[str], None], folder: Path = ROOT) -> Commit | None:
    """Return the commit that is checked out in ``folder``, or ``None`` where it is not the top of a repository.

    ``SOURCE_DATE_EPOCH`` goes before the commit's own date. Where git refuses to tell, ``say`` is given a line. Raises
    ``BadDate``, and where git cannot do its work what ``run`` raises.
    """
    if not (folder / ".git").exists():
        return None
    if shutil.which("git") is None:
        said = "git: not found"
    elif (top := run(folder, "rev-parse", "--show-toplevel")).returncode:
        said = error_line(top.stderr)
    elif Path(top.stdout.decode().removesuffix("\n")).resolve() != folder.resolve():
        return None
    elif (last := run(folder, "log", "-1", "--format=%H %ct")).returncode:
        said = error_line(last.stderr)
    else:
        name, seconds = last.stdout.decode().split()
        changed = answer_of(folder, "status", "--porcelain", "--untracked-files=no")
        return Commit(name, source_date() or _iso(int(seconds)), bool(changed))
    way = f'git config --global --add safe.directory "{folder}"' if "dubious ownership" in said else ""
    zh, en = (f"。可运行 {way}", f". Run {way}") if way else ("", "")
    say(
        f"不知道提交号，version.json 不写：{said}{zh} / "
        f"The commit is not known and not in version.json: {said}{en}"
    )
    return None


def source_date() -> str:
    """Return the time in ``SOURCE_DATE_EPOCH`` (UTC, ISO 8601), or ``""``. Raises ``BadDate``."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return _iso(int(text)) if text else ""
    except (ValueError, OverflowError, OSError) as error:
        raise BadDate from error


def version_bytes(context: ExportContext, commit: Commit | None) -> bytes:
    """Return ``/version.json``; what is not known without a repository is ``null`` there."""
    register = context.register
    vocabulary = register.vocabulary
    version = {
        "commit": commit and commit.name,
        "commit_short": commit and commit.name[:_SHORT],
        "commit_date": commit.date if commit else source_date() or None,
        "modified": commit and commit.modified,
        "updated": context.updated,
        "schema_version": VERSION,
        "counts": {
            "measures": len(register.current),
            "ended": len(register.measures) - len(register.current),
            "documents": len(register.documents),
            "indicators": len(vocabulary.indicators),
            "bodies": len(vocabulary.bodies),
            "places": len(vocabulary.places),
            "terms": len(vocabulary.glossary),
        },
    }
    return f"{json.dumps(version, ensure_ascii=False, indent=2)}\n".encode()


def _iso(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
