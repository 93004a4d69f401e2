"""What the parser complains of, as a problem with its plain cause and the line where it begins.

It is asked only about what the lint let pass.
"""

from __future__ import annotations

import re
from typing import Any

from registry.core.diagnostics import Diagnostics

_CAUSES = (
    (r"quoted scalar", True, "yaml.quotation"),
    (r"escape", False, "yaml.escape"),
    (r"flow (sequence|mapping)", True, "yaml.brackets"),
    (r"expected '-' indicator|block sequence entries|block collection", False, "yaml.list"),
    (r"could not find expected ':'|simple key", True, "yaml.no-field"),
    (r"mapping values are not allowed|expected key|expected <block end>", False, "yaml.mapping"),
    (
        r"cannot start any token|node content|block scalar|directive|document start|ambiguous|anchor|alias|tag",
        False,
        "yaml.first-character",
    ),
    (r"", False, "yaml"),
)
"""How a complaint reads, whether it begins where its context does, and the message on its cause."""


def report_error(error: Any, diagnostics: Diagnostics) -> None:
    """Report an error of the parser, which has a context, a problem met in it, and the place of either or both."""
    context, problem = getattr(error, "context", None), getattr(error, "problem", None)
    words = f"{context or ''} {problem or getattr(error, 'reason', None) or error}"
    at_context, name = next((at, name) for pattern, at, name in _CAUSES if re.search(pattern, words))
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    mark = next(filter(None, reversed(marks) if at_context else marks), None)
    diagnostics.report((mark.line + 1, mark.column + 1) if mark else (1, 1), name)
