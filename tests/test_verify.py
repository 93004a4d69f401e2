"""Verifying quotations in a real browser: true, altered, shortened, spliced and foreign passages."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import opencc
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
    const tools = comparing.makeComparison(index);
    const blocks = [];
    for (let at = 0; at * index.block < index.passages; at += 1) blocks.push(load(`${index.folder}/passages-${at}.json`));
    const passages = (await Promise.all(blocks)).flat().map((passage) => tools.prepare(passage));
    const { written } = tools;
    return texts.map((text) => {
        const quotation = tools.fold(text);
        const steps = comparing.compare(quotation, passages);
        let step;
        do step = steps.next(); while (!step.done);
        const { matches, rest } = step.value;
        return {
            rest: rest.map((range) => written(quotation, range)),
            matches: matches.map((found) => ({
                address: found.passage.address,
                language: found.passage.language,
                kinds: found.steps.map(({ kind }) => kind),
                start: found.passage.start,
                from: found.steps[0].t[0],
                to: found.steps.at(-1).t[1],
                size: found.passage.folded.signs.length,
                changes: found.steps.filter(({ kind }) => kind === "changed").map(({ q, t }) => ({
                    at: t[0] - found.passage.start,
                    place: quotation.at[q[0]],
                    official: written(found.passage.folded, t),
                    quoted: written(quotation, q),
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


ITEM, NAMED = (
    "据《通知》附件1第3项，",
    "《广东省人民政府办公厅关于做好优化营商环境改革举措复制推广借鉴工作的通知》（粤办函〔2019〕376号）提出，",
)


def framed(language: str, title: str, text: str, other: str) -> dict[str, str]:
    """Return a text as reports quote it, by the kind of frame; ``other`` is one that is quoted next to it."""
    nested, beside = (whole.translate(str.maketrans("“”", "‘’")) for whole in (text, other))
    middle = len(nested) // 2
    page = f"{nested[:middle]}\n— 3 —\n{nested[middle:]}"
    clause = re.search("[，；]|, ", nested[middle:])
    note = middle + clause.end() if clause else middle
    noted = f"{nested[:note]}①{nested[note:]}[1]"
    if language == "en":
        return {
            "marks": f"“{nested}”",
            "straight marks": f'"{nested}"',
            "item": f"According to item 3, “{nested}”.",
            "title": f"{title}: {text}",
            "paragraph": f"Officials note: “{nested}” (Yue Ban Han [2019] No. 376), which helps firms.",
            "two": f"It asks for “{nested}” and also “{beside}”.",
            "notes": f"“{noted}”²",
            "page": f"“{page}”",
            "single marks": f"‘{text}’",
            "same marks": f"“{text}”",
            "bare": text,
        }
    return {
        "marks": f"“{nested}”",
        "corner marks": f"「{nested}」",
        "item": f"{ITEM}“{nested}”。",
        "title": f"{title}：{text}",
        "named": f"{NAMED}“{nested}”",
        "paragraph": f"近年来各地积极探索。文件明确“{nested}”，这为企业提供了便利，值得关注。",
        "two": f"文件既要求“{nested}”，又提出“{beside}”，两者相辅相成。",
        "notes": f"“{noted}”②",
        "page": f"“{page}”",
        "traditional": f"“{opencc.OpenCC('s2t').convert(nested)}”",
        "half width": f'"{nested.translate(str.maketrans("，。；：（）、", ",.;:(),"))}"',
        "same marks": f"“{text}”",
        "own stop": f"“{nested.rstrip('。')}”。",
        "bare": text,
    }


def sentences(language: str, text: str) -> list[str]:
    """Return the sentences of a text."""
    pattern = "[^。；]+[。；]" if language == "zh" else r"[^.;]+[.;](?=\s|$)"
    return [sentence.strip() for sentence in re.findall(pattern, text)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_quotations_are_true_in_every_frame(
    page: Page, served: str, site: Path, register: Register, language: str
) -> None:
    """Whole texts, a sentence of each, and the first and last sentence with an ellipsis between."""
    cases = []
    for measure, other in zip(
        register.measures, [*register.measures[7:], *register.measures[:7]], strict=True
    ):
        text, beside = measure.practice[language].strip(), other.practice[language].strip()
        parts = sentences(language, text)
        quoted = {"whole": text, "sentence": max(parts, key=len)}
        if len(parts) > 2:
            quoted["omitted"] = f"{parts[0].rstrip('。')}……{parts[-1]}"
        for what, words_quoted in quoted.items():
            for frame, paste in framed(language, measure.title[language], words_quoted, beside).items():
                if what == "whole" or frame not in ("title", "page", "notes"):
                    addresses = [measure.address, *([other.address] if frame == "two" else [])]
                    cases.append((what, frame, paste, addresses))
    found = compared(page, served, site, [paste for _, _, paste, _ in cases])
    for (what, frame, paste, addresses), answer in zip(cases, found, strict=True):
        label = f"{what}, {frame}: {paste}"
        assert [match["address"] for match in answer["matches"]] == addresses, label
        assert {match["language"] for match in answer["matches"]} == {language}, label
        assert [match["changes"] for match in answer["matches"]] == [[]] * len(addresses), label
        match = answer["matches"][0]
        assert ("omitted" in match["kinds"]) == (what == "omitted"), label
        if what == "whole":
            assert match["from"] <= match["start"], label
            assert match["to"] >= match["size"] - 1, label


def test_what_is_not_in_the_register_is_not_found(
    page: Page, served: str, site: Path, register: Register
) -> None:
    """Each text within quotation marks, compared with those of all other measures: the same wording, and not quoted."""
    frame = {"zh": "文件提出“{}”，", "en": "It says “{}”."}
    cases = [
        (measure.address, frame[language].format(measure.practice[language].strip()))
        for measure in register.measures
        for language in ("zh", "en")
    ]
    (script,) = (site / "assets").glob("verify-compare.*.js")
    others = COMPARE.replace("([script, texts])", "([script, texts, without])").replace(
        "texts.map((text)", "texts.map((text, number)"
    )
    others = others.replace(
        "compare(quotation, passages)",
        "compare(quotation, passages.filter(({ address }) => address !== without[number]))",
    )
    found = page.evaluate(
        others,
        [f"{served}assets/{script.name}", [text for _, text in cases], [address for address, _ in cases]],
    )
    assert [answer["matches"] for answer in found] == [[]] * len(cases)


def test_every_title_is_found(page: Page, served: str, site: Path, register: Register) -> None:
    found = compared(page, served, site, [measure.title.zh for measure in register.measures])
    for measure, answer in zip(register.measures, found, strict=True):
        assert answer["matches"][0]["address"] == measure.address
        assert answer["matches"][0]["changes"] == []


def altered(register: Register, language: str) -> Iterator[tuple[str, int, str, str]]:
    """Give addresses, places in a frame, frames and pastes: a text in a frame with one character changed, added or left out.

    Not the stop at the very end left out, which a quotation may do; no sign exchanged for one that counts as the same.
    """
    chance = random.Random(SEED)
    texts = [
        (measure.address, measure.title[language], measure.practice[language].strip())
        for measure in register.measures
    ]
    signs = sorted(set("".join(text for _, _, text in texts)) - set(" “”‘’\n"))
    table = folding("")
    made = 0
    while made < ALTERATIONS:
        address, title, text = chance.choice(texts)
        at = chance.randrange(len(text) - 1)
        sign = chance.choice(signs)
        kind = chance.choice(["change", "add", "leave"])
        if text[at] in " “”‘’\n" or (kind == "change" and sign.translate(table) == text[at].translate(table)):
            continue
        altered_text = text[:at] + ("" if kind == "leave" else sign) + text[at + (kind != "add") :]
        frames = framed(language, title, altered_text, texts[0][2])
        frame = chance.choice(["marks", "item", "paragraph", "bare"])
        yield (
            address,
            frames[frame].index(
                altered_text[: at or 1].translate(str.maketrans("“”", "‘’"))
                if frame != "bare"
                else altered_text[: at or 1]
            )
            + at,
            frame,
            frames[frame],
        )
        made += 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_single_alteration_is_marked_at_its_place(
    page: Page, served: str, site: Path, register: Register, language: str
) -> None:
    cases = list(altered(register, language))
    found = compared(page, served, site, [paste for _, _, _, paste in cases])
    for (address, place, frame, paste), answer in zip(cases, found, strict=True):
        label = f"{frame}, {place}: {paste}"
        (match,) = answer["matches"]
        assert match["address"] == address, label
        (change,) = match["changes"]
        assert max(len(change["official"].strip()), len(change["quoted"].strip())) == 1, label
        # Of several alike in a row any may be the one.
        row = paste[min(place, change["place"]) : max(place, change["place"])]
        assert len(set(row.replace(" ", ""))) <= 2, label


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
    for part, answer in zip(parts, compared(page, served, site, parts), strict=True):
        assert answer["matches"], part
        assert answer["matches"][0]["changes"] == []


def test_altered_passage_shows_where(page: Page) -> None:
    said = verify(page, "凭电子营业执照即可办理后续税务、社会保险、公积金、银行开户等开办企业事项。")
    assert said == words(page)["say_sum_differs"].replace("{n}", "2")
    (found,) = results(page)
    assert "会" in found["differences"]
    assert "险" in found["differences"]
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
    assert found["differences"] == ""
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
    assert all(request.startswith(f"GET {served}") and "?" not in request for request in asked)


def test_failing_data_is_said_and_can_be_tried_again(page: Page) -> None:
    def fail(route: Route) -> None:
        route.abort()

    page.route("**/verify/data/**", fail)
    failed = json.loads(page.text_content("#search-words-of-interface") or "")["failed"]
    assert verify(page, FOREIGN) == failed
    page.unroute("**/verify/data/**")
    assert verify(page, FOREIGN) == words(page)["say_none"]


def test_nothing_pasted_is_said(page: Page) -> None:
    assert verify(page, " \n") == words(page)["say_empty"]


def test_result_is_copied_as_a_sentence(browser: Browser, served: str, register: Register) -> None:
    measure = register.by_id["ybh2019-376-1a-03"]
    opened = browser.new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    opened.goto(f"{served}verify/")
    verify(opened, f"“{measure.practice.zh}”")
    opened.click("[data-verify-copy]")
    opened.wait_for_function("document.querySelector('.verify-copy [role=status]').textContent")
    copied = opened.evaluate("navigator.clipboard.readText()")
    for part in (measure.id, measure.fingerprint, f"{served}{measure.address}", words(opened)["say_exact"]):
        assert part in copied
    opened.context.close()


@pytest.mark.parametrize(
    ("paste", "verdict"),
    [
        ("“{text}”", "exact"),
        ("“{sentence}”", "partial"),
        ("“{first}……{last}”", "partial"),
        ("“{text}另有规定的除外。”", "differs"),
    ],
)
def test_verdict_of_each_kind(page: Page, register: Register, paste: str, verdict: str) -> None:
    measure = register.by_id["ybh2019-376-2b-11"]
    text = measure.practice.zh.strip()
    parts = sentences("zh", text)
    verify(page, paste.format(text=text, sentence=parts[1], first=parts[0], last=parts[-1]))
    finding = page.locator("[data-verify-finding]")
    assert (finding.get_attribute("data-verdict"), finding.get_attribute("data-measure")) == (
        verdict,
        measure.id,
    )


def test_what_pdf_files_do_to_a_text_does_not_count(page: Page, register: Register) -> None:
    """Radicals and compatibility characters in place of the ordinary ones, and characters that are not seen."""
    text = register.by_id["ybh2019-376-1a-03"].practice.zh.strip()
    given = str.maketrans("用办一行", "\u2f64\u200b办\u2f00\u2f8f"[:1] + "办" + "\u2f00\u2f8f")
    pasted = text.translate(given).replace("，", "，\u200b\u00ad")
    assert pasted != text
    verify(page, f"“{pasted}”")
    (found,) = results(page)
    assert found["differences"] == ""
    assert words(page)["say_radicals"].split("{")[0] in found["named"]


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
