"""The API's files: JSON and CSV under ``api/v1``.

``measures.json`` holds one measure a line and is written
line by line, so that 10,000 measures need no more memory than one.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from registry.core.writing import place
from registry.exports.api.schema import VERSION, answers_schema, openapi
from registry.exports.api.serializer import Record, document_record, measure_record, vocabulary_record
from registry.exports.context import FORMULA_STARTS, Stock
from registry.exports.redirects import redirects
from registry.model import urls
from registry.model.measure import measure_schema

_BYTE_ORDER_MARK = "\ufeff"
"""What tells Excel that a table is in UTF-8."""


def write_api(stock: Stock, site: Path) -> list[str]:
    """Write every answer of the API below ``site``; return their paths."""
    documents = [document_record(stock, each) for each in stock.collection.documents]
    vocabulary = stock.collection.vocabulary
    return [
        *_write_measures(stock, site),
        *(
            place(site, f"{urls.API}{name}.json", content.encode())
            for name, content in (
                ("documents", _list(stock, "documents", documents)),
                ("redirects", _list(stock, "redirects", [each.record(stock) for each in redirects(stock)])),
                ("vocabulary", _laid_out({"schema_version": VERSION, **vocabulary_record(vocabulary)})),
                ("schema/measure", _laid_out(measure_schema(vocabulary))),
                ("schema/answers", _laid_out(answers_schema(stock))),
                ("openapi", _laid_out(openapi(stock))),
            )
        ),
    ]


def _write_measures(stock: Stock, site: Path) -> list[str]:
    """Write the measures: all as JSON and as CSV, and each by itself."""
    measures = stock.collection.measures
    names = [f"{urls.API}measures.json", f"{urls.API}measures.csv"]
    (site / urls.API).mkdir(parents=True, exist_ok=True)
    with (
        (site / names[0]).open("w", encoding="utf-8", newline="\n") as lines,
        (site / names[1]).open("w", encoding="utf-8", newline="") as table,
    ):
        table.write(_BYTE_ORDER_MARK)
        rows = csv.writer(table, lineterminator="\r\n")
        rows.writerow(COLUMNS)
        lines.write(_head(stock, len(measures)) + ',\n"measures": [')
        for index, measure in enumerate(measures):
            record = measure_record(stock, measure)
            line = _line(record)
            lines.write((",\n" if index else "\n") + line)
            rows.writerow(map(safe, row(record)))
            names.append(place(site, urls.answer(measure), f"{line}\n".encode()))
        lines.write("\n]}\n")
    return names


def _head(stock: Stock, count: int) -> str:
    head = {
        "schema": stock.url(f"/{urls.API}schema/answers.json"),
        "schema_version": VERSION,
        "updated": stock.updated,
        "count": count,
    }
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items())


def _list(stock: Stock, name: str, records: list[Record]) -> str:
    lines = ",\n".join(map(_line, records))
    return f'{_head(stock, len(records))},\n"{name}": [\n{lines}\n]}}\n'


_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _laid_out(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


COLUMNS = (
    "id", "status", "title_zh", "title_en", "practice_zh", "practice_en", "indicator", "indicator_zh", "indicator_en",
    "adoption", "adoption_zh", "adoption_en", "document", "document_number_zh", "document_number_en", "list", "annex",
    "part", "number", "label_zh", "label_en", "responsible", "responsible_zh", "responsible_en", "others_responsible",
    "remark", "remark_zh", "remark_en", "origin", "origin_zh", "origin_en", "keywords_zh", "keywords_en",
    "translation_status", "fingerprint", "published", "corrected", "ended", "ended_reason_zh", "ended_reason_en",
    "successors", "path_zh", "path_en", "url_zh", "url_en",
)  # fmt: skip
"""The columns of ``measures.csv``; their names join those of the JSON."""


def row(record: Record) -> tuple[str, ...]:
    """Return a measure's row of ``measures.csv``, in the order of ``COLUMNS``.

    Keys and English words in one cell are parted by ``; ``, Chinese words by ``、``; what there is not is empty. The
    fingerprint names its method, for spreadsheets would take one of digits alone for a number.
    """
    source = record["source"]
    remark = record.get("remark", {})
    ending = record.get("ending", {})
    reason = ending.get("reason", {})
    dates = [each["date"] for each in record["history"]]
    url = record.get("url", {})
    return (
        record["id"], record["status"], *_both(record["title"]), *_both(record["practice"]),
        *_keyed(record["indicator"]), *_keyed(record["adoption"]),
        source["document"], *_both(source["document_number"]), source["list"], str(source["annex"]),
        str(source["part"]), str(source["number"]), *_both(source["label"]),
        *_joined(record["responsible"]), "true" if record["others_responsible"] else "false",
        *_keyed(remark), *_joined(record["origin"]),
        "、".join(record["keywords"]["zh"]), "; ".join(record["keywords"]["en"]),
        record["translation_status"], f"sha256:{record['fingerprint']}", dates[0] if dates else "",
        dates[-1] if len(dates) > 1 else "", ending.get("date", ""), *_both(reason),
        "; ".join(ending.get("successors", ())), *_both(record["path"]), *_both(url),
    )  # fmt: skip


def _both(value: Record) -> tuple[str, str]:
    return value.get("zh", ""), value.get("en", "")


def _keyed(value: Record) -> tuple[str, str, str]:
    return value.get("key", ""), *_both(value)


def _joined(values: Iterable[Record]) -> tuple[str, str, str]:
    values = list(values)
    return (
        "; ".join(each["key"] for each in values),
        "、".join(each["zh"] for each in values),
        "; ".join(each["en"] for each in values),
    )


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe leads where it would begin one."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
