"""Components made ready for a language give what they give as written, whatever the data says, and are kept between runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup

from registry.core.languages import LANGUAGES, Bilingual
from registry.model.register import Collection
from registry.model.strings import MissingWordsError, Strings
from registry.pages import recipes
from registry.rendering import context
from registry.rendering.compiler import Compiled, ComponentEnvironment, compiled, unfolded
from registry.rendering.context import Macros, View, compile_components
from registry.rendering.page import Page, Workshop
from registry.validation.site_settings import Settings
from tests.conftest import ROOT
from tests.test_macros import HOSTILE, hostile_collection, made_pages, make_workshop

ADDRESSES = (Settings(), Settings("https://example.org", "https://gitlab.example/x"))


class AsWritten(Macros):
    """The components without anything made ready."""

    def _folded(self, _language: str, _strings: Strings) -> ComponentEnvironment:
        return unfolded(self._folder)


def both(workshop: Workshop, settings: Settings) -> list[tuple[Page, Page]]:
    """Return every page, made of the components as they are made ready and as they are written."""
    every = [
        made_pages(
            recipes(Workshop(workshop.language, workshop.collection, each, workshop.strings, settings))
        )
        for each in (workshop.macros, AsWritten(workshop.macros._folder))
    ]
    return list(zip(*every, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("settings", ADDRESSES, ids=["no-address", "address"])
def test_every_page_is_the_same_and_nothing_is_left_to_components_as_written(
    language: str, settings: Settings, register: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = make_workshop(language, register)
    monkeypatch.setattr(context, "unfolded", lambda _: pytest.fail("a component is slow"))
    for folded, written in both(workshop, settings):
        assert (folded.html, folded.head) == (written.html, written.head), folded.address


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_changes_nothing(language: str, register: Collection) -> None:
    words = " ".join([*HOSTILE, "[[register:content]]", "environment.html(", "\x00"])
    workshop = make_workshop(language, hostile_collection(register, words))
    for folded, written in both(workshop, ADDRESSES[1]):
        assert (folded.html, folded.head) == (written.html, written.head), folded.address


WORDS = {
    "a.plain": Bilingual("甲", "A & <b>"),
    "a.one": Bilingual("共{n}项", "{n} in all"),
    "a.two": Bilingual("{x}和{y}", "{x} and {y} — {x}"),
    "a.marked": Bilingual("“{x}”", "it's {x}"),
    "a.odd": Bilingual("{{x}} {x:>4} {y!r}", "{{x}} {x:>4} {y!r}"),
}

OTHER = """
{% set _shapes = {"dot": "<.>", "line": "-"} %}
{% macro _inner(view, name) %}[{{ _shapes[name] }}{{ view.t("a.plain") }}]{% endmacro %}
{% macro other(view, name, text="none", wide=false) %}{% set text = text ~ "!" %}
{{ _inner(view, name) }}{% if wide %}W{% elif name == "dot" %}D{% else %}{{ text }}{% endif %}{{ text }}
{% endmacro %}
{% macro around(view) %}<{{ caller() }}>{% endmacro %}
{% macro again(view, n) %}{{ n }}{% if n %}{{ again(view, n - 1) }}{% endif %}{% endmacro %}
"""

LOCAL = {
    "swap": "{% macro swap(view, text, mark) %}{{ text }}|{{ mark }}{% endmacro %}\n",
    "shadow": "{% macro shadow(view, other) %}{{ other }}{% endmacro %}\n",
}

CASES = {
    "words": '{{ view.t("a.plain") }}{{ view.other_t("a.plain") }}',
    "filled": '{{ view.t("a.one", n=3) }}{{ view.t("a.two", x=text, y=mark) }}{{ view.t("a.two", x=text, y=text) }}',
    "marked": '{{ view.t("a.marked", x=mark) }}{{ view.t("a.marked", x=text) }}',
    "odd": '{{ view.t("a.odd", x=text, y=text) }}',
    "asked": '{% set said = view.t("a.two", x=text, y=mark) %}{{ said }}{{ said | length }}',
    "chosen": '{{ view.t("a.plain" if text else "a.none") }}{{ view.t("a." ~ ("plain" if true else "none")) }}',
    "language": '{% set language = view.language %}{{ language }}{% if language == "zh" %}中{% elif text %}T{% else %}E{% endif %}',
    "set-later": '{% set a = "1" %}{% if text %}{% set a = text %}{% endif %}{{ a }}',
    "set-twice": '{% set a = "1" %}{{ a }}{% set a = "2" %}{{ a }}',
    "loop": '{% for text in items %}{% set a = text %}{{ loop.index }}{{ other(view, "line", a) }}{% endfor %}{{ text }}',
    "called": '{{ other(view, "dot") }}{{ other(view, text) if false }}{{ other(view, "line", wide=true) }}',
    "swapped": "{{ swap(view, mark, text) }}",
    "shadowed": "{{ shadow(view, text) }}",
    "again": "{{ again(view, 3) }}",
    "around": "{% call around(view) %}{{ text }}{{ view.t('a.plain') }}{% endcall %}",
    "filtered": '{{ other(view, "line", text) | length }}',
    "entry": "{{ entries.name }}{{ entries.missing is defined }}{{ entries.missing | default('-') }}",
    "link": '{{ view.link("x/") }}{{ view.link(text) }}',
    "joined": "{{ text ~ mark ~ 3 }}{{ text ~ 3 }}",
    "logic": "{{ (true and text) or 1 }}{{ false or mark }}{{ (false and text) }}{{ 3 if text else 2 }}",
    "changed": '{% set found = {"a": 1} %}{% set _ = found.update({"b": text}) %}{{ found | length }}',
}


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str, Compiled | None], tuple[Macros, AsWritten]]:
    def make(body: str, kept: Compiled | None = None) -> tuple[Macros, AsWritten]:
        head = '{% from "other.html" import other, around, again %}\n'
        local = "".join(macro for name, macro in LOCAL.items() if f"{name}(" in body)
        (tmp_path / "other.html").write_text(OTHER, encoding="utf-8")
        macro = f"{{% macro case(view, text, mark, items, entries) %}}{body}{{% endmacro %}}"
        (tmp_path / "case.html").write_text(head + local + macro, encoding="utf-8")
        return Macros(tmp_path, kept), AsWritten(tmp_path)

    return make


def rendered(macros: Macros, register: Collection, language: str = "zh", **words: Bilingual) -> str:
    view = View(language, "m/x/", register, Strings({**WORDS, **words}))
    return macros.render(
        "case", view, text="<&{x}'", mark=Markup("<i>m</i>"), items=["<", "b"], entries={"name": "<n>"}
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("body", CASES.values(), ids=CASES)
def test_a_component_gives_what_it_gives_as_written(
    body: str, language: str, register: Collection, made: Callable[..., tuple[Macros, AsWritten]]
) -> None:
    folded, written = made(body)
    assert rendered(folded, register, language) == rendered(written, register, language)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\n\n{{ view.t('a.none') }}", MissingWordsError),
        ("\n\n{{ view.t('a.one') }}", MissingWordsError),
        ("\n\n{{ nothing }}", Exception),
        ("\n\n{{ other(view) }}", Exception),
        ("\n\n{{ entries.missing }}", Exception),
    ],
)
def test_a_mistake_is_told_where_it_stands(
    body: str, expected: type[Exception], register: Collection, made: Callable[..., tuple[Macros, AsWritten]]
) -> None:
    folded, written = made(body)
    with pytest.raises(expected) as said:
        rendered(folded, register)
    with pytest.raises(expected) as original:
        rendered(written, register)
    assert str(said.value) == str(original.value)
    places = [
        [
            (Path(str(each.path)).name, each.lineno)
            for each in error.traceback
            if str(each.path).endswith(".html")
        ]
        for error in (said, original)
    ]
    assert places[0] == places[1] != []


def test_what_was_compiled_is_used_until_something_changes(
    tmp_path: Path,
    register: Collection,
    made: Callable[..., tuple[Macros, AsWritten]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "kept"
    body = '{{ other(view, "dot") }}'
    first = rendered(made(body, Compiled(folder))[0], register)
    folded: list[str] = []
    fold = compiled.folding.fold
    monkeypatch.setattr(
        compiled.folding, "fold", lambda name, sources: (folded.append(name), fold(name, sources))[1]
    )
    assert rendered(made(body, Compiled(folder))[0], register) == first
    assert folded == []
    changed = rendered(made(body, Compiled(folder))[0], register, **{"a.plain": Bilingual("乙", "B")})
    assert changed == first.replace("甲", "乙") != first
    assert folded == ["case.html"]
    macros, _ = made(body, Compiled(folder))
    (tmp_path / "other.html").write_text(OTHER.replace("D{%", "N{%"), encoding="utf-8")
    assert rendered(macros, register) == first.replace("D", "N") != first
    assert folded == ["case.html"] * 2


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_what_is_damaged_or_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, register: Collection, made: Callable[..., tuple[Macros, AsWritten]], damage: bytes | None
) -> None:
    folder = tmp_path / "kept"
    body = CASES["called"]
    first = rendered(made(body, Compiled(folder))[0], register)
    files = list(folder.iterdir())
    assert files
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + b"?" if damage is None else damage)
    assert rendered(made(body, Compiled(folder))[0], register) == first
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert rendered(made(body, Compiled(tmp_path / "file" / "in"))[0], register) == first


def test_components_that_pages_begin_with_are_compiled_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "COMPONENTS", tmp_path / "components")
    compile_components()
    kept = {path.name.rsplit(".", 1)[0] for path in (tmp_path / "components").iterdir()}
    assert {
        f"{name}.html.{each}" for name in ("measure", "home", "site-header") for each in LANGUAGES
    } <= kept
    assert not {name for name in kept if name.startswith("facts.")}, "only measure.html takes it in"


def test_a_mistake_does_not_stop_what_is_compiled_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "macros", tmp_path / "macros")
    (tmp_path / "macros" / "measure.html").write_text("{% macro measure(view) %}", encoding="utf-8")
    monkeypatch.setattr(context, "ROOT", tmp_path)
    monkeypatch.setattr(context, "COMPONENTS", tmp_path / "components")
    compile_components()
    kept = {path.name.split(".")[0] for path in (tmp_path / "components").iterdir()}
    assert "home" in kept
    assert "measure" not in kept
