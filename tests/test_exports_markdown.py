"""The texts as Markdown, read back by a Markdown reader, and the files that lead to them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import markdown
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.core.project_files import files_of
from registry.exports.markdown import escaped

ROOT = Path(__file__).parents[1]


def words_of(text: str) -> str:
    """Return what a reader sees of Markdown, without the white space."""
    return re.sub(r"\s", "", html.unescape(re.sub("<[^>]*>", "", markdown.markdown(text))))


@given(st.text(st.sampled_from("甲a1 \n#*_`[]()<>&\\-+=.!|~:")))
def test_no_sign_of_a_text_is_markup(text: str) -> None:
    assert words_of(escaped(text)) == re.sub(r"\s", "", text)


def test_every_measure_stands_in_its_file_word_for_word(site: Path) -> None:
    for path in files_of(ROOT / "measures", "*/*.yml"):
        if path.parent.name == "vocabulary":
            continue
        measure = yaml.safe_load(path.read_text(encoding="utf-8"))
        text = (site / "m" / measure["id"] / "index.md").read_text(encoding="utf-8")
        for field in ("title", "practice"):
            for words in measure[field].values():
                assert words_of(escaped(words)) in words_of(text)
                assert escaped(words.strip()) in text
        assert measure["id"] in text
        assert escaped(words.strip()) in (site / "llms-full.txt").read_text(encoding="utf-8")


def test_every_link_of_llms_txt_leads_to_a_file(site: Path) -> None:
    links = re.findall(
        r"^- \[.+\]\((\S+?)\)(?:: .+)?$", (site / "llms.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sum(link.startswith("/m/") for link in links) == 58
    for link in links:
        assert (site / link.removeprefix("/")).is_file(), link
