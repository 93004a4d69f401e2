"""What people type and paste, read in one way by search, filters and verifying: widths, dashes, breaks, numerals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browsing import serving
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LISTS = ["ybh2019-376-1a", "ybh2019-376-1b", "ybh2019-376-2a", "ybh2019-376-2b", "gf2018-33-1a"]
MEASURE = "ybh2019-376-1a-03"
FINGERPRINT = "7e0314b13c47"


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    """A page that can import the scripts as they stand in the sources."""
    with serving(ROOT / "docs" / "assets" / "scripts") as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


@pytest.mark.parametrize(
    "text",
    [
        "ybh2019-376-1a-03 7e0314b13c47",
        "YBH2019-376-1A-03 7E0314B13C47",
        "ｙｂｈ２０１９－３７６－１ａ－０３　７ｅ０３１４ｂ１３ｃ４７",
        "ybh2019-376-1a-03 7e0314\nb13c47",
        "ybh2019-376-1a-03 7e0314\u00adb13c47",
        "ybh2019-376-1a-03 7e0314-\r\nb13c47",
        "ybh2019-376-1a-03 7e03 14b1 3c47",
        "ybh2019-376-1a-03 7e0314\u200bb13c47\ufeff",
        "ybh2019-376-1a-03-7e0314b13c47",
        "7e0314b13c47, ybh2019-376-1a-03.",
        "ybh2019\u2011376\u20111a\u201103 7e0314b13c47",
        "ybh2019–376–1a–03 7e0314b13c47",
        "ybh2019−376−1a−03 7e0314b13c47",
        "ybh2019-376-\n1a-03 7e0314b13c47",
        "ybh2019 - 376 - 1a - 03 7e0314b13c47",
        "https://register-01.example/m/ybh2019-376-1a-03/ 2026-11-23 10:34 7e0314b13c47",
        "粤办函〔2019〕376号附件1第一部分第3项（文本指纹 7e0314b13c47）",
        "粤办函[2019]376号附件1第一部分第3项 文本指纹7e0314b13c47",
        "粤办函【2019】376号，附件一第一部分第三项，文本指纹：7E0314B13C47",
        "粤办函（2019）376号附件一第1部分第03项 7e0314b13c47",
        "粤办函2019年376号附件 1 第 一 部分\n第 三 项 7e0314b13c47",
        "国发〔2018〕33号印发，粤办函〔2019〕376号附件1第一部分第3条 7e0314b13c47",
        "(Yue Ban Han [2019] No. 376), Annex 1, Part I, item 3 (text fingerprint 7e0314b13c47)",
        "Yue Ban Han (2019) No 376: annex 1 part 1 item 3, 7e0314b13c47",
    ],
)
def test_a_citation_is_read_as_it_is_pasted(scripts: Page, text: str) -> None:
    found = scripts.evaluate(
        "async ([text, lists]) => (await import('/verify-citation.js')).readCitation(text, lists)",
        [text, LISTS],
    )
    assert found == {"fingerprint": FINGERPRINT, "identifier": MEASURE}


@pytest.mark.parametrize(
    ("text", "fingerprint", "identifier"),
    [
        ("附件1", "", None),
        ("指纹 0123456789ab", "0123456789ab", None),
        ("附件1第3项 0123456789ab", "0123456789ab", None),  # Several lists have such an item.
        ("附件1第一部分第3项 0123456789ab", "0123456789ab", None),  # Two documents have it.
        ("ybh2019-376-1a-03 0123456789abc", "", MEASURE),
        ("abc2020-1-1a-07 0123456789ab", "0123456789ab", "abc2020-1-1a-07"),
    ],
)
def test_what_a_citation_does_not_say_is_not_guessed(
    scripts: Page, text: str, fingerprint: str, identifier: str | None
) -> None:
    found = scripts.evaluate(
        "async ([text, lists]) => { const { fingerprint, identifier } = (await import('/verify-citation.js')).readCitation(text, lists);"
        " return [fingerprint, identifier ?? null]; }",
        [text, LISTS],
    )
    assert found == [fingerprint, identifier]


@pytest.mark.parametrize(
    "query",
    [
        "ybh2019-376-1a-03",
        "YBH2019\u2011376\u20111A\u201103",
        "ybh2019–376–1a–03",
        "ybh2019\u00ad-376-1a-03",
        "ｙｂｈ２０１９－３７６－１ａ－０３",
        "1a\u201103",
        "附件一第一部分第三项",
        "粤办函[2019]376号附件一第一部分第三项",
        "粤办函【2019】376号 附件1第一部分第3项",
        "Annex\u00a01, Part\u00a0I, item\u00a03",
    ],
)
def test_a_citation_is_found_as_it_is_typed(scripts: Page, query: str) -> None:
    found = scripts.evaluate(
        """async ([query, list]) => {
            const { readable } = await import('/typed.js');
            const { citation } = await import('/search-citation.js');
            const items = Array.from({ length: 20 }, (_, at) => `${list}-${String(at + 1).padStart(2, "0")}`);
            return items.filter(citation(readable(query))?.means ?? (() => false));
        }""",
        [query, LISTS[0]],
    )
    assert found == [MEASURE]


PASTED = ["a", "，", " ", "-", "a-", "7e03 ", "附件", "1第", "item ", "9号", "’a", "㈱", "·办"]


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("verify-citation.js", "({ readCitation }, text, lists) => readCitation(text, lists)"),
        ("typed.js", "({ readable }, text) => readable(text)"),
        ("search-query.js", "({ parse }, text) => parse(text)"),
        ("filter-tally.js", "({ patternsOf }, text) => patternsOf(text).every((each) => each.test(text))"),
        ("search-text.js", "({ findWords, wordsOf }, text) => findWords(text, wordsOf(text).slice(0, 9))"),
    ],
)
def test_work_grows_no_faster_than_what_is_pasted(scripts: Page, file: str, read: str) -> None:
    """Sixteen times as much may take a good deal more than sixteen times as long, but not its square."""
    times = scripts.evaluate(
        f"""async ([file, pasted, lists]) => {{
            const module = await import(file);
            const read = {read};
            const time = (text) => Math.min(...[1, 2, 3].map(() => {{
                const start = performance.now();
                read(module, text, lists);
                return performance.now() - start;
            }}));
            return pasted.map((piece) => [piece, time(piece.repeat(4_000)), time(piece.repeat(64_000))]);
        }}""",
        [f"/{file}", PASTED, LISTS],
    )
    assert not [(piece, short, long) for piece, short, long in times if long > 80 * max(short, 5)]
