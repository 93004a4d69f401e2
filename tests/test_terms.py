"""Finding terms: the longest that stands at a place, as whole words in English, whatever stands around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from registry.bilingual import Bilingual, BilingualWords
from registry.terms import TermFinder
from registry.vocabulary import Term

SIGNS = {"zh": "证照分离", "en": "abes -.(|"}
WORDS = {language: st.text(signs, min_size=1, max_size=5) for language, signs in SIGNS.items()}


def finder(words: list[str], language: str) -> TermFinder:
    none = BilingualWords()
    return TermFinder(
        (Term(each, Bilingual(each, each), Bilingual("", ""), (), none) for each in words), language
    )


def found(words: list[str], language: str, text: str) -> list[str]:
    return [text[each.start : each.end] for each in finder(words, language).find(text)]


@given(st.lists(WORDS["zh"], max_size=6, unique=True), st.text(SIGNS["zh"], max_size=30))
def test_the_longest_counts_and_the_search_goes_on_after_it(words: list[str], text: str) -> None:
    expected = []
    place = 0
    while place < len(text):
        longest = max((each for each in words if text.startswith(each, place)), key=len, default="")
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
