"""Rules on what is made from the vocabulary and kept beside it."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.diagnostics import Diagnostic, diagnostic
from registry.core.regular_files import read_plain
from registry.loader.yaml import LARGEST_FILE
from registry.model.measure import schema_text
from registry.model.vocabulary import FOLDER
from registry.validation.rules.rule import RegisterContext, register_rule

SCHEMA = "registry/schema/measure.json"
"""Where editors find the JSON Schema, from the project's folder."""


@register_rule
def schema_current(context: RegisterContext) -> Iterator[Diagnostic]:
    """编辑器所用的 JSON Schema 与词表一致。

    The JSON Schema that editors use agrees with the vocabulary.
    """
    path = context.folder.parent / SCHEMA
    if context.vocabulary.unknown or not path.exists():
        return
    try:
        current = read_plain(path, SCHEMA, LARGEST_FILE).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        current = ""
    if current != schema_text(context.vocabulary):
        yield diagnostic(
            SCHEMA,
            (1, 1),
            "schema-current",
            severity="warning",
            involves=tuple(f"{FOLDER}/{name}.yml" for name in context.vocabulary_readings),
        )
