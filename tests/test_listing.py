"""How a long listing is cut into parts: nothing lost, nothing twice, in order, whatever the groups."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.model.register import Register
from registry.model.strings import read_strings
from registry.pages.data import data
from registry.pages.documents import all_documents
from registry.pages.listing import LEAST, PART, part_with, parts_of
from registry.pages.places import place
from registry.rendering.context import Macros
from registry.rendering.page import RenderContext
from registry.validation.site_settings import Settings
from tests.conftest import ROOT


@given(sizes=st.lists(st.integers(0, 3 * PART), max_size=9))
def test_parts_hold_all_in_order(sizes: list[int]) -> None:
    numbers = iter(range(sum(sizes)))
    groups = [(str(at), tuple(next(numbers) for _ in range(size))) for at, size in enumerate(sizes)]
    parts = parts_of("x/", groups)  # type: ignore[arg-type]  (numbers in place of measures)
    shown = [group for part in parts for group in part.groups]
    assert [measure for group in shown for measure in group.measures] == list(range(sum(sizes)))
    assert list(dict.fromkeys(group.head for group in shown)) == [head for head, _ in groups]
    for part in parts:
        own = [measure for group in part.groups for measure in group.measures]
        assert len(own) < PART + LEAST
        assert len(own) >= LEAST or len(parts) == 1
        assert own == list(range(part.first - 1, part.last))
        assert part.total == sum(sizes)
        assert part.address == ("x/" if part.number == 1 else f"x/{part.number}/")
    for head, members in groups:
        own_groups = [group for group in shown if group.head == head]
        assert [group.continued for group in own_groups] == [False] + [True] * (len(own_groups) - 1)
        assert {group.number for group in own_groups} == {len(members)}
        assert (
            part_with(parts, head).groups[-1].head == head or not part_with(parts, head).groups[-1].continued
        )


@given(parts=st.integers(1, 60), number=st.integers(1, 60))
def test_near_parts_lead_everywhere(parts: int, number: int) -> None:
    number = min(number, parts)
    part = parts_of("x/", [("", tuple(range(parts * PART)))])[number - 1]  # type: ignore[arg-type]
    near = part.near
    numbers = [each for each in near if each is not None]
    assert numbers == sorted(set(numbers))
    assert {1, parts, number, max(1, number - 1), min(parts, number + 1)} <= set(numbers)
    assert len(near) <= 9
    for before, after in pairwise(near):
        assert after is None or before is None or after == before + 1


def test_many_documents_are_a_table_and_their_annexes_another(register: Register) -> None:
    (document,) = register.documents
    copies = [dataclasses.replace(document, key=f"copy-{number}", year=2000 + number) for number in range(12)]
    vocabulary = dataclasses.replace(register.vocabulary, documents={copy.key: copy for copy in copies})
    context = make_context(Register((), vocabulary))
    html = str(all_documents(context).html)
    assert re.findall(r'<tr id="copy-(\d+)">', html) == [str(number) for number in range(11, -1, -1)]
    html = str(data(context).html)
    found = re.findall(r"documents/copy-(\d+)-annexes(-bilingual)?\.docx", html)
    assert found == [(str(number), kind) for number in range(11, -1, -1) for kind in ("", "-bilingual")]
    assert html.index("<details") < html.index("copy-11-annexes") < html.index("</details>")
    few = dataclasses.replace(register.vocabulary, documents={copy.key: copy for copy in copies[:3]})
    context = make_context(Register((), few))
    assert "<table" not in all_documents(context).html
    assert "<details" not in data(context).html


def make_context(collection: Register) -> RenderContext:
    strings, _ = read_strings(ROOT / "macros" / "strings.yml", "macros/strings.yml")
    return RenderContext("zh", collection, Macros(ROOT / "macros"), strings, Settings())


def test_what_an_editor_types_is_no_way_home(register: Register) -> None:
    """Rows are made with a mark for the way home; text that looks like the mark stays as it is typed."""
    typed = [
        dataclasses.replace(measure, title=dataclasses.replace(measure.title, zh="<home>&lt;home&gt;"))
        for measure in register.measures
    ]
    collection = Register(tuple(typed), register.vocabulary)
    context = make_context(collection)
    key = next(each for each in register.vocabulary.places.values() if collection.of_place(each))
    (page,) = place(context, key)
    assert page.html.count(">&lt;home&gt;&amp;lt;home&amp;gt;</a>") == len(collection.of_place(key))
    assert "<home>" not in page.html
