"""Examining measure files: each read, held against its shape and the rules on one file; many side by side.

What the cache knows to be sound is not examined again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from registry.core.diagnostics import Diagnostic, Diagnostics
from registry.core.workers import run_jobs
from registry.loader.fields import Shape, Values
from registry.loader.yaml import LARGEST_MEASURE, Reading, content_of, read_bytes
from registry.model.discovery import MeasurePath
from registry.model.measure import measure_shape
from registry.validation.cache import CheckCache, now, stamp_of
from registry.validation.rules.rule import FileContext, MeasureFile, apply_file_rules
from registry.validation.rules.text import apply_text_rules, texts_of

WORTH_A_PROCESS = 300
"""Files; examining so many takes some ten times as long as to fork a process."""


class _Examined(NamedTuple):
    """What was found in a file: its stamp and, where nothing is wrong with it, its values as JSON.

    Else its values, as far as they are known, and the problems.
    """

    stamp: str
    sound: str
    values: Values
    problems: tuple[Diagnostic, ...]
    read_at: int


def examine(
    found: Sequence[MeasurePath], file_context: FileContext, cache: CheckCache, jobs: int
) -> tuple[tuple[MeasureFile, ...], list[Diagnostic]]:
    """Examine files against ``file_context``, in ``jobs`` processes at most; return them, and the problems of all."""
    cache.begin(_digest(file_context))
    files: dict[str, MeasureFile] = {}
    unsure: list[MeasurePath] = []
    for measure_path in found:
        kept = cache.unchanged(measure_path)
        if kept is None:
            unsure.append(measure_path)
        else:
            files[measure_path.file] = _sound(measure_path, kept.stamp, kept.values, cache)
    problems: list[Diagnostic] = []
    size = max(WORTH_A_PROCESS, -(-len(unsure) // (4 * jobs)))  # In parts, for some take longer than others.
    parts = [(unsure[at : at + size], file_context, cache) for at in range(0, len(unsure), size)]
    examined_parts = run_jobs(_examine_some, parts, jobs, fork_only=True, label="检查 / Checking")
    for part, (some, *_) in zip(examined_parts, parts, strict=True):
        for measure_path, examined in zip(some, part, strict=True):
            problems += examined.problems
            if examined.sound:
                cache.keep(measure_path, examined.stamp, examined.sound, examined.read_at)
                files[measure_path.file] = _sound(measure_path, examined.stamp, examined.sound, cache)
            else:
                files[measure_path.file] = MeasureFile(
                    measure_path.path, measure_path.file, examined.values, examined.stamp
                )
    cache.end()
    return tuple(files[measure_path.file] for measure_path in found), problems


def _digest(file_context: FileContext) -> str:
    """Return what stands for all that files are held against, save what each was published as."""
    return hashlib.blake2b(repr(file_context.vocabulary).encode(), digest_size=16).hexdigest()


def _sound(found: MeasurePath, stamp: str, values: str, cache: CheckCache) -> MeasureFile:
    """Return a sound file; the very same object as long as nothing about it has changed."""
    return cache.once(
        f"file {found.file}",
        (cache.basis, found.path, stamp),
        lambda: MeasureFile(found.path, found.file, Values(json.loads(values)), stamp),
    )


def _examine_some(
    found: Sequence[MeasurePath], file_context: FileContext, cache: CheckCache
) -> list[_Examined]:
    shape = measure_shape(file_context.vocabulary)
    return [_examine(measure_path, shape, file_context, cache) for measure_path in found]


def _examine(found: MeasurePath, shape: Shape, file_context: FileContext, cache: CheckCache) -> _Examined:
    diagnostics = Diagnostics(found.file)
    read_at = now()
    content = content_of(Path(found.path), LARGEST_MEASURE, diagnostics)
    if content is None:
        return _Examined("", "", Values(), tuple(diagnostics.problems), read_at)
    published = file_context.published.newest.get(found.name.removesuffix(".yml"))
    stamp = stamp_of(content, published.text if published else "")
    if kept := cache.same(found, stamp):
        return _Examined(stamp, kept.values, Values(), (), read_at)
    file, problems = _read(found, content, shape, file_context)
    # What a file is published as is looked up by the identifier that it gives itself.
    sound = not problems and f"{file.id}.yml" == found.name
    return _Examined(
        stamp, json.dumps(file.data, ensure_ascii=False) if sound else "", file.data, problems, read_at
    )


def _read(
    found: MeasurePath, content: bytes, shape: Shape, file_context: FileContext
) -> tuple[MeasureFile, tuple[Diagnostic, ...]]:
    reading: Reading = read_bytes(content, found.file)
    diagnostics = Diagnostics(found.file, reading.problems)
    data = (
        None
        if reading.root is None
        else shape.take(reading.root, found.name.removesuffix(".yml"), diagnostics)
    )
    file = MeasureFile(found.path, found.file, data if isinstance(data, Values) else Values(), "", reading)
    return file, (
        *diagnostics.problems,
        *apply_text_rules(found.file, texts_of(reading.root)),
        *apply_file_rules(file, file_context),
    )
