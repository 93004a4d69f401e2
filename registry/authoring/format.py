"""Putting files in their normal form: measure files whole, the other files of the register their encoding and line ends.

Never changes what a file says: where the normal form would, the file stays as it is and a problem says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.authoring.normal_form import Unfit, normal_form
from registry.core.diagnostics import Diagnostic, Diagnostics, diagnostic
from registry.core.project_files import files_of
from registry.core.writing import replace_file
from registry.loader.fields import NUMBER
from registry.loader.yaml import LARGEST_FILE, LARGEST_MEASURE, content_of, read_bytes
from registry.model.discovery import measure_paths
from registry.model.ledger import FILE
from registry.model.measure import schema_text
from registry.model.vocabulary import FOLDER
from registry.model.vocabulary_loader import read_vocabulary

SCHEMA = Path("registry") / "schema" / "measure.json"
"""The JSON Schema of measure files, from the folder that holds the measures' folder."""


_UNQUOTED = re.compile(r"(?m)^(- \{id: [^,\"']+, date: [^,\"']+, text: )(\w+)(?=[,}])")
"""The fingerprint of an entry of the record, where it stands without quotation marks."""


@dataclass(frozen=True)
class Formatted:
    """What the normal form does to a file: its new content, or ``None`` where nothing changes; its problems."""

    path: Path
    content: bytes | None
    problems: tuple[Diagnostic, ...] = ()

    def write(self) -> None:
        """Put the new content in the file's place in one step."""
        assert self.content is not None
        replace_file(self.path, self.content)


def format_all(folder: Path, prefix: str, paths: list[Path]) -> Iterator[Formatted]:
    """Give what the normal form does to each file of ``folder``, or to those at or below ``paths``, and to the schema.

    ``prefix`` begins the names of files in problems. A path outside ``folder`` is taken for a measure file.
    """
    wanted = [path.resolve() for path in paths]

    def is_wanted(path: Path) -> bool:
        return not wanted or any(path.resolve().is_relative_to(place) for place in wanted)

    measures = measure_paths(folder)
    own = {path.resolve() for path in (*measures, *_others(folder))}
    outside = [path for path in paths if path.is_symlink() or not (path.is_dir() or path.resolve() in own)]
    for path in [*(measure for measure in measures if is_wanted(measure)), *outside]:
        yield format_measure(path, _name(path, folder, prefix))
    others = [other for other in _others(folder) if is_wanted(other)]
    for path in others:
        yield _format_plainly(path, _name(path, folder, prefix))
    if not wanted or others:
        yield from _format_schema(folder, prefix)


def _others(folder: Path) -> list[Path]:
    published = folder / FILE
    return [*files_of(folder / FOLDER, "**/*.yml"), *([published] if published.exists() else [])]


def _name(path: Path, folder: Path, prefix: str) -> str:
    # Of a link, its own name: what it leads to is not read.
    resolved = path.parent.resolve() / path.name
    if resolved.is_relative_to(folder.resolve()):
        return f"{prefix}/{resolved.relative_to(folder.resolve()).as_posix()}"
    return path.as_posix()


def format_measure(path: Path, file: str) -> Formatted:
    """Return what the normal form does to a measure file; ``file`` is its name in problems."""
    diagnostics = Diagnostics(file)
    before = content_of(path, LARGEST_MEASURE, diagnostics)
    if before is None:
        return Formatted(path, None, tuple(diagnostics.problems))
    text = _plain_text(before)
    errors = tuple(problem for problem in read_bytes(before, file).problems if problem.severity == "error")
    if text is None or errors:
        return Formatted(path, None, errors)
    try:
        after = normal_form(text).encode()
    except Unfit:
        return Formatted(path, None, (diagnostic(file, (1, 1), "format"),))
    return Formatted(path, after if after != before else None)


def _plain_text(content: bytes) -> str | None:
    """Return the text without byte order mark and with line feeds for line ends; ``None`` where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None


def _format_plainly(path: Path, file: str) -> Formatted:
    """Correct what Notepad does to a file: byte order mark, line ends, the missing end of the last line."""
    diagnostics = Diagnostics(file)
    before = content_of(path, LARGEST_FILE, diagnostics)
    if before is None:
        return Formatted(path, None, tuple(diagnostics.problems))
    text = _plain_text(before)
    if text is None:
        return Formatted(path, None, tuple(read_bytes(before, file).problems))
    if path.name == FILE:
        text = _UNQUOTED.sub(_in_quotes, text)
    after = f"{text.rstrip(chr(10))}\n".encode()
    return Formatted(path, after if after != before else None)


def _format_schema(folder: Path, prefix: str) -> Iterator[Formatted]:
    """Make the JSON Schema again from the vocabulary, where there is one beside the measures."""
    path = folder.resolve().parent / SCHEMA
    vocabulary = read_vocabulary(folder / FOLDER, f"{prefix}/{FOLDER}").vocabulary
    if vocabulary is None or not path.parent.is_dir():
        return
    after = schema_text(vocabulary).encode()
    same = path.exists() and content_of(path, LARGEST_FILE, Diagnostics(SCHEMA.as_posix())) == after
    yield Formatted(path, None if same else after)


def _in_quotes(entry: re.Match[str]) -> str:
    return f'{entry[1]}"{entry[2]}"' if NUMBER.fullmatch(entry[2]) else entry[0]
