"""How well search answers, typed into the search page of the built site in a real browser: queries, and words made wrong."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from registry.model.register import Register
from registry.search.characters import syllables
from tests.searching import UNSEEN, Query, all_results, open_search, queries

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLE = 3
"""One of so many unseen queries is asked."""

SOUTHERN = ((r"^([zcs])h", r"\1"), (r"^l", "n"), (r"(?<=[aei])ng$", "n"))


def ask(browser: Browser, served: str, language: str, asked: list[Query]) -> tuple[list[str], list[str]]:
    """Return the queries whose first result is wrong, and those of which none of the first three is right."""
    page = browser.new_page()
    open_search(page, served, language)
    answers = all_results(page, [query.words for query in asked])
    page.close()
    wrong = [
        (query.words, found[:3], query.expected)
        for query, found in zip(asked, answers, strict=True)
        if (found[:1] or ["0"])[0] not in query.expected
    ]
    print("\n".join(map(str, wrong)))
    return [words for words, _, _ in wrong], [
        words for words, found, expected in wrong if not set(found) & {*expected}
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_right_measure_comes_first(browser: Browser, served: str, language: str) -> None:
    asked = [query for query in queries() if query.language == language]
    wrong, far = ask(browser, served, language, asked)
    assert not far
    assert len(wrong) <= 0.006 * len(asked)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_others_ask_is_answered_and_what_has_no_answer_is_not(
    browser: Browser, served: str, language: str
) -> None:
    asked = [query for query in queries(UNSEEN) if query.language == language]
    answered = [query for query in asked if query.expected != ("0",)][::SAMPLE]
    wrong, far = ask(browser, served, language, answered)
    assert len(wrong) <= 0.12 * len(answered)
    assert len(far) <= 0.05 * len(answered)
    shown, _ = ask(browser, served, language, [query for query in asked if query.expected == ("0",)])
    assert len(shown) <= 0.15 * sum(query.expected == ("0",) for query in asked)


def test_words_are_found_by_their_sound(browser: Browser, served: str, register: Register) -> None:
    """A homophone, a slip in pinyin, pinyin of the south, half of it characters: of keywords, drawn by chance."""
    chance = random.Random(17)
    keywords = [
        (word, measure.id)
        for measure in register.current
        for word in measure.keywords.zh
        if re.fullmatch("[\u4e00-\u9fff]{3,5}", word)
    ]
    alike: dict[str, list[str]] = {}
    for sign in map(chr, range(0x4E00, 0x9FA5)):
        try:
            common = sign.encode("gb2312")[0] < 0xD8
        except UnicodeEncodeError:
            continue
        if common:
            alike.setdefault(syllables(sign)[0], []).append(sign)
    asked = []
    for word, identifier in chance.sample(keywords, 30):
        read = [syllables(sign)[0] for sign in word]
        at = chance.randrange(len(word))
        homophone = word[:at] + chance.choice(alike[read[at]]) + word[at + 1 :]
        letters = "".join(read)
        slip = chance.randrange(1, len(letters) - 1)
        southern = [*read]
        for pattern, form in SOUTHERN:
            southern = [re.sub(pattern, form, syllable) for syllable in southern]
        mixed = "".join(read[:2]) + word[2:]
        for words in (homophone, letters[:slip] + letters[slip + 1 :], " ".join(southern), mixed):
            asked.append(Query("zh", words, (identifier,)))  # noqa: PERF401
    _, far = ask(browser, served, "zh", asked)
    assert len(far) <= 0.1 * len(asked)
