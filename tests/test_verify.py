"""Verifying quotations in a real browser: true, altered, shortened, spliced and foreign passages."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from registry.core.text.hanzi_variants import traditional_to_simplified
from registry.model.register import Register
from registry.search.quotation_index import folding
from tests.verifying import practices, results, settled, verify, words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ALTERATIONS = 200
SEED = 376
FOREIGN = (
    "为深入贯彻落实党中央、国务院关于优化营商环境的决策部署，持续深化“放管服”改革，现就进一步优化营商环境更好服务"
    "市场主体提出如下意见。要提升企业开办便利度，推进不动产登记便民化，简化用水用电报装。"
)

COMPARE = """async ([script, texts]) => {
    const comparing = await import(script);
    const data = new URL("verify/data/", new URL(document.querySelector("[data-verify]").dataset.root, document.baseURI));
    const load = async (name) => (await fetch(new URL(name, data))).json();
    const index = await load("index.json");
    const folding = comparing.makeFolding(index);
    const blocks = [];
    for (let at = 0; at * index.block < index.passages; at += 1) blocks.push(load(`${index.folder}/passages-${at}.json`));
    const passages = (await Promise.all(blocks)).flat().map((each) => comparing.prepare(each, folding.fold));
    const written = (folded, [from, to]) => from < to ? folded.raw.slice(folded.at[from], folded.at[to - 1] + 1).join("") : "";
    return texts.map((text) => {
        const quotation = folding.fold(text);
        const steps = comparing.compare(quotation, passages);
        let step;
        do step = steps.next(); while (!step.done);
        const { matches, rest } = step.value;
        return {
            rest: rest.map((range) => written(quotation, range)),
            matches: matches.map((found) => ({
                address: found.passage.address,
                start: found.passage.start,
                from: found.steps[0].t[0],
                to: found.steps.at(-1).t[1],
                size: found.passage.folded.signs.length,
                changes: found.steps.filter((each) => each.kind === "changed").map((each) => ({
                    at: each.t[0] - found.passage.start,
                    official: written(found.passage.folded, each.t),
                    quoted: written(quotation, each.q),
                })),
            })),
        };
    });
}"""
"""Compares texts; see ``compared``."""


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    opened = browser.new_page()
    opened.goto(f"{served}verify/")
    yield opened
    opened.close()


def compared(page: Page, served: str, site: Path, texts: list[str]) -> list[Any]:
    """Return how the page's own script compares texts, with what is behind what it shows."""
    (script,) = (site / "assets").glob("verify-compare.*.js")
    found: list[Any] = page.evaluate(COMPARE, [f"{served}assets/{script.name}", texts])
    return found


def test_every_text_is_found_word_for_word(page: Page, served: str, site: Path, register: Register) -> None:
    found = compared(page, served, site, practices(register))
    for measure, each in zip(register.measures, found, strict=True):
        (match,) = each["matches"]
        assert match["address"] == measure.address
        assert match["changes"] == []
        assert each["rest"] == []
        assert (match["from"], match["to"]) == (match["start"], match["size"])


def test_every_title_is_found(page: Page, served: str, site: Path, register: Register) -> None:
    found = compared(page, served, site, [measure.title.zh for measure in register.measures])
    for measure, each in zip(register.measures, found, strict=True):
        assert each["matches"][0]["address"] == measure.address
        assert each["matches"][0]["changes"] == []


def altered(register: Register) -> Iterator[tuple[str, str, str]]:
    """Give identifiers, texts, and the texts with one character changed, added or left out.

    Not the stop at the very end left out, which a quotation may do; no sign exchanged for one that counts as the same.
    """
    chance = random.Random(SEED)
    signs = sorted(set("".join(practices(register))))
    table = folding("")
    texts = [(measure.address, measure.practice.zh.strip()) for measure in register.measures]
    made = 0
    while made < ALTERATIONS:
        address, text = chance.choice(texts)
        at = chance.randrange(len(text) - 1)
        sign = chance.choice(signs)
        kind = chance.choice(["change", "add", "leave"])
        if kind == "change" and sign.translate(table) != text[at].translate(table):
            yield address, text, text[:at] + sign + text[at + 1 :]
        elif kind == "add" and at > 0:
            yield address, text, text[:at] + sign + text[at:]
        elif kind == "leave":
            yield address, text, text[:at] + text[at + 1 :]
        else:
            continue
        made += 1


def test_each_single_alteration_is_marked_at_its_place(
    page: Page, served: str, site: Path, register: Register
) -> None:
    cases = list(altered(register))
    found = compared(page, served, site, [text for _, _, text in cases])
    for (address, text, changed), each in zip(cases, found, strict=True):
        (match,) = each["matches"]
        assert match["address"] == address
        (change,) = match["changes"]
        at = change["at"]
        assert text[at : at + len(change["official"])] == change["official"]
        assert text[:at] + change["quoted"] + text[at + len(change["official"]) :] == changed
        assert max(len(change["official"]), len(change["quoted"])) == 1


def test_true_passage(page: Page, register: Register, served: str) -> None:
    measure = register.by_id["ybh2019-376-1a-03"]
    said = verify(page, measure.practice.zh)
    assert said == words(page)["say_sum_verbatim_one"]
    (found,) = results(page)
    assert found["title"] == measure.title.zh
    assert found["href"] == f"{served}{measure.address}"
    assert words(page)["say_scope_practice"] in found["verdict"]


def test_twenty_characters_are_enough(page: Page, served: str, site: Path, register: Register) -> None:
    chance = random.Random(SEED)
    texts = [text for text in practices(register) if len(text) > 60]
    parts = []
    for text in texts:
        at = chance.randrange(len(text) - 20)
        parts.append(text[at : at + 20])
    for part, each in zip(parts, compared(page, served, site, parts), strict=True):
        assert each["matches"], part
        assert each["matches"][0]["changes"] == []


def test_altered_passage_shows_where(page: Page) -> None:
    said = verify(page, "凭电子营业执照即可办理后续税务、社会保险、公积金、银行开户等开办企业事项。")
    assert said == words(page)["say_sum_departs"].replace("{n}", "2")
    (found,) = results(page)
    assert "会" in found["departures"]
    assert "险" in found["departures"]
    assert page.locator(".verify-text ins").count() == 2
    spoken = page.text_content(".verify-text ins") or ""
    assert words(page)["say_added_begin"] in spoken


def test_shortened_passage_shows_what_was_left_out(page: Page) -> None:
    verify(
        page,
        "海关、交通运输部门和地方政府通过“单一窗口”等信息平台向进出口企业、口岸作业场站推送查验通知，增强通关时效的可预期性。",
    )
    assert "港口电子数据交换中心" in (page.text_content(".verify-text del") or "")


def test_spliced_paragraph_names_each_measure(page: Page, register: Register) -> None:
    one, two = register.by_id["ybh2019-376-1a-11"], register.by_id["ybh2019-376-2a-06"]
    verify(page, f"按照通知，“{one.practice.zh.strip()}”同时，“{two.practice.zh.strip()}”，请遵照执行。")
    assert [result["title"] for result in results(page)] == [one.title.zh, two.title.zh]
    assert "请遵照执行" in page.inner_text("[data-verify-results] ul")


def test_foreign_passages_are_not_found(page: Page) -> None:
    for text in (
        FOREIGN,
        "The quick brown fox jumps over the lazy dog.",
        "床前明月光，疑是地上霜。举头望明月，低头思故乡。",
    ):
        assert verify(page, text) == words(page)["say_none"]
        assert results(page) == []


def test_what_does_not_count_is_named(page: Page, register: Register) -> None:
    forms = {simple: sign for sign, simple in sorted(traditional_to_simplified().items(), reverse=True)}
    text = register.by_id["ybh2019-376-1a-09"].practice.zh.strip()
    changed = (
        "".join(forms.get(sign, sign) for sign in text[:12])
        + " \n"
        + text[12:].replace("，", ",").replace("“", "「").replace("”", "」")
    )
    assert verify(page, changed) == words(page)["say_sum_verbatim_one"]
    (found,) = results(page)
    for kind in ("space", "quotes", "width", "traditional"):
        assert words(page)[f"say_{kind}"].split("{")[0] in found["named"], kind


def test_copied_text_with_source_is_word_for_word(browser: Browser, served: str, register: Register) -> None:
    """Its quotation marks are those of a quotation; they do not count as departures."""
    text = register.by_id["ybh2019-376-2a-06"].practice.zh.strip().replace("“", "‘").replace("”", "’")
    opened = browser.new_page()
    opened.goto(f"{served}verify/")
    verify(opened, f"“{text}”")
    (found,) = results(opened)
    assert found["departures"] == ""
    opened.close()


@pytest.mark.parametrize("folder", ["", "en/"])
def test_whole_annex_as_the_site_shows_it(
    browser: Browser, served: str, register: Register, folder: str
) -> None:
    opened = browser.new_page()
    opened.goto(f"{served}documents/ybh2019-376/")
    text = opened.inner_text("section[aria-labelledby='ybh2019-376-1']")
    opened.goto(f"{served}{folder}verify/")
    said = verify(opened, text)
    assert said == words(opened)["say_sum_verbatim"].replace("{texts}", "36")
    language = "en" if folder else "zh"
    titles = [measure.title[language] for measure in register.measures if measure.source.list.annex == 1]
    assert [result["title"] for result in results(opened)] == titles
    opened.close()


def test_text_of_the_notice(page: Page, register: Register) -> None:
    block = next(block for block in register.documents[0].blocks if block.id == "part-2-2")
    assert verify(page, block.text.zh) == words(page)["say_sum_verbatim_one"]
    (found,) = results(page)
    assert found["href"].endswith("documents/ybh2019-376/#part-2-2")


def test_nothing_leaves_the_browser(page: Page, served: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    address = page.url
    verify(page, FOREIGN)
    assert page.url == address
    assert all(each.startswith(f"GET {served}") and "?" not in each for each in asked)


def test_failing_data_is_said_and_can_be_tried_again(page: Page) -> None:
    def fail(route: Route) -> None:
        route.abort()

    page.route("**/verify/data/**", fail)
    failed = json.loads(page.text_content("#search-words-of-interface") or "")["failed"]
    assert verify(page, FOREIGN) == failed
    page.unroute("**/verify/data/**")
    assert verify(page, FOREIGN) == words(page)["say_none"]


def test_short_text_is_declined(page: Page) -> None:
    assert verify(page, "电子") == words(page)["say_short"]


def test_works_by_keyboard(page: Page, register: Register) -> None:
    page.focus("#verify-text")
    page.keyboard.insert_text(register.by_id["ybh2019-376-1a-11"].practice.zh)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert (
        settled(page, "section[aria-labelledby=passage] [role=status]") == words(page)["say_sum_verbatim_one"]
    )


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize("folder", ["", "en/"])
def test_results_fit_the_screen(browser: Browser, served: str, folder: str, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(f"{served}{folder}verify/")
    verify(opened, "凭电子营业执照即可办理后续税务、社会保险、公积金、银行开户等开办企业事项。" + "A" * 200)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.close()


def test_comparing_grows_no_faster_than_what_is_pasted(
    page: Page, served: str, site: Path, register: Register
) -> None:
    """Eight times as much may take a good deal more than eight times as long, but not its square or cube."""
    title, practice = register.measures[2].title.zh, register.measures[2].practice.zh.strip()
    for piece in (practice, title, "有限公司", "第一部分", "，", practice[:13] + "乱码"):
        short, long = (
            min(timed(page, served, site, (piece * size)[:size]) for _ in range(times))
            for size, times in ((4_000, 2), (32_000, 1))
        )
        assert long < 30 * max(short, 50), piece


def timed(page: Page, served: str, site: Path, text: str) -> float:
    """Return how many milliseconds the page's own script takes to compare a text."""
    compared(page, served, site, [""])
    start = page.evaluate("performance.now()")
    compared(page, served, site, [text])
    return float(page.evaluate("performance.now()") - start)


def test_a_long_text_is_verified_and_a_longer_one_refused(page: Page, register: Register) -> None:
    """A row of punctuation that fills the field, of which a browser may make much work."""
    measure = register.measures[2]
    said = verify(page, "，" * 40_000 + measure.practice.zh)
    assert said.startswith(words(page)["say_sum_verbatim_one"])
    assert page.get_attribute("[data-verify]", "data-verify-state") == "done"
    finding = page.locator("[data-verify-finding]")
    assert finding.get_attribute("data-measure") == measure.id
    assert finding.get_attribute("data-verdict") == "exact"
    expected = words(page)["say_long"].replace("{n}", "60000").replace("{longest}", "50000")
    assert verify(page, "，" * 60_000) == expected
    assert page.get_attribute("[data-verify]", "data-verify-state") == "none"


def test_verifying_can_be_stopped(page: Page, register: Register) -> None:
    page.evaluate(
        "() => { const later = setTimeout; window.setTimeout = (work, after) => later(work, after ? 0 : 300); }"
    )
    page.fill("#verify-text", (register.measures[2].practice.zh * 1_000)[:50_000])
    page.click("[data-verify] button")
    page.click("section[aria-labelledby=passage] [data-verify-stop]")
    page.wait_for_timeout(600)
    assert page.inner_text("section[aria-labelledby=passage] [role=status]") == words(page)["say_stopped"]
    assert page.locator("[data-verify-finding]").count() == 0
    assert page.is_hidden("section[aria-labelledby=passage] [data-verify-stop]")
