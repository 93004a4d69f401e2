"""Tables of measures: rows that all pages of a language share, and long tables cut into parts, each a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from markupsafe import Markup

from registry.model.measure import Measure
from registry.rendering.context import View
from registry.rendering.page import Page, RenderContext

PART = 100
"""How many measures a part holds: some 60 KB of HTML, whatever the register grows to."""

LEAST = 25
"""A last part with fewer measures is joined to the one before it."""

_HOME = Markup("<home>")
"""Stands for the way home in a row, which is the same on pages of any depth; text of the register is escaped, this is not."""

Head = TypeVar("Head")


@dataclass(frozen=True, slots=True)
class ListingGroup(Generic[Head]):
    """Measures that stand under one heading, or as many of them as a part has room for.

    ``number`` is how many there are in all; ``continued`` says that the first of them stand in an earlier part.
    """

    head: Head
    measures: Sequence[Measure]
    number: int
    continued: bool


@dataclass(frozen=True, slots=True)
class ListingPart(Generic[Head]):
    """What a page shows of a listing: part ``number`` of ``parts``, with measures ``first`` to ``last`` of ``total``.

    ``base`` is the address of the listing, which is that of its first part.
    """

    base: str
    number: int
    parts: int
    groups: tuple[ListingGroup[Head], ...]
    first: int
    last: int
    total: int

    @property
    def address(self) -> str:
        """The part's own address."""
        return self.address_of(self.number)

    def address_of(self, number: int) -> str:
        """Return the address of a part of the same listing."""
        return self.base if number == 1 else f"{self.base}{number}/"

    @property
    def near(self) -> tuple[int | None, ...]:
        """The numbers that lead to other parts: the first, the last, those beside this one; ``None`` where some are left out."""
        shown = {1, self.parts, *range(max(1, self.number - 1), min(self.parts, self.number + 1) + 1)}
        # A gap of one is filled: its number takes no more room than the sign for it.
        shown |= {each + 1 for each in shown if each + 2 in shown}
        found: list[int | None] = []
        for each in sorted(shown):
            if found and found[-1] != each - 1:
                found.append(None)
            found.append(each)
        return tuple(found)


def parts_of(base: str, groups: Iterable[tuple[Head, Sequence[Measure]]]) -> tuple[ListingPart[Head], ...]:
    """Cut a listing into parts; groups without measures stay. There is always one part at least."""
    every = [(head, tuple(measures)) for head, measures in groups]
    total = sum(len(measures) for _, measures in every)
    count = max(1, total // PART + (total % PART >= LEAST))
    ends = [PART * number for number in range(1, count)] + [total]
    found: list[list[ListingGroup[Head]]] = [[] for _ in ends]
    at = 0
    place = 0
    for head, measures in every:
        rest = measures
        while True:
            if rest and at == ends[place]:
                place += 1
            share, rest = rest[: ends[place] - at], rest[ends[place] - at :]
            continued = len(share) + len(rest) < len(measures)
            found[place].append(ListingGroup(head, share, len(measures), continued))
            at += len(share)
            if not rest:
                break
    starts = [0, *ends]
    return tuple(
        ListingPart(base, number, count, tuple(group), starts[number - 1] + 1, ends[number - 1], total)
        for number, group in enumerate(found, start=1)
    )


def part_with(parts: Iterable[ListingPart[Head]], head: Head) -> ListingPart[Head]:
    """Return the part in which a group begins."""
    return next(part for part in parts for group in part.groups if group.head == head)


class _AnyDepth(View):
    """A view whose ways lead from pages of any depth."""

    home = _HOME


class Rows:
    """The cells of measures in tables, each made once for all pages of a language."""

    def __init__(self, context: RenderContext) -> None:
        """Make nothing before it is asked for."""
        self._macros = context.macros
        self._view = _AnyDepth(context.language, "", context.register, context.strings, context.settings)
        self._cells: dict[tuple[str, Hashable], Markup] = {}
        self._rows: dict[tuple[str, ...], dict[str, Markup]] = {}

    def cells(self, measure: Measure, columns: tuple[str, ...]) -> Markup:
        """Return the cells of a row, whose ways are still without their beginning; see ``listing_page``."""
        rows = self._rows.setdefault(columns, {})
        if measure.id not in rows:
            rows[measure.id] = Markup("\n").join([self._cell(measure, column) for column in columns])
        return rows[measure.id]

    def _cell(self, measure: Measure, column: str) -> Markup:
        key = column, _SAME.get(column, _own)(measure)
        if key not in self._cells:
            self._cells[key] = self._macros.render("measure-cell", self._view, measure=measure, column=column)
        return self._cells[key]


def _own(measure: Measure) -> Hashable:
    return measure.id


def _responsible(measure: Measure) -> Hashable:
    return measure.responsible[0].key, len(measure.responsible), measure.others_responsible


_SAME: dict[str, Callable[[Measure], Hashable]] = {
    "number": lambda measure: measure.source.number,
    "indicator": lambda measure: measure.indicator.key,
    "responsible": _responsible,
    "remark": lambda measure: measure.remark and measure.remark.key,
}
"""By column, what two measures have in common whose cells in it are the same; in the others each has its own."""


def columns_of(measures: Iterable[Measure], *columns: str) -> tuple[str, ...]:
    """Return the columns of a table of measures; that of remarks only where one has a remark."""
    remarked = any(measure.remark for measure in measures)
    return tuple(column for column in columns if column != "remark" or remarked)


def listing_pages(
    context: RenderContext,
    component: str,
    section: str,
    name: str,
    description: str,
    parts: Iterable[ListingPart[Head]],
    scripts: tuple[str, ...] = (),
    data: Mapping[str, str] | None = None,
    **parameters: object,
) -> Iterator[Page]:
    """Give the page of each part of a listing: ``component`` is handed the part, the rows and ``parameters``.

    ``name`` and ``description`` are those of the whole listing; pages after the first say which part they are, and do
    without ``scripts`` and the ``data`` that these read.
    """
    rows = context.shared(Rows)
    for part in parts:
        view = context.view(part.address)
        html = context.macros.render(component, view, part=part, rows=rows, **parameters)
        title, about, head = name, description, Markup()
        if part.parts > 1:
            head = context.macros.render("part-links", view, part=part)
        if part.number > 1:
            title, about = (
                str(view.t("parts.title", name=each, part=part.number, parts=part.parts))
                for each in (name, description)
            )
        first = part.number == 1
        yield Page(
            context.language, part.address, section, title, about, html.replace(_HOME, view.home), head,
            scripts=scripts if first else (), data=(data if first else None) or {},
        )  # fmt: skip
