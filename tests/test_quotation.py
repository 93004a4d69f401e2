"""The data by which quotations are verified: the same texts are found whether they are loaded whole or by shingles."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from registry.model.register import Register
from registry.search.quotation_index import DROPPED, SHINGLE, WINDOW, folding, winnowed, write_quotation_data
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
        verify(opened, measure.practice.zh[:40])
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


def test_any_shared_run_is_entered_on_both_sides(register: Register) -> None:
    table = folding("")
    for text in practices(register):
        folded = text.translate(table)
        entered = winnowed(folded)
        shared = SHINGLE + WINDOW - 1
        for at in range(max(0, len(folded) - shared + 1)):
            assert winnowed(folded[at : at + shared]) & entered


def test_folding_changes_no_official_text_but_for_punctuation(register: Register) -> None:
    table = folding("")
    for text in practices(register):
        folded = text.translate(table)
        assert not set(folded) & set(DROPPED)
        assert re.sub(r"[^\w]", "", folded) == re.sub(r"[^\w]", "", text)
