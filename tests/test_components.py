"""Components give what Jinja itself would make of them, whatever the data says, and are kept compiled between runs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader, Template
from markupsafe import Markup

from registry.core.languages import LANGUAGES, Bilingual
from registry.model.register import Register
from registry.model.strings import MissingWordsError, Strings
from registry.pages import page_specs
from registry.rendering import jinja
from registry.rendering.context import Macros, View
from registry.rendering.jinja import ComponentEnvironment
from registry.rendering.page import Page, RenderContext
from registry.validation.site_settings import Settings
from tests.test_macros import HOSTILE, hostile_register, made_pages, make_context

ADDRESSES = (Settings(), Settings("https://example.org", "https://gitlab.example/x"))


class PlainMacros(Macros):
    """The components as Jinja's own code makes them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._environment = ComponentEnvironment(FileSystemLoader(folder))


def both(context: RenderContext, settings: Settings) -> list[tuple[Page, Page]]:
    """Return every page, made of the components by the faster code and by Jinja's own."""
    every = [
        made_pages(
            page_specs(RenderContext(context.language, context.register, each, context.strings, settings))
        )
        for each in (context.macros, PlainMacros(context.macros._folder))
    ]
    return list(zip(*every, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("settings", ADDRESSES, ids=["no-address", "address"])
def test_every_page_is_the_same(language: str, settings: Settings, register: Register) -> None:
    for fast, plain in both(make_context(language, register), settings):
        assert (fast.html, fast.head) == (plain.html, plain.head), fast.address


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_changes_nothing(language: str, register: Register) -> None:
    words = " ".join([*HOSTILE, "[[register:content]]", "environment.html(", "\x00"])
    context = make_context(language, hostile_register(register, words))
    for fast, plain in both(context, ADDRESSES[1]):
        assert (fast.html, fast.head) == (plain.html, plain.head), fast.address


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
    "entry": "{{ entries['name'] }}{{ entries['missing'] is defined }}{{ entries['missing'] | default('-') }}",
    "link": '{{ view.link("x/") }}{{ view.link(text) }}',
    "joined": "{{ text ~ mark ~ 3 }}{{ text ~ 3 }}",
    "logic": "{{ (true and text) or 1 }}{{ false or mark }}{{ (false and text) }}{{ 3 if text else 2 }}",
    "changed": '{% set found = {"a": 1} %}{% set _ = found.update({"b": text}) %}{{ found | length }}',
}


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], Path]:
    def make(body: str) -> Path:
        head = '{% from "other.html" import other, around, again %}\n'
        local = "".join(macro for name, macro in LOCAL.items() if f"{name}(" in body)
        (tmp_path / "other.html").write_text(OTHER, encoding="utf-8")
        macro = f"{{% macro case(view, text, mark, items, entries) %}}{body}{{% endmacro %}}"
        (tmp_path / "case.html").write_text(head + local + macro, encoding="utf-8")
        return tmp_path

    return make


def rendered(macros: Macros, register: Register, language: str = "zh") -> str:
    view = View(language, "m/x/", register, Strings(WORDS))
    return macros.render(
        "case", view, text="<&{x}'", mark=Markup("<i>m</i>"), items=["<", "b"], entries={"name": "<n>"}
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("body", CASES.values(), ids=CASES)
def test_the_faster_code_gives_what_jinja_gives(
    body: str, language: str, register: Register, made: Callable[[str], Path]
) -> None:
    folder = made(body)
    assert rendered(Macros(folder), register, language) == rendered(PlainMacros(folder), register, language)


@pytest.mark.parametrize(
    ("body", "expected", "says"),
    [
        ("\n\n{{ view.t('a.none') }}", MissingWordsError, "a.none"),
        ("\n\n{{ view.t('a.one') }}", MissingWordsError, "a.one"),
        ("\n\n{{ nothing }}", Exception, "'nothing' is undefined"),
        ("\n\n{{ other(view) }}", Exception, "name"),
        ("\n\n{{ entries.missing }}", Exception, "has no attribute 'missing'"),
        ("\n\n{{ entries.name }}", AttributeError, "has no attribute 'name'"),
    ],
)
def test_a_mistake_is_told_where_it_stands(
    body: str, expected: type[Exception], says: str, register: Register, made: Callable[[str], Path]
) -> None:
    with pytest.raises(expected, match=re.escape(says)) as said:
        rendered(Macros(made(body)), register)
    lines = {(Path(str(entry.path)).name, entry.lineno + 1) for entry in said.traceback}
    assert ("case.html", 4) in lines


def test_what_was_compiled_is_used_until_something_changes(
    tmp_path: Path, register: Register, made: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jinja, "FOLDER", tmp_path / "cache")
    compiled: list[str] = []
    compile_ = jinja.FastEnvironment.compile

    def spy(self: jinja.FastEnvironment, source: str, name: str | None = None, *rest: object) -> Template:
        compiled.append(str(name))
        return compile_(self, source, name, *rest)

    monkeypatch.setattr(jinja.FastEnvironment, "compile", spy)
    folder = made('{{ other(view, "dot") }}')
    first = rendered(Macros(folder), register)
    assert compiled == ["case.html", "other.html"]
    assert rendered(Macros(folder), register) == first
    assert len(compiled) == 2
    (folder / "other.html").write_text(OTHER.replace("D{%", "N{%"), encoding="utf-8")
    assert rendered(Macros(folder), register) == first.replace("D", "N") != first
    assert compiled[2:] == ["other.html"]


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_what_is_damaged_or_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path,
    register: Register,
    made: Callable[[str], Path],
    damage: bytes | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jinja, "FOLDER", tmp_path / "cache")
    folder = made(CASES["called"])
    first = rendered(Macros(folder), register)
    files = list((tmp_path / "cache").iterdir())
    assert files
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content[:-1] + b"?" if damage is None else damage)
    assert rendered(Macros(folder), register) == first
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr(jinja, "FOLDER", tmp_path / "file")
    assert rendered(Macros(folder), register) == first


def test_code_that_came_with_the_files_is_not_run(
    tmp_path: Path, register: Register, made: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jinja, "FOLDER", tmp_path / "cache")
    folder = made(CASES["called"])
    first = rendered(Macros(folder), register)
    shutil.copytree(tmp_path / "cache", tmp_path / "copy")
    monkeypatch.setattr(jinja, "FOLDER", tmp_path / "copy")
    with monkeypatch.context() as patch:
        patch.setattr(jinja.Bucket, "bytecode_from_string", lambda *_: pytest.fail("code was taken"))
        assert rendered(Macros(folder), register) == first
