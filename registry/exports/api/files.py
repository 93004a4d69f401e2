"""The API's files: JSON and CSV under ``api/v1``.

``measures.json`` holds one measure a line and is written
line by line, so that 10,000 measures need no more memory than one.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from registry.core.writing import place
from registry.exports.api.records import DOCUMENT, ENTRIES, MEASURE, SOURCE, Object, Schema, made
from registry.exports.api.schema import VERSION, answers_schema, openapi
from registry.exports.context import FORMULA_STARTS, ExportContext
from registry.exports.redirects import redirects
from registry.model import urls
from registry.model.measure import measure_schema

_BYTE_ORDER_MARK = "\ufeff"
"""What tells Excel that a table is in UTF-8."""


def write_api(context: ExportContext, site: Path) -> list[str]:
    """Write every answer of the API below ``site``; return their paths."""
    documents = [made(context, DOCUMENT, document) for document in context.register.documents]
    vocabulary = context.register.vocabulary
    values = {
        name: [made(context, properties, each) for each in getattr(vocabulary, name).values()]
        for name, properties in ENTRIES.items()
    }
    return [
        *_write_measures(context, site),
        *(
            place(site, f"{urls.API}{name}.json", content.encode())
            for name, content in (
                ("documents", _list(context, "documents", documents)),
                (
                    "redirects",
                    _list(
                        context, "redirects", [redirect.record(context) for redirect in redirects(context)]
                    ),
                ),
                ("vocabulary", _laid_out({"schema_version": VERSION, **values})),
                ("schema/measure", _laid_out(measure_schema(vocabulary))),
                ("schema/answers", _laid_out(answers_schema(context))),
                ("openapi", _laid_out(openapi(context))),
            )
        ),
    ]


def _write_measures(context: ExportContext, site: Path) -> list[str]:
    """Write the measures: all as JSON and as CSV, and each by itself."""
    measures = context.register.measures
    names = [f"{urls.API}measures.json", f"{urls.API}measures.csv"]
    (site / urls.API).mkdir(parents=True, exist_ok=True)
    with (
        (site / names[0]).open("w", encoding="utf-8", newline="\n") as lines,
        (site / names[1]).open("w", encoding="utf-8", newline="") as table,
    ):
        table.write(_BYTE_ORDER_MARK)
        rows = csv.writer(table, lineterminator="\r\n")
        rows.writerow(COLUMNS)
        lines.write(_head(context, len(measures)) + ',\n"measures": [')
        for index, measure in enumerate(measures):
            record = made(context, MEASURE, measure)
            line = _line(record)
            lines.write((",\n" if index else "\n") + line)
            rows.writerow(map(safe, row(record)))
            names.append(place(site, urls.answer(measure), f"{line}\n".encode()))
        lines.write("\n]}\n")
    return names


def _head(context: ExportContext, count: int) -> str:
    head = {
        "schema": context.url(f"/{urls.API}schema/answers.json"),
        "schema_version": VERSION,
        "updated": context.updated,
        "count": count,
    }
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items())


def _list(context: ExportContext, name: str, records: list[Object]) -> str:
    lines = ",\n".join(map(_line, records))
    return f'{_head(context, len(records))},\n"{name}": [\n{lines}\n]}}\n'


_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _laid_out(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


Cells = Callable[[Object], Sequence[str]]
"""Gives the cells that a property of an object takes in a table; the object may lack it."""


def _cells(name: str, schema: Schema) -> tuple[tuple[str, ...], Cells]:
    """Return the columns that a property takes, and what gives its cells: none where it is made for programs only.

    Keys and English words in one cell are parted by ``; ``, Chinese words by ``、``; what there is not is empty.
    """
    both, three = (f"{name}_zh", f"{name}_en"), (name, f"{name}_zh", f"{name}_en")
    match schema.get("$ref", "").rpartition("/")[2] or schema["type"]:
        case "Text" | "Paths" | "Urls":
            return both, lambda record: _both(record.get(name, {}))
        case "Words":
            return both, lambda record: ("、".join(record[name]["zh"]), "; ".join(record[name]["en"]))
        case "Keyed" | "object":
            return three, lambda record: (record.get(name, {}).get("key", ""), *_both(record.get(name, {})))
        case "array" if schema["items"].get("$ref", "").endswith("/Keyed"):
            return three, lambda record: _joined(record[name])
        case "array":
            return (name,), lambda record: ("; ".join(map(str, record[name])),)
        case "boolean":
            return (name,), lambda record: (str(record.get(name, "")).lower(),)
        case _:
            return (name,), lambda record: (str(record.get(name, "")),)


def _both(value: Object) -> tuple[str, str]:
    return value.get("zh", ""), value.get("en", "")


def _joined(values: Iterable[Object]) -> tuple[str, str, str]:
    values = list(values)
    return (
        "; ".join(each["key"] for each in values),
        "、".join(each["zh"] for each in values),
        "; ".join(each["en"] for each in values),
    )


_SOURCE_COLUMNS = [
    (each.name, *_cells(each.name, each.schema))
    for each in SOURCE
    if each.name not in {"document_title", "group"}
]


def _dates(record: Object) -> tuple[str, str]:
    """Return when a measure was published and last corrected."""
    dates = [each["date"] for each in record["history"]]
    return dates[0] if dates else "", dates[-1] if len(dates) > 1 else ""


def _ending(record: Object) -> tuple[str, ...]:
    ending = record.get("ending", {})
    return ending.get("date", ""), *_both(ending.get("reason", {})), "; ".join(ending.get("successors", ()))


_SPECIAL: dict[str, tuple[tuple[str, ...], Cells]] = {
    # A spreadsheet would take a fingerprint of digits alone for a number, so it names its method.
    "fingerprint": (("fingerprint",), lambda record: (f"sha256:{record['fingerprint']}",)),
    "history": (("published", "corrected"), _dates),
    "ending": (("ended", "ended_reason_zh", "ended_reason_en", "successors"), _ending),
    "source": (
        tuple(column for _, columns, _ in _SOURCE_COLUMNS for column in columns),
        lambda record: [cell for *_, cells in _SOURCE_COLUMNS for cell in cells(record["source"])],
    ),
    "data": ((), lambda _: ()),
    "file": ((), lambda _: ()),
}
_LAST = ("path", "url")
"""The properties whose columns come last, after those of an ending."""

_TABLE = [
    _SPECIAL.get(each.name) or _cells(each.name, each.schema)
    for each in sorted(MEASURE, key=lambda each: each.name in _LAST)
]
COLUMNS = tuple(column for columns, _ in _TABLE for column in columns)
"""The columns of ``measures.csv``; their names join those of the JSON."""


def row(record: Object) -> tuple[str, ...]:
    """Return a measure's row of ``measures.csv``, in the order of ``COLUMNS``."""
    return tuple(cell for _, cells in _TABLE for cell in cells(record))


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe leads where it would begin one."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
