"""The components: whatever an editor types shows as typed, in every field, and the text of a measure is set without a change."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from justhtml import JustHTML

from registry.core import limits
from registry.core.errors import words_of
from registry.core.languages import LANGUAGES, Bilingual
from registry.core.workers import places_of
from registry.model.measure import Ending, Measure
from registry.model.register import Register
from registry.model.strings import read_strings
from registry.model.vocabulary import Vocabulary
from registry.pages import page_specs
from registry.pages.measure import measures
from registry.rendering.context import Macros
from registry.rendering.page import Page, PageSpec, RenderContext
from registry.validation.checker import CheckResult
from registry.validation.site_settings import Settings
from tests.conftest import ROOT

HOSTILE = (
    "<script>alert(1)</script>",
    "</article></main>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}{# #}",
    "**x** [a](b) `c` &amp; &#60;",
    "\"double\" 'single' “curly”",
    "一是{n}；二是{0}",
    "x" * 300,
)
"""What an editor may type; none of it means anything to the page."""


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def make_context(language: str, collection: Register) -> RenderContext:
    strings, problems = read_strings(ROOT / "macros" / "strings.yml", "macros/strings.yml")
    assert problems == []
    return RenderContext(
        language, collection, Macros(ROOT / "macros"), strings, Settings("https://example.org", "")
    )


def typed(value: object, words: str) -> object:
    """Return a copy of a value of the model in which every text for people is ``words``."""
    if isinstance(value, Bilingual):
        return Bilingual(words, words)
    if isinstance(value, tuple):
        return tuple(typed(each, words) for each in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed = {field.name: typed(getattr(value, field.name), words) for field in dataclasses.fields(value)}
    if "printed" in changed:
        changed["printed"] = words
    return dataclasses.replace(value, **changed)


def hostile_register(register: Register, words: str) -> Register:
    """Return some measures with ``words`` in every field for people, one of them ended, and the vocabulary so too."""
    found = [typed(measure, words) for measure in register.measures[:4]]
    all_measures = [each for each in found if isinstance(each, Measure)]
    reason = Bilingual(words, words)
    all_measures[1] = dataclasses.replace(
        all_measures[1], ending=Ending("superseded", "2031-02-03", reason, (all_measures[0].id,))
    )
    vocabulary = Vocabulary(
        **{
            field.name: {
                key: typed(entry, words) for key, entry in getattr(register.vocabulary, field.name).items()
            }
            for field in dataclasses.fields(Vocabulary)
            if field.name not in {"unknown", "unsettled"}
        }
    )
    return Register(tuple(all_measures), vocabulary)


def made_pages(every: Iterable[PageSpec]) -> Iterator[Page]:
    """Make the pages of recipes."""
    for spec in every:
        yield from spec.pages()


def parsed(page: Page) -> JustHTML:
    return JustHTML(str(page.html), sanitize=False)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_shows_as_typed(language: str, words: str, register: Register) -> None:
    context = make_context(language, hostile_register(register, words))
    for page in made_pages(measures(context)):
        html = parsed(page)
        assert html.query("script, img") == []
        assert len(html.query("article")) == 1
        practices = html.query("article [data-field=practice]")
        assert [text(practice) for practice in practices] == [without_space(words)] * 2
        for name in ("title", "indicator", "responsible", "source", "origin", "remark"):
            for element in html.query(f"article [data-field={name}]"):
                assert without_space(words) in text(element), name
    ended = context.register.measures[1]
    assert without_space(words) in text(parsed(page_of(context, ended)).query(".notice")[0])


WITHOUT_CONTENT = frozenset({"404.html", "editing/rules/", "report/", "trust/", "verify/"})
"""The pages that say the same whatever the measures and the vocabulary say."""


def test_hostile_text_makes_no_element_on_any_page(language: str, register: Register) -> None:
    words = " ".join(HOSTILE)
    context = make_context(language, hostile_register(register, words))
    for page in made_pages(page_specs(context)):
        html = parsed(page)
        assert html.query("script, img") == [], page.address
        assert len(html.query("h1")) == 1, page.address
        if page.address not in WITHOUT_CONTENT:
            assert without_space(words) in text(html.root), page.address


def test_official_text_is_not_touched(language: str, register: Register) -> None:
    context = make_context(language, register)
    for measure, page in zip(register.measures, made_pages(measures(context)), strict=True):
        html = parsed(page)
        for each in LANGUAGES:
            lang = "zh-Hans" if each == "zh" else "en"
            (found,) = html.query(f"[data-field=practice][lang={lang}]")
            paragraphs = [raw_text(paragraph) for paragraph in found.query("p")]
            assert "\n\n".join(paragraphs) == measure.practice[each]


def test_enumerations_are_lists(register: Register) -> None:
    context = make_context("zh", register)
    html = parsed(page_of(context, register.by_id["ybh2019-376-2b-09"]))
    leads = [raw_text(each.query("b")[0]) for each in html.query("[lang=zh-Hans] [role=listitem]")]
    assert leads == ["一是", "二是", "三是", "四是"]
    leads = [raw_text(each.query("b")[0]) for each in html.query("[lang=en] [role=listitem]")]
    assert leads == ["First,", "Second,", "Third,", "Fourth,"]


def test_every_explained_term_has_its_explanation(language: str, register: Register) -> None:
    for page in made_pages(measures(make_context(language, register))):
        html = parsed(page)
        for link in html.query("a.explained"):
            assert html.query(link.attrs["href"])


def test_ended_measure_says_so_and_names_what_follows(language: str, register: Register) -> None:
    collection = hostile_register(register, "reason")
    context = make_context(language, collection)
    (notice,) = parsed(page_of(context, collection.measures[1])).query(".notice")
    assert ("2031年2月3日" if language == "zh" else "3 February 2031") in notice.to_text()
    assert notice.query("a")[0].attrs["href"].endswith(f"m/{collection.measures[0].id}/")


def test_every_string_keeps_its_placeholders_in_both_languages(checked: CheckResult) -> None:
    assert checked.vocabulary is not None
    context = make_context("zh", Register((), checked.vocabulary))
    for key, words in context.strings.words.items():
        zh, en = (set(re.findall(r"\{(\w+)\}", words[each])) for each in LANGUAGES)
        assert en <= zh or zh <= en, key


def page_of(context: RenderContext, measure: Measure) -> Page:
    return next(page for page in made_pages(measures(context)) if page.address == measure.address)


def text(element: object) -> str:
    return without_space(raw_text(element))


def raw_text(element: object) -> str:
    return "".join(_texts(element))


def _texts(element: object) -> Iterator[str]:
    if getattr(element, "name", "") == "#text":
        yield str(getattr(element, "data", ""))
    for child in getattr(element, "children", None) or ():
        yield from _texts(child)


def without_space(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize(
    ("loop", "words"),
    [
        ("{% for n in range(10**12) %}{{ n }}{% endfor %}", "at most 100000 numbers"),
        ("{{ short_count(view, n) }}", "RecursionError"),
        ("{% for n in range(99999) %}{% for m in range(99999) %}{% endfor %}{% endfor %}", "a loop that does not end"),
    ],
    ids=["range", "recursion", "loops"],
)  # fmt: skip
def test_a_component_without_end_is_stopped_and_told_at_its_line(
    tmp_path: Path, register: Register, monkeypatch: pytest.MonkeyPatch, loop: str, words: str
) -> None:
    monkeypatch.setattr(limits, "LONGEST", 0.3)
    text = f"{{% macro short_count(view, n) %}}\n\n{loop}\n{{% endmacro %}}\n"
    (tmp_path / "short-count.html").write_text(text, encoding="utf-8")
    with pytest.raises((Exception,)) as raised:
        Macros(tmp_path).render("short-count", make_context("zh", register).view(""), n=1)
    places = [line for file, line in places_of(raised.value) if file.endswith("short-count.html")]
    assert set(places) == {3}
    assert words in str(getattr(raised.value, "message", words_of(raised.value)))
