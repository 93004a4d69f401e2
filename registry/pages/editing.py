"""What the guide for editors takes from the program, so that it is never out of date: the keys of a measure file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

from markupsafe import Markup

from registry.loader.fields import Choice, Date, Field, Flag, Integer, Line, ListOf, Prose, Record, Shape
from registry.model.measure import measure_shape
from registry.rendering.context import View
from registry.rendering.page import RenderContext


@dataclass(frozen=True)
class FieldRow:
    """A key of a measure file, in the words of one language."""

    path: tuple[str, ...]
    meaning: str
    form: str
    required: bool


def measure_fields(context: RenderContext, view: View) -> Markup:
    """Return the table of the keys of a measure file."""
    shape = measure_shape(context.register.vocabulary)
    return context.macros.render("measure-fields", view, rows=list(_rows(shape.fields, view)))


def _rows(fields: dict[str, Field], view: View, above: tuple[str, ...] = ()) -> Iterator[FieldRow]:
    for key, field in fields.items():
        path = (*above, key)
        yield FieldRow(path, field.meaning[view.language], _form(field.shape, view), field.required)
        if isinstance(field.shape, Record):
            yield from _rows(field.shape.fields, view, path)


def _form(shape: Shape, view: View) -> str:
    """Return in words how a value is written."""
    match shape:
        case Choice(home=str() as home):
            return str(view.t("editing.form_vocabulary", file=home))
        case Choice():
            meanings = (
                str(view.t("editing.choice", value=key, meaning=meaning[view.language]))
                for key, meaning in shape.values.items()
            )
            choices = reduce(lambda one, more: str(view.t("editing.choices", one=one, more=more)), meanings)
            return str(view.t("editing.form_choice", choices=choices))
        case ListOf():
            return str(view.t("editing.form_list", item=_form(shape.item, view)))
        case Line(form=form) if form is not None:
            return str(view.t("editing.form_pattern", form=form[view.language]))
    names: dict[type[Shape], str] = {
        Line: "line",
        Prose: "prose",
        Integer: "number",
        Flag: "flag",
        Date: "date",
    }
    return str(view.t(f"editing.form_{names.get(type(shape), 'record')}"))
