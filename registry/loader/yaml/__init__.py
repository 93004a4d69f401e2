"""Strict reading of YAML: bytes in, nodes with positions out, and every fault as a problem.

A plain ``no``, ``012`` or ``1.10`` stays the text that was typed: what it means is for ``shape`` to say.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from registry.core.diagnostics import Diagnostics
from registry.loader.decode import decode
from registry.loader.lint import RULES, scan
from registry.loader.yaml.composer import DEEPEST, Composer
from registry.loader.yaml.file_content import content_of
from registry.loader.yaml.nodes import Mapping, Node, Reading, Scalar, Sequence
from registry.loader.yaml_errors import report_error

__all__ = [
    "DEEPEST",
    "LARGEST_FILE",
    "LARGEST_MEASURE",
    "Mapping",
    "Node",
    "Reading",
    "Scalar",
    "Sequence",
    "content_of",
    "read",
    "read_bytes",
]

LARGEST_MEASURE = 100_000
"""Bytes of a measure file; the longest so far has 5,000."""

LARGEST_FILE = 10_000_000
"""Bytes of any other file; the record of 10,000 publications takes less than one million."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, file: str, largest: int = LARGEST_FILE) -> Reading:
    """Read a YAML file; ``file`` is the name under which problems are reported. Never raises for bad content.

    ``largest`` is how many bytes it may have.
    """
    diagnostics = Diagnostics(file)
    content = content_of(path, largest, diagnostics)
    return Reading(file, None, diagnostics.problems) if content is None else _read(content, diagnostics)


def read_bytes(content: bytes, file: str) -> Reading:
    """Read YAML from bytes, as ``read`` does from a file."""
    return _read(content, Diagnostics(file))


def _read(content: bytes, diagnostics: Diagnostics) -> Reading:
    reading = Reading(diagnostics.file, None, diagnostics.problems)
    lines = decode(content, diagnostics)
    if lines is None:
        return reading
    lines = scan(lines, diagnostics)
    loader = _Loader("\n".join(lines))
    try:
        reading.root = Composer(loader, diagnostics, lines).document()
    except yaml.YAMLError as error:
        # What the scan reported explains why the parser stumbled; its own words would be noise.
        if not diagnostics.lines_with(*RULES, "tab", "odd-space"):
            report_error(error, diagnostics)
    finally:
        loader.dispose()
    return reading
