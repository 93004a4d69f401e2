"""What changes below files and folders, whatever becomes of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from registry.core.console import say
from registry.core.project_files import is_passed_over

SETTLED = 10
"""Milliseconds without another change after which a change is taken to be whole; editors save in several steps."""

LOOKS = 1000
"""Milliseconds after which the watched files and folders are compared with what they were."""


def changes(paths: Sequence[Path]) -> Iterator[set[Path]]:
    """Give the paths that have changed, those of ``paths`` among them which were replaced, removed or made.

    The system watches files and folders as such, not by their names: where an editor or git puts another in the place
    of one, it is watched anew. Where the system can watch no more, files are looked at several times a second.
    """
    import watchfiles

    options: dict[str, Any] = {
        "watch_filter": lambda _, path: not _is_passed_over(Path(path).name),
        "debounce": 10 * SETTLED,
        "step": SETTLED,
        "rust_timeout": LOOKS,
        "yield_on_timeout": True,
        "force_polling": False,
    }
    unseen: set[Path] = set()
    while True:
        before = {path: _identity(path) for path in paths}
        present = [path for path, identity in before.items() if identity]
        if not present:
            time.sleep(LOOKS / 1000)
            continue
        try:
            for found in watchfiles.watch(*present, **options):
                replaced = {path for path, identity in before.items() if _identity(path) != identity}
                if changed := {Path(path) for _, path in found} | replaced | unseen:
                    yield changed
                unseen = replaced  # They may change again before they are watched.
                if replaced:
                    break
        except FileNotFoundError:
            continue
        except (OSError, RuntimeError):
            if options["force_polling"]:
                raise
            options["force_polling"] = True
            say(
                "系统能监视的文件已到上限，改为每秒查看几次；要更快，调高 Linux 的 fs.inotify.max_user_watches 和 "
                "max_user_instances。 / The system watches no more files, so they are looked at several times a second; to be "
                "faster, raise fs.inotify.max_user_watches and max_user_instances of Linux.",
                error=True,
            )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_passed_over(name: str) -> bool:
    """Say whether a name is one of what editors and this program leave for a moment beside the files themselves."""
    return is_passed_over(name) or name.isdigit()
