"""Compressed files beside files, for web servers that hand them out ready: ``.gz``, and ``.br`` where it can be made.

The standard library makes ``.gz``. Brotli saves readers about a fifth more; a server
that serves it has Debian's package ``brotli`` at hand, so that no build elsewhere must carry a package for it.
"""

from __future__ import annotations

import errno
import gzip
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from subprocess import PIPE

from registry.build.manifest import Files, FileSignature, files_below, signature_of, stand, take_over
from registry.core.workers import run_jobs, run_program

ENDINGS = frozenset(".bib .css .csv .gb18030 .html .js .json .map .ris .svg .txt .xml .yml".split())
"""Kinds of files that are text."""

SMALLEST = 512
"""Bytes; what is smaller travels in one packet either way."""

_AT_ONCE = 200
"""Files a call of ``brotli``: as many as any system's command line holds."""

_QUALITY = 10
"""Of ``brotli``: the highest, 11, takes two and a half times as long and saves a fiftieth."""


def brotli() -> str | None:
    """Return the program that makes ``.br``, or ``None`` where there is none."""
    return shutil.which("brotli")


def compress(new: Path, old: Path, standing: Files, before: Files, jobs: int) -> Files:
    """Write the compressed files beside all text files below ``new``, and return them.

    Where a file is the very one that stands below ``old``, the compressed files beside that, which are those of
    ``before``, are taken over; ``standing`` is all that stands there. ``jobs`` processes at most work side by side.
    """
    program = brotli()
    endings = (".gz", ".br") if program else (".gz",)
    made: dict[str, FileSignature] = {}
    wanted: list[str] = []
    for name in sorted(files_below(new)):
        if os.path.splitext(name)[1] not in ENDINGS:  # noqa: PTH122
            continue
        if (file := signature_of(f"{new}/{name}")).size < SMALLEST:
            continue
        beside = {name + ending: before[name + ending] for ending in endings if name + ending in before}
        is_kept = len(beside) == len(endings) and file.is_file(standing.get(name)) and stand(beside, standing)
        if is_kept and take_over(beside, old, new):
            made |= beside
        else:
            wanted.append(name)
    parts = [(new, wanted[at : at + _AT_ONCE], program) for at in range(0, len(wanted), _AT_ONCE)]
    run_jobs(_compress_some, parts, jobs, label="压缩 / Compressing")
    return made | {
        name + ending: signature_of(f"{new}/{name}{ending}") for name in wanted for ending in endings
    }


def _compress_some(site: Path, names: Sequence[str], program: str | None) -> None:
    for name in names:
        # No time, name or system inside, so that the same text gives the same bytes.
        with (
            (site / f"{name}.gz").open("wb") as target,
            gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0) as packed,
        ):
            packed.write((site / name).read_bytes())
    if program is not None:
        command = [program, f"--quality={_QUALITY}", "--keep", "--force", "--", *names]
        done = run_program(command, cwd=site, stderr=PIPE)
        if done.returncode:
            raise OSError(errno.EIO, done.stderr.decode("utf-8", "replace").strip(), program)
        for name in names:  # Where it fails to take the mode of a file over, it says nothing.
            (site / f"{name}.br").chmod((site / name).stat().st_mode)
