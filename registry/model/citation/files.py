"""A measure's citation as files for reference managers: BibTeX, RIS and CSL-JSON, beside its record in the API.

In Chinese, as the official text is. The day of access is the reader's to add; no file names one.
"""

from __future__ import annotations

import json
import re

from registry.model.citation.forms import standard_title
from registry.model.measure import Measure

_CAPITALS = re.compile(r"[A-Z][A-Za-z]*")
_SPACE = re.compile(r"\s+")

ENDINGS = (".bib", ".ris", ".csl.json")
"""The endings of a measure's files, after its identifier."""

_TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
})  # fmt: skip


_CSL = """[
  {
    "id": %s,
    "type": "webpage",
    "author": [
      {
        "literal": %s
      }
    ],
    "title": %s,
    "number": %s,
    "issued": {
      "date-parts": [
        [
          %d
        ]
      ]
    },
    "language": "zh-CN",
    "note": %s%s
  }
]
"""

_json = json.JSONEncoder(ensure_ascii=False).encode


def citation_files(measure: Measure, address: str) -> dict[str, str]:
    """Return the files of a measure by ending; ``address`` is its page's, or ``""`` where the site has no address yet."""
    return {
        ".bib": bibtex(measure, address),
        ".ris": ris(measure, address),
        ".csl.json": csl(measure, address),
    }


def bibtex(measure: Measure, address: str) -> str:
    """Return a BibTeX entry; ``@misc``, the one type for pages that every style and reader knows."""
    document = measure.source.document
    fields = {
        "author": f"{{{_tex(document.issuer.zh)}}}",  # In braces of its own: a body has no family name.
        "title": _CAPITALS.sub(
            r"{\g<0>}", _tex(standard_title(measure))
        ),  # Styles write small what is not in braces.
        "year": str(document.year),
        "number": _tex(document.number.zh),
        "note": f"文本指纹 {measure.fingerprint}",
        "langid": "chinese",
    }
    if address:
        fields["url"] = address
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{measure.id},\n{lines}\n}}\n"


def ris(measure: Measure, address: str) -> str:
    """Return an RIS record of a page on the web, its lines ended as the format asks."""
    document = measure.source.document
    fields = [
        ("TY", "ELEC"),
        ("ID", measure.id),
        ("AU", document.issuer.zh),
        ("TI", standard_title(measure)),
        ("PY", str(document.year)),
        ("LA", "zh-CN"),
        ("N1", f"文本指纹 {measure.fingerprint}"),
        *([("UR", address)] if address else []),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in fields)


def csl(measure: Measure, address: str) -> str:
    """Return CSL-JSON: an array of one item, as Zotero and pandoc read it."""
    document = measure.source.document
    texts = (measure.id, document.issuer.zh, standard_title(measure), document.number.zh)
    note = f"文本指纹 {measure.fingerprint}"
    url = f',\n    "URL": {_json(address)}' if address else ""
    return _CSL % (*map(_json, texts), document.year, _json(note), url)


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text)
