"""Finding terms, the longest that stands at a place, and holding translations to their renderings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.core.languages import Bilingual
from registry.model.glossary import Renderings, TermFinder
from registry.model.vocabulary import Term
from registry.model.vocabulary_loader import read_vocabulary
from registry.validation.checker import check
from tests.conftest import ROOT

SIGNS = {"zh": "证照分离", "en": "abes -.(|"}
WORDS = {language: st.text(signs, min_size=1, max_size=5) for language, signs in SIGNS.items()}


def finder(words: list[str], language: str) -> TermFinder:
    return TermFinder(
        (Term(key=word, term=Bilingual(word, word), definition=Bilingual("", "")) for word in words), language
    )


def found(words: list[str], language: str, text: str) -> list[str]:
    return [text[each.start : each.end] for each in finder(words, language).find(text)]


@given(st.lists(WORDS["zh"], max_size=6, unique=True), st.text(SIGNS["zh"], max_size=30))
def test_the_longest_counts_and_the_search_goes_on_after_it(words: list[str], text: str) -> None:
    expected = []
    place = 0
    while place < len(text):
        longest = max((word for word in words if text.startswith(word, place)), key=len, default="")
        expected += [longest] if longest else []
        place += len(longest) or 1
    assert found(words, "zh", text) == expected


def is_inside(text: str, place: int) -> bool:
    """Whether ``place`` is inside a word."""
    sides = [text[each : each + 1].isalnum() for each in (place - 1, place) if each >= 0]
    return sides == [True, True]


@given(st.lists(WORDS["en"], max_size=6, unique=True), st.text(SIGNS["en"] + "SA", max_size=30))
def test_english_terms_are_whole_words_or_their_plurals(words: list[str], text: str) -> None:
    for each in finder(words, "en").find(text):
        assert text[each.start : each.end].lower() == each.term.key
        assert not is_inside(text, each.start)
        assert any(
            text[each.end :].lower().startswith(ending) and not is_inside(text, each.end + len(ending))
            for ending in ("", "s", "es")
        )


def test_signs_that_are_small_in_odd_ways_move_nothing() -> None:
    assert found(["permit", "business licence"], "en", "İİ PERMIT, ſ, Business licences K") == [
        "PERMIT",
        "Business licence",
    ]


def test_words_as_long_or_as_much_alike_as_can_be_are_found() -> None:
    nested = ["ab" * length for length in range(1, 60)]
    assert found([*nested, "x" * 5000], "en", f"{'ab' * 70} {nested[-1]} {nested[3]}s {'X' * 5000}") == [
        nested[-1],
        nested[3],
        "X" * 5000,
    ]


GLOSSARY = read_vocabulary(ROOT / "measures" / "vocabulary", "vocabulary").known.glossary


def missing(chinese: str, english: str) -> dict[str, tuple[int, int]]:
    """The terms that a translation renders less often than the Chinese has them, and how often each does."""
    found = Renderings(GLOSSARY.values()).missing(chinese, english)
    return {each.term.term.zh: (each.chinese, each.english) for each in found}


@pytest.mark.parametrize(
    ("chinese", "english", "expected"),
    [
        ("优化营业执照。", "Improve business licences.", {}),
        ("优化营业执照。", "Improve trading certificates.", {"营业执照": (1, 0)}),
        ("电子营业执照和营业执照", "the electronic business licence", {"营业执照": (1, 0)}),
        ("电子营业执照和营业执照", "the electronic business licence and the business licence", {}),
        ("推广小程序，推广大数据", "roll out mini programs and big data", {"推广": (2, 1)}),
        ("不动产登记资料", "real estate, registration records", {"不动产登记资料": (1, 0)}),
        ("政务服务“一网通办”", "one-stop online government services", {}),
        ("证照和电子证照", "electronic certificates and licences", {"证照": (1, 0)}),
        ("征收、征收", "expropriated, and expropriating", {}),
    ],
)
def test_each_term_is_rendered_as_often_as_it_stands(
    chinese: str, english: str, expected: dict[str, tuple[int, int]]
) -> None:
    assert missing(chinese, english) == expected


def test_any_other_rendering_in_any_measure_is_told() -> None:
    checked = 0
    for path in (ROOT / "measures").glob("*/ybh*.yml"):
        measure = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "title" not in measure:
            continue
        for field in ("title", "practice"):
            chinese, english = measure[field]["zh"], measure[field]["en"]
            for occurrence in TermFinder(GLOSSARY.values(), "zh").find(chinese):
                rendering = re.compile(rf"\b{re.escape(occurrence.term.term.en)}(e?s)?\b", re.IGNORECASE)
                if not occurrence.term.accepted_en and rendering.search(english):
                    changed = rendering.sub("another word", english)
                    assert missing(chinese, changed), (path.stem, occurrence.term.key)
                    checked += 1
    assert checked > 500


def test_check_names_the_line_and_the_proposal_everywhere(measures: Path) -> None:
    edits = {
        "getting-electricity/ybh2019-376-1b-08.yml": (
            "dual-manager responsibility system",
            "two-manager system",
        ),
        "vocabulary/notices/ybh2019-376.yml": (
            "the vitality of market entities",
            "the vitality of market players",
        ),
        "vocabulary/documents.yml": (
            "(4) Paying taxes and fees (3 measures)",
            "(4) Paying taxes (3 measures)",
        ),
    }
    expected = {}
    for file, (old, new) in edits.items():
        text = (measures / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (measures / file).write_text(text.replace(old, new), encoding="utf-8")
        expected[f"measures/{file}"] = text[: text.index(old)].count("\n") + 1
    problems = [problem for problem in check(measures).problems if problem.severity == "error"]
    assert {problem.file: problem.line for problem in problems} == expected
    proposals = {
        "dual-manager responsibility system",
        "market entity",
        "taxes and fees / taxes (and fees) / tax and fee",
    }
    assert {
        problem.hint.en.removeprefix("In English, use: ").partition(". ")[0] for problem in problems
    } == proposals


def test_synonyms_are_shown_and_words_of_search_are_not(site: Path) -> None:
    page = (site / "en" / "glossary" / "index.html").read_text(encoding="utf-8")
    shown = re.sub(r'data-words="[^"]*"', "", page)
    term = GLOSSARY["tendering-party"]
    assert f"Also called: {term.synonyms.en[0]}" in shown
    assert 'Also translated as: <span lang="en">taxes (and fees); tax and fee</span>' in shown
    assert not [word for word in term.search_words.en if f"{word};" in shown or f"; {word}" in shown]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_synonym_names_one_term_and_is_neither_its_rendering_nor_a_word_of_search(language: str) -> None:
    named = [(word.lower(), key) for key, term in GLOSSARY.items() for word in term.synonyms[language]]
    assert len({word for word, _ in named}) == len(named) > 20
    terms = {term.term[language].lower() for term in GLOSSARY.values()}
    for_search = {word.lower() for term in GLOSSARY.values() for word in term.search_words[language]}
    assert [pair for pair in named if pair[0] in terms | for_search] == []


def test_no_text_claims_who_was_first() -> None:
    claim = re.compile("首创|最先|率先|底稿|first carried out|first introduced|pioneered", re.IGNORECASE)
    paths = [*(ROOT / "measures").rglob("*.yml")]
    assert len(paths) > 58
    assert [path.name for path in paths if claim.search(path.read_text(encoding="utf-8"))] == []
