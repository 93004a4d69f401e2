"""The data by which quotations are verified: the same texts are found whether they are loaded whole or by shingles."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.model.register import Register
from registry.search.quotation_index import (
    DROPPED,
    SHINGLES,
    character_hashes,
    folding,
    winnowed,
    word_hashes,
    write_quotation_data,
)
from tests.verifying import practices, results, verify, words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route


def test_shingles_lead_to_the_same_texts(
    browser: Browser, served: str, register: Register, tmp_path: Path
) -> None:
    """As in a register too large to be loaded whole; only what is needed is asked for."""
    write_quotation_data(register, tmp_path, whole=0)
    opened = browser.new_page()
    asked: list[str] = []

    def answer(route: Route) -> None:
        name = route.request.url.split("/verify/data/")[1]
        asked.append(name.split("/")[-1])
        route.fulfill(path=tmp_path / name)

    opened.route("**/verify/data/**", answer)
    opened.goto(f"{served}verify/")
    for measure in register.measures:
        for language in ("zh", "en"):
            verify(opened, measure.practice[language][:120])
            assert results(opened)[0]["title"] == measure.title.zh
    assert verify(opened, "床前明月光，疑是地上霜。举头望明月，低头思故乡。") == words(opened)["say_none"]
    opened.goto(f"{served}verify/")
    asked.clear()
    verify(opened, register.measures[0].practice.zh)
    assert "passages-0.json" in asked
    assert len([name for name in asked if name.startswith("passages")]) < len(
        list(tmp_path.glob("*/passages-*.json"))
    )
    opened.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_shared_run_is_entered_on_both_sides(register: Register, language: str) -> None:
    hashes_of = character_hashes if language == "zh" else word_hashes
    size, window = SHINGLES[language]
    for measure in register.measures:
        text = measure.practice[language].strip()
        pieces = list(text.translate(folding(""))) if language == "zh" else re.findall(r"\w+\W*", text)
        entered = winnowed(hashes_of("".join(pieces)), window)
        for at in range(max(0, len(pieces) - size - window + 2)):
            shared = "".join(pieces[at : at + size + window - 1])
            assert winnowed(hashes_of(shared), window) & entered


def test_folding_changes_no_official_text_but_for_punctuation(register: Register) -> None:
    table = folding("")
    for text in practices(register):
        folded = text.translate(table)
        assert not set(folded) & set(DROPPED)
        assert re.sub(r"[^\w]", "", folded) == re.sub(r"[^\w]", "", text)
