"""Putting a site in place: it is made in a folder beside the old one and takes its place in one step.

A folder in which a site is made is held by its build with a lock (``flock``) that ends with the process, however that
ends; so every build can tell the folders that dead builds have left, and removes them.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from registry.core.diagnostics import CommandError

if sys.platform != "win32":
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2

_SETTLED_SECONDS = 24 * 3600
"""Where a system cannot tell whether a build lives, its folder is left alone for so long."""

_OLD = "old"
"""Where the old site waits, inside the new one's folder, on systems that cannot exchange two folders."""


class NotReplaceable(CommandError):
    """A site may not take the place of what is there."""


def require_replaceable(site: Path) -> None:
    """Raise ``NotReplaceable`` where ``site`` is something that a mistyped option would destroy.

    A folder that is empty or has an ``index.html`` may be replaced, but not one on which a disk is mounted.
    """
    if not os.path.lexists(site):
        return
    if site.is_mount():
        raise _mounted(site)
    if not site.is_dir():
        raise NotReplaceable(
            f"{site} 不是文件夹：请另选 --site-dir。",
            f"{site} is not a folder: choose another --site-dir.",
        )
    if any(site.iterdir()) and not (site / "index.html").exists():
        raise NotReplaceable(
            f"{site} 中有其他文件，不是网站，不予覆盖：请另选 --site-dir，或先移走它。",
            f"{site} holds something that is not a site, and is left alone: choose another --site-dir or move it away.",
        )


def _mounted(site: Path) -> NotReplaceable:
    return NotReplaceable(
        f"{site} 是挂载点，不能整个替换：--site-dir 请写它里面的文件夹，如 {site / 'public'}。",
        f"{site} is a mount point and cannot be replaced as a whole: give --site-dir a folder in it, such as {site / 'public'}.",
    )


@contextlib.contextmanager
def staging_beside(site: Path) -> Iterator[Path]:
    """Give an empty folder beside ``site`` to make the new one in; it is gone afterwards.

    Raises ``OSError`` where nothing can be written.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    folder, lock = _make_held(site)
    try:
        yield folder
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT) and not error.filename:
            error.filename = str(site.parent)  # What a write raises names no place.
        raise
    finally:
        _remove(folder)
        if lock is not None:
            os.close(lock)


def put_in_place(new: Path, site: Path) -> None:
    """Let the folder ``new`` take the place of ``site``; afterwards the old one, if any, lies in the staging folder.

    On Linux and macOS the two are exchanged in one step, so that there is a whole site at every moment. Elsewhere the
    old one steps aside first, and comes back where the new one cannot be put in its place, or when the next build
    begins. Raises ``NotReplaceable`` for a mount point, ``OSError`` where the system refuses; the old site then stands.
    """
    try:
        _put_in_place(new, site)
    except OSError as error:
        if error.errno in (errno.EBUSY, errno.EXDEV):
            raise _mounted(site) from error
        raise


def _put_in_place(new: Path, site: Path) -> None:
    while True:
        if _exchange(new, site):
            return
        aside = new.parent / _OLD
        if site.exists():
            site.rename(aside)
        try:
            new.rename(site)
            return
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST) and not aside.exists():
                continue  # Another build was there first, and is replaced in its turn.
            _bring_back(aside, site)
            raise


def _prefix(site: Path) -> str:
    return f".{site.name}.building-"


def _make_held(site: Path) -> tuple[Path, int | None]:
    """Make a staging folder and hold it; again where another build took it for a dead one's before it was held."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix(site), dir=site.parent))
        try:
            lock = _hold(folder, wait=True)
        except FileNotFoundError:
            continue
        except OSError:
            return folder, None  # A file system without locks; the folder's age must do.
        if folder.exists():
            return folder, lock
        if lock is not None:
            os.close(lock)


def _hold(folder: Path, *, wait: bool) -> int | None:
    """Hold a folder and return what keeps the hold, or ``None`` where the system knows no such locks.

    Raises ``BlockingIOError`` where another process holds it and ``wait`` is not asked for.
    """
    if sys.platform == "win32":
        return None
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(opened)
        raise
    return opened


def remove_abandoned(site: Path) -> None:
    """Remove the staging folders that dead builds have left beside ``site``."""
    left = [path for path in site.parent.glob(".*") if path.name.startswith(_prefix(site))]
    for folder in sorted(left):
        _remove_if_abandoned(folder, site)


def _remove_if_abandoned(folder: Path, site: Path) -> None:
    try:
        lock = _hold(folder, wait=False)
        if lock is None and time.time() - folder.stat().st_mtime < _SETTLED_SECONDS:
            return
    except OSError:
        return  # Its build lives, or it is gone already.
    _bring_back(folder / _OLD, site)
    _remove(folder)
    if lock is not None:
        os.close(lock)


def _bring_back(aside: Path, site: Path) -> None:
    if aside.exists() and not site.exists():
        aside.rename(site)


def _remove(folder: Path) -> None:
    """Remove a folder as far as the system lets us, folders in it that may not be written to included."""
    shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        return
    for inside, _, _ in os.walk(folder):  # Links to folders are not walked into.
        with contextlib.suppress(OSError):
            Path(inside).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _exchange(new: Path, site: Path) -> bool:
    """Swap two folders in one step; ``False`` where the system cannot, or there is no ``site`` yet."""
    if sys.platform == "linux":
        rename, arguments = (
            _system_call("renameat2"),
            (_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(site), _RENAME_EXCHANGE),
        )
    elif sys.platform == "darwin":
        rename, arguments = _system_call("renamex_np"), (os.fsencode(new), os.fsencode(site), _RENAME_SWAP)
    else:
        return False
    if rename is None:
        return False
    if rename(*arguments) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.ENOENT):
        return False
    raise OSError(number, os.strerror(number), str(site))


def _system_call(name: str) -> Any:
    return getattr(ctypes.CDLL(None, use_errno=True), name, None)
