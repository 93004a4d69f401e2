"""The annexes of a document as a text document, set as they were printed; in Chinese, or with the English beneath it.

The parts of the file are the templates in ``templates/docx``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from registry.core.languages import LANGUAGES
from registry.exports.context import NEVER, ExportContext
from registry.exports.xml import Part, pack, pieces
from registry.model import urls
from registry.model.document import Document, Group
from registry.model.measure import Measure
from registry.model.vocabulary import Body

_PARTS = (
    "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml", "word/fontTable.xml",
    "word/footer1.xml", "word/settings.xml", "word/styles.xml",
)  # fmt: skip


def write_annexes(context: ExportContext, document: Document, site: Path) -> list[str]:
    """Write the annexes of ``document`` below ``site``, in Chinese and in both languages; return their paths."""
    measures = context.of_document(document)
    groups: dict[tuple[str, int], list[Measure]] = {}
    for measure in measures:
        groups.setdefault((measure.source.list.key, measure.source.group.first), []).append(measure)

    def bodies_of(group: Group) -> list[Body]:
        return [context.register.vocabulary.bodies[key] for key in group.responsible]

    names = []
    for bilingual in (False, True):
        names.append(urls.annexes(document, bilingual))
        values = {
            "title": document.title.zh,
            "date": context.newest(measures) or NEVER,
            "languages": LANGUAGES if bilingual else ("zh",),
            "context": context,
            "document": document,
            "measures": measures,
            "groups": groups,
            "annexes_with_remarks": {measure.source.list.annex for measure in measures if measure.remark},
            "bodies_of": bodies_of,
        }
        pack(site / names[-1], _parts(values))
    return names


def _parts(values: dict[str, Any]) -> Iterator[Part]:
    for name in _PARTS:
        yield name, pieces(f"docx/{name}", **values)
    yield "docProps/core.xml", pieces("core.xml", **values)
