"""What the site says of itself: no claim that the source does not make, one status sentence, one word for one choice."""

from __future__ import annotations

import html
import json
import re
import zipfile
from pathlib import Path

import pytest

from registry.core.languages import HTML_LANGUAGE, LANGUAGES
from registry.model.document import ADOPTIONS
from registry.model.register import Register
from tests.conftest import ROOT
from tests.exporting import export_context

STATUS = {
    "zh": "中文录自官方文件，以发文机关印发的文本为准；英文为非官方译文，仅供参考。",
    "en": "The Chinese is transcribed from the official document, which prevails as issued. "
    "The English is an unofficial translation, for reference only.",
}
TEXTS = {".html", ".json", ".csv", ".xml", ".txt", ".webmanifest", ".bib", ".ris"}
OFFICE = {".xlsx", ".docx"}
NEVER = re.compile(
    r"首创|最先|率先|底稿|正式文本|本库|逐字照录|Main practice\b|(?i:first carried out|departures?\b|measures began)"
)
"""Claims that the source does not make, and words that the site has other words for."""
PREVAILS = re.compile("[文本件]为准|prevails")


def texts(site: Path) -> dict[str, str]:
    """All that readers of the site and its downloads get, by the name of the file, with the parts of office files."""
    found = {}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if path.suffix in TEXTS:
            found[name] = html.unescape(path.read_text(encoding="utf-8"))
        elif path.suffix in OFFICE:
            with zipfile.ZipFile(path) as archive:
                for part in archive.namelist():
                    if part.endswith(".xml"):
                        found[f"{name}/{part}"] = html.unescape(archive.read(part).decode())
    return found


@pytest.fixture(scope="module")
def published(site: Path) -> dict[str, str]:
    return texts(site)


def test_nothing_claims_what_the_source_does_not_say(published: dict[str, str]) -> None:
    assert len(published) > 400
    told = {name: found[0] for name, text in published.items() if (found := NEVER.search(text))}
    assert not told


def test_one_sentence_says_what_prevails(published: dict[str, str]) -> None:
    others = {}
    for name, text in published.items():
        rest = text
        for sentence in STATUS.values():
            rest = rest.replace(sentence, "")
        if found := PREVAILS.search(rest):
            others[name] = rest[max(0, found.start() - 40) : found.end()]
    assert not others


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_status_sentence_is_everywhere(
    site: Path, published: dict[str, str], register: Register, language: str
) -> None:
    assert export_context(register).status(language) == STATUS[language]
    pages = [
        name
        for name in published
        if name.endswith(".html") and f'lang="{HTML_LANGUAGE[language]}"' in published[name][:200]
    ]
    assert len(pages) > 90
    moved = [name for name in pages if 'http-equiv="refresh"' in published[name]]
    assert [name for name in pages if STATUS[language] not in published[name] and name not in moved] == []
    measure = published[("en/" if language == "en" else "") + "m/ybh2019-376-1a-03/index.html"]
    assert STATUS[language] in measure.split('class="print-foot"')[1].split("</dl>")[0], "printed as well"
    feed = published[("en/" if language == "en" else "") + "feed.xml"]
    assert f"<rights>{STATUS[language]}</rights>" in feed
    assert (
        STATUS[language]
        in json.loads((site / "api/v1/openapi.json").read_text(encoding="utf-8"))["info"]["description"]
    )
    for kind in ("register.xlsx", "annexes-bilingual.docx", "bodies/amr.xlsx"):
        parts = [text for name, text in published.items() if kind in name and STATUS[language] in text]
        assert parts, kind
    assert STATUS[language] in (ROOT / "docs" / language / "about.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_category_bears_the_same_words_everywhere(
    site: Path, published: dict[str, str], language: str
) -> None:
    folder = "en/" if language == "en" else ""
    rows = json.loads((site / "api/v1/measures.json").read_text(encoding="utf-8"))["measures"]
    book = "".join(text for name, text in published.items() if "register.xlsx/xl/worksheets/" in name)
    for row in rows[:1] + rows[13:14] + rows[-1:]:
        words = ADOPTIONS[row["adoption"]["key"]][language]
        assert row["adoption"][language] == words
        page = published[f"{folder}m/{row['id']}/index.html"]
        assert re.search(f'data-field="adoption"[^>]*>{re.escape(words)}<', page)
        assert f">{words}<" in book
    for name in ("measures/index.html", "indicators/index.html"):
        assert all(words[language] in published[folder + name] for words in ADOPTIONS.values()), name
