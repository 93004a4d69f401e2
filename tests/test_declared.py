"""A field that is declared shows: on the page, in the API with its schema, in CSV and XLSX, in the guide."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import pytest

from registry.core.languages import LANGUAGES, Bilingual
from registry.exports.api.files import row
from registry.exports.api.records import MEASURE, made
from registry.exports.office.register_workbook import _MEASURE_COLUMNS as WORKBOOK
from registry.model.measure import Measure, measure_schema
from registry.model.register import Register
from registry.pages.editing import measure_fields
from registry.pages.measure import measure_page_spec
from registry.rendering.page import RenderContext
from tests.exporting import export_context
from tests.test_macros import make_context

DECLARED = [field for field in dataclasses.fields(Measure) if "field" in field.metadata]
SHOWN = [field.name for field in DECLARED if field.metadata["shown"]]
NOT_IN_A_TABLE = {"aliases"}
"""Fields of a measure that only redirects are made of."""


def other_value(name: str, measure: Measure, register: Register) -> Any:
    """Return a value of a field that is not what a measure has in it."""
    value = getattr(measure, name)
    lists: Mapping[str, Any] = {"indicator": "indicators", "remark": "remarks"}
    match value:
        case bool():
            return not value
        case str() if name == "adoption":
            return {"replicate": "reference", "reference": "replicate"}[value]
        case None | str() if name not in lists:
            return "2031-02-03"
        case Bilingual():
            return Bilingual("另一段文字", "Another text")
        case tuple():
            pool = {"responsible": register.vocabulary.bodies, "origin": register.vocabulary.places}.get(
                name, {}
            )
            return tuple(entry for entry in pool.values() if entry not in value)[:2] or ("another",)
        case _ if name in lists:
            entries = getattr(register.vocabulary, lists[name]).values()
            return next((entry for entry in entries if entry != value), None)
        case _:
            return next(
                getattr(measure, name) for measure in register.measures if getattr(measure, name) != value
            )


def article(measure: Measure, language: str, register: Register) -> str:
    rendering: RenderContext = make_context(
        language, Register((measure,), register.vocabulary, register.published)
    )
    (page,) = measure_page_spec(rendering, measure).pages()
    found = re.search("<article.*</article>", str(page.html), re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_a_declared_field_is_on_the_page(name: str, language: str, register: Register) -> None:
    measure = register.measures[2]
    changed = dataclasses.replace(measure, **{name: other_value(name, measure, register)})
    is_shown = article(changed, language, register) != article(measure, language, register)
    assert is_shown, (
        f"No component of the measure page shows “{name}”: show it, or declare it with shown=False."
    )


@pytest.mark.parametrize("name", [field.name for field in DECLARED if field.name not in NOT_IN_A_TABLE])
def test_a_declared_field_is_in_the_api_and_in_tables(name: str, register: Register) -> None:
    measure = register.measures[2]
    changed = dataclasses.replace(measure, **{name: other_value(name, measure, register)})
    if name == "translation":
        changed = dataclasses.replace(
            measure, translation=dataclasses.replace(measure.translation, status="other")
        )
    context = export_context(register)
    before, after = made(context, MEASURE, measure), made(context, MEASURE, changed)
    assert before != after
    assert row(before) != row(after)
    if name not in {
        "keywords",
        "translation",
    }:  # The workbook is for reading, and its notes say what the English is.
        rows = [
            [column.cell(context, each, language) for column in WORKBOOK for language in LANGUAGES]
            for each in (measure, changed)
        ]
        assert rows[0] != rows[1]


def test_a_declared_field_is_in_the_guide_and_the_schema(register: Register) -> None:
    rendering = make_context("zh", register)
    guide = str(measure_fields(rendering, rendering.view("editing/")))
    schema = measure_schema(register.vocabulary)["properties"]
    for field in DECLARED:
        assert f"<code>{field.name}</code>" in guide
        assert field.name in schema
