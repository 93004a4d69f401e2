"""Pages as they stand open: their address, the way to the other language, a release in between, what is copied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.searching import open_search, results

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

UPDATED = {"": "网站已更新，请重新载入本页。", "en/": "The site has been updated. Reload this page."}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "address",
    [
        "search/?q=%E5%88%BB%E7%AB%A0",
        "measures/?q=vat&indicator=getting-electricity",
        "glossary/?q=%E5%85%AC",
        "m/ybh2019-376-1a-03/?mark=%E8%90%A5%E4%B8%9A#compare",
        "documents/ybh2019-376/#ybh2019-376-1a",
        "editing/?file=measures/x.yml",
    ],
)
def test_the_other_language_opens_the_page_as_it_stands(page: Page, served: str, address: str) -> None:
    page.goto(served + address)
    page.wait_for_function("() => document.readyState === 'complete'")
    assert page.eval_on_selector(".language-switch", "link => link.href") == f"{served}en/{address}"


def test_the_other_language_follows_what_is_typed(page: Page, served: str) -> None:
    open_search(page, served, "zh")
    results(page, "电子执照")
    page.click(".language-switch")
    page.wait_for_selector("ol[data-search-results] a")
    assert page.input_value("[data-search-page] input") == "电子执照"
    page.goto(f"{served}measures/")
    page.fill("#filter-q", "电")
    page.select_option("[name=indicator]", "getting-electricity")
    page.click(".language-switch")
    page.wait_for_function("() => document.querySelector('[name=indicator]').value === 'getting-electricity'")
    assert page.input_value("#filter-q") == "电"


def test_search_outlives_what_a_browser_allows_of_changes_to_the_address(page: Page, served: str) -> None:
    """WebKit throws after a hundred changes in half a minute, and allows them again later."""
    open_search(page, served, "zh")
    page.evaluate("""() => {
        const change = history.replaceState.bind(history);
        let tried = 0;
        history.replaceState = (...all) => {
            tried += 1;
            if (tried < 3) throw new DOMException("too many calls", "SecurityError");
            change(...all);
        };
    }""")
    for words in ("电子", "电子执照", "刻章"):
        assert results(page, words)
    page.wait_for_url("**/search/?q=%E5%88%BB%E7%AB%A0")


def test_an_enter_that_ends_a_composition_opens_nothing(page: Page, served: str) -> None:
    page.goto(served)
    page.fill("#search-words", "电子执照")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.evaluate("""() => {
        const enter = new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true });
        document.querySelector("#search-words").dispatchEvent(enter);
    }""")
    page.wait_for_timeout(200)
    assert page.url == served


@pytest.mark.parametrize("prefix", UPDATED)
def test_a_page_that_was_open_over_a_release_says_so(page: Page, served: str, prefix: str) -> None:
    def gone(route: Route) -> None:
        route.fulfill(status=404)

    open_search(page, served, "en" if prefix else "zh")
    page.route("**/search/*/*", gone)
    page.fill("[data-search-page] input", "刻章")
    page.wait_for_selector("[data-search-said] button")
    assert page.inner_text("[data-search-said]").startswith(UPDATED[prefix])
    page.unroute("**/search/*/*", gone)
    page.click("[data-search-said] button")
    page.wait_for_selector("ol[data-search-results] a")
    # Scripts that are loaded later go, too: those of the page itself are asked for, to tell it from a connection that is down.
    page.goto(f"{served}{prefix}verify/")
    page.route("**/assets/*", gone)
    page.fill("#verify-text", "全面推广电子营业执照")
    page.click("[data-verify] button")
    page.wait_for_selector("section[aria-labelledby=passage] [role=status] button")
    assert page.input_value("#verify-text")
    page.unroute("**/assets/*", gone)
    page.route("**/assets/*", lambda route: route.abort())
    page.click("[data-verify] button")
    page.wait_for_function("() => !document.querySelector('.verify-status button')")
    page.wait_for_function(
        "() => document.querySelector('.verify-status').textContent"
        " === JSON.parse(document.querySelector('#search-words-of-interface').textContent).failed"
    )


def test_nothing_that_is_copied_bears_the_marks_of_a_search(page: Page, served: str) -> None:
    page.add_init_script("""navigator.clipboard.write = async ([item]) => {
        window.copied = [await (await item.getType("text/html")).text(), await (await item.getType("text/plain")).text()];
    }""")
    page.goto(f"{served}m/ybh2019-376-1a-03/?mark=%E7%94%B5%E5%AD%90+%E6%89%A7%E7%85%A7+%E4%BC%81%E4%B8%9A")
    page.wait_for_selector("mark")
    assert page.locator(".cite mark").count() == 0
    page.eval_on_selector(
        "#cite-official .cite-words",
        """words => {
            const mark = document.createElement("mark");
            mark.append(...words.childNodes);
            words.append(mark);
        }""",
    )
    page.eval_on_selector("#cite-official button", "button => button.click()")
    page.wait_for_function("() => window.copied")
    html, text = page.evaluate("window.copied")
    assert "<mark" not in html and "电子" in text
    html, text = page.evaluate("""() => {
        getSelection().selectAllChildren(document.querySelector("article[data-measure]"));
        const data = new DataTransfer();
        const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
        document.querySelector("article").dispatchEvent(event);
        return [data.getData("text/html"), data.getData("text/plain")];
    }""")
    assert "<mark" not in html and "企业" in html and "企业" in text


def test_a_character_beyond_the_first_plane_is_one(page: Page, served: str) -> None:
    """𧒽岗, a place in Guangdong, stands nowhere; what has the second character only is no answer."""
    open_search(page, served, "zh")
    assert results(page, "𧒽岗") == []
    assert results(page, "电子执照𧒽")[0] == "ybh2019-376-1a-03"
    assert results(page, "ybh2019\u2011376\u20111a\u201103") == ["ybh2019-376-1a-03"]
