"""What the filters of the list of all measures read where its page does not hold all rows.

Small files, loaded when a reader first filters; ``docs/assets/scripts/filter-rows.js`` reads them:

- ``facets.json``: of every measure, in document order, its choices in each facet, its number in its list, and what else its
  row says in few words. A choice is called by its place among the facet's choices; the sets of choices that measures have
  are listed once, and each measure has one character that says which is its own.
- ``titles-N.json``: the titles of ``BLOCK`` measures.

The folder is called after their content, so that they may be kept for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.model.measure import Measure
from registry.pages.facets import Facet, facets, values_of
from registry.rendering.context import View
from registry.rendering.page import RenderContext

BLOCK = 20
"""How many titles share a file: the fifty rows of a rare choice may stand in as many blocks."""

FOLDER = "measures/data/"
"""Where the folder of the files lies, below the root of a language."""

_BASE = 48
_HIGHEST = 0xD7FF


@dataclass(frozen=True)
class FilterData:
    """The files by their path, and the path of their folder, below the language's root."""

    folder: str
    files: Mapping[str, str]


def filter_data(context: RenderContext) -> FilterData:
    """Return the files for a language."""
    view = context.view("measures/")
    current = context.register.current
    files = {"facets.json": _json(_facets(view, list(facets(view)), current))}
    titles = [measure.title[view.language] for measure in current]
    for start in range(0, len(titles), BLOCK):
        files[f"titles-{start // BLOCK}.json"] = _json(titles[start : start + BLOCK])
    digest = hashlib.sha256("\n".join(files.values()).encode()).hexdigest()[:12]
    folder = f"{FOLDER}{digest}/"
    return FilterData(folder, {folder + name: content for name, content in files.items()})


def _facets(view: View, every: Sequence[Facet], measures: Sequence[Measure]) -> dict[str, object]:
    values = [values_of(view.register, measure) for measure in measures]
    chosen = {}
    for facet in every:
        places = {choice.key: place for place, choice in enumerate(facet.choices)}
        sets: dict[tuple[int, ...], int] = {}
        own = [tuple(places[key] for key in each[facet.name]) for each in values]
        rows = characters(sets.setdefault(each, len(sets)) for each in own)
        chosen[facet.name] = [list(sets), rows]
    language, vocabulary = view.language, view.register.vocabulary
    choices = {facet.name: [choice.key for choice in facet.choices] for facet in every}
    return {
        "block": BLOCK,
        "facets": chosen,
        "numbers": characters(measure.source.number for measure in measures),
        "others": characters(int(measure.others_responsible) for measure in measures),
        "bodies": [vocabulary.bodies[key].short[language] for key in choices["body"]],
        "sources": _sources(view, choices["list"]),
        "responsible": {
            key: view.t(f"listing.responsible_{key}", body="{body}", n="{n}")
            for key in ("more", "others", "more_others")
        },
    }


def _sources(view: View, lists: Iterable[str]) -> list[str]:
    """Return what measures of each list say of where they stand, but for their number."""
    register, language = view.register, view.language
    by_id = {measure_list.id: measure_list for measure_list in register.lists}
    key = "listing.source_of" if len(register.documents) > 1 else "listing.source_in"
    return [
        str(
            view.t(
                key,
                document=register.vocabulary.documents[by_id[measure_list].document].number[language],
                list=by_id[measure_list].name[language],
                number="{number}",
            )
        )
        for measure_list in lists
    ]


def characters(numbers: Iterable[int]) -> str:
    """Return each number as one character. Raises ``ValueError`` for one that is too high for that."""
    found = [_BASE + number for number in numbers]
    if max(found, default=0) > _HIGHEST:
        raise ValueError(max(found))
    return "".join(map(chr, found))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
