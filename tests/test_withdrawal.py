"""A measure that is withdrawn, and one that is replaced, from YAML to everything that readers and programs get."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.commands import run_here
from tests.conftest import ROOT, run

REPLACED, WITHDRAWN, SUCCESSOR = "ybh2019-376-1a-03", "ybh2019-376-2b-11", "ybh2019-376-1a-04"
ENDED = (REPLACED, WITHDRAWN)
ENDINGS = {
    REPLACED: f"""\
kind: superseded
date: 2026-11-23
reason:
  zh: 由新的举措替代。
  en: Another measure has taken its place.
successors: [{SUCCESSOR}]
""",
    WITHDRAWN: """\
kind: withdrawn
date: 2026-11-22
reason:
  zh: 系统已经停用。
  en: The system is no longer in use.
""",
}


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a register in which one measure is withdrawn and another replaced."""
    folder = tmp_path_factory.mktemp("ended")
    measures = Path(shutil.copytree(ROOT / "measures", folder / "measures"))
    for identifier, lines in ENDINGS.items():
        with next(measures.glob(f"*/{identifier}.yml")).open("a", encoding="utf-8") as file:
            file.write(lines)
    assert run_here("format", "--check", "--measures", str(measures)).returncode == 0
    checked = run_here("check", "--measures", str(measures))
    assert checked.returncode == 0, checked.stdout
    built = run("build", "--measures", str(measures), "--site-dir", str(folder / "site"))
    assert built.returncode == 0, built.stderr
    assert "56" in built.stdout
    return folder / "site"


def page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text(encoding="utf-8")


def data(site: Path, path: str) -> Any:
    return json.loads((site / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("prefix", "identifier", "words"),
    [
        ("", REPLACED, ("此项举措已被替代", "2026年11月23日", "由新的举措替代。")),
        (
            "en/",
            REPLACED,
            ("This measure has been superseded", "23 November 2026", "Another measure has taken its place."),
        ),
        ("", WITHDRAWN, ("此项举措已撤回", "2026年11月22日", "系统已经停用。")),
        (
            "en/",
            WITHDRAWN,
            ("This measure has been withdrawn", "22 November 2026", "The system is no longer in use."),
        ),
    ],
)
def test_its_page_stays_and_says_so(
    ended: Path, prefix: str, identifier: str, words: tuple[str, ...]
) -> None:
    html = page(ended, f"{prefix}m/{identifier}")
    notice = re.search(r'<section class="notice".*?</section>', html, re.DOTALL)
    assert notice
    for word in words:
        assert word in notice.group()
    assert (f"m/{SUCCESSOR}/" in notice.group()) == (identifier == REPLACED)
    assert f'data-measure="{identifier}"' in html


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_it_leaves_every_list_and_count(ended: Path, prefix: str) -> None:
    for kind in ("measures", "indicators", "bodies", "places"):
        for path in (ended / prefix / kind).rglob("index.html"):
            html = path.read_text(encoding="utf-8")
            for identifier in ENDED:
                assert identifier not in html, path
    assert "rule-of-law" in page(ended, f"{prefix}indicators")
    words = re.sub(r"<script.*?</script>|<[^>]+>", " ", page(ended, prefix), flags=re.DOTALL)
    assert re.search(r"\b56(\b|项)", words)
    assert not re.search(r"\b58(\b|项)", words)


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_document_stays_as_printed_and_says_so(ended: Path, prefix: str) -> None:
    html = page(ended, f"{prefix}documents/ybh2019-376")
    for identifier in ENDED:
        row = re.search(rf'<tr id="{identifier}">.*?</tr>', html, re.DOTALL)
        assert row
        assert "document-note" in row.group()


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_neighbours_pass_it_over(ended: Path, prefix: str) -> None:
    html = page(ended, f"{prefix}m/ybh2019-376-1a-02")
    assert f"m/{REPLACED}/" not in html
    assert f"m/{SUCCESSOR}/" in html


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_it_leaves_search(ended: Path, prefix: str) -> None:
    files = [path for path in (ended / prefix / "search").rglob("*") if path.suffix in {".json", ".txt"}]
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        for identifier in ENDED:
            assert f"m/{identifier}/" not in text, path
            assert f'"{identifier}"' not in text, path
    titles = "".join(path.read_text(encoding="utf-8") for path in files)
    assert "不需领取法人一证通" not in titles
    assert "Without having to obtain a CA certificate" not in titles


def test_the_api_says_so(ended: Path) -> None:
    measures = {each["id"]: each for each in data(ended, "api/v1/measures.json")["measures"]}
    assert len(measures) == 58, "what was published always resolves"
    assert measures[REPLACED]["status"] == "superseded"
    assert measures[WITHDRAWN]["status"] == "withdrawn"
    assert [measure["status"] for measure in measures.values()].count("current") == 56
    one = data(ended, f"api/v1/measures/{REPLACED}.json")
    assert one["ending"] == {
        "date": "2026-11-23",
        "reason": {"zh": "由新的举措替代。", "en": "Another measure has taken its place."},
        "successors": [SUCCESSOR],
    }
    assert "ending" not in data(ended, f"api/v1/measures/{SUCCESSOR}.json")


@pytest.mark.parametrize("feed", ["feed.xml", "en/feed.xml"])
def test_the_feed_tells_of_it(ended: Path, feed: str) -> None:
    root = ElementTree.parse(ended / feed).getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    told = {
        category.get("term"): "".join(entry.itertext())
        for entry in root.iter(f"{atom}entry")
        for category in entry.iter(f"{atom}category")
    }
    assert REPLACED in told["superseded"]
    assert SUCCESSOR in told["superseded"]
    assert WITHDRAWN in told["withdrawn"]


def test_nothing_is_ended_by_halves(measures: Path) -> None:
    path = next(measures.glob(f"*/{REPLACED}.yml"))
    text = path.read_text(encoding="utf-8")
    for lines, rule in (
        ("kind: withdrawn\n", "ending"),
        (f"successors: [{SUCCESSOR}]\n", "ending"),
        (ENDINGS[REPLACED].replace(SUCCESSOR, "ybh2019-376-1a-99"), "successor-exists"),
        (ENDINGS[REPLACED].replace("superseded", "gone"), "choice"),
        (ENDINGS[REPLACED].replace("2026-11-23", "2026-02-30"), "date"),
    ):
        path.write_text(text + lines, encoding="utf-8")
        result = run_here("check", "--format", "json", "--measures", str(measures))
        assert result.returncode == 1
        assert rule in {load["rule"] for load in json.loads(result.stdout)}, lines
