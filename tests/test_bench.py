"""The benchmarks measure the real thing: synthetic registers are sound, every part is measured, tables say what was found.

How fast anything is, no test says.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment
from lxml import html as lxml_html
from markdown import markdown
from markupsafe import escape

from registry.core.languages import LANGUAGES
from registry.model.register import Register
from registry.validation.checker import check
from tests.bench.__main__ import STEPS, report
from tests.bench.measuring import Figure
from tests.bench.peers import data_of, markdown_of, template_of
from tests.bench.project import make_project, new_word
from tests.bench.synthetic import make_register
from tests.conftest import ROOT, run


def run_bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run("bench", *arguments)


def test_a_synthetic_register_is_sound_and_as_large_as_asked_for(tmp_path: Path) -> None:
    checked = check(make_register(tmp_path / "measures", 325))
    assert checked.problems == ()
    assert len(checked.measures) == 325
    assert len({measure.source.document.key for measure in checked.measures}) == 3
    formatted = run("format", "--check", "--measures", str(tmp_path / "measures"))
    assert formatted.returncode == 0, formatted.stdout


def test_the_same_seed_gives_the_same_register(tmp_path: Path) -> None:
    folders = [make_register(tmp_path / name, 75, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    first, second, other = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.yml")} for folder in folders
    ]
    assert first == second
    assert first != other


def test_a_register_is_not_made_smaller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="57"):
        make_register(tmp_path / "measures", 57)


def test_edits_are_sound_and_change_something(tmp_path: Path) -> None:
    project = make_project(tmp_path, 75)
    for edit in (project.measure_edit(), project.vocabulary_edit()):
        before = edit.file.read_bytes()
        edit.save(new_word(27))
        assert check(project.measures).sound
        assert edit.file.read_bytes().replace(b" benchach", b"") == before != edit.file.read_bytes()
        edit.undo()
        assert edit.file.read_bytes() == before


def test_everything_is_measured() -> None:
    # With fewer queries than when speed is measured.
    program = (
        "import sys; from tests.bench import browser; browser.QUERIES = 2;"
        "from tests.bench.__main__ import main; sys.exit(main())"
    )
    options = ["--sizes", "58", "--repeat", "1", "--saves", "1", "--json"]
    result = subprocess.run(
        [sys.executable, "-c", program, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found = json.loads(result.stdout)
    assert found["system"]
    figures = [
        Figure(cell["table"], cell["row"], cell["size"], tuple(cell["values"])) for cell in found["figures"]
    ]
    assert all(value > 0 for figure in figures for value in figure.values)
    measured = {(figure.table, figure.row) for figure in figures}
    assert {row for table, row in measured if table == "time"} == set(STEPS) - {"serve", "keys"}
    assert {table for table, _ in measured} >= {"time-processor", "time-memory", "output"}
    assert {row for table, row in measured if table == "saved"} >= {"measure", "vocabulary", "macro"}
    if ("keys", "zh") not in measured:
        assert result.returncode == 2
        assert "Chromium" in result.stderr
    else:
        assert result.returncode == 0, result.stderr


def test_text_is_aligned_and_ratios_are_of_medians() -> None:
    figures = [
        Figure("time", "build", 58, (1.0, 2.0, 9.0)),
        Figure("time", "check", 58, (120.0,)),
        Figure("time", "build", 1000, (12.25,)),
        Figure("saved", "measure", 58, (0.02, 0.5, 0.03)),
        Figure("peers", "Zensical，中", 58, (4.0,)),
        Figure("peers", "Eleventy", 58, (8.0,)),
    ]
    tables = [table.splitlines() for table in report(figures, "text").split("\n\n")[1:]]
    rows = tables[1::2]
    assert [row.split() for row in rows[0]] == [["58", "1000"], ["build", "2", "12.2"], ["check", "120", "–"]]
    assert rows[1][1].split() == ["measure", "0.03", "(0.5)"]
    widths = {sum(2 if sign >= "⺀" else 1 for sign in line) for line in rows[2]}
    assert len(widths) == 1
    assert "| Zensical，中 | 0.5 |" in re.sub(" +", " ", report(figures, "markdown"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--sizes 57 --only check", "57"),
        ("--json --markdown", "--markdown 和 --json 只能用一个"),
        ("--repeat none", "--repeat 应是从1起的整数"),
        ("--sizes 58,0", "几个用半角逗号隔开"),
    ],
)
def test_wrong_usage_is_said_in_one_line(options: str, words: str) -> None:
    result = run_bench(*options.split())
    assert (result.returncode, result.stdout) == (2, "")
    last = result.stderr.splitlines()[-1]
    assert words in last
    assert " / " in last


def test_what_documents_say_of_the_command_is_so() -> None:
    help_text = run_bench("--help").stdout
    for name in ("CONTRIBUTING.md", "docs/decisions/0012-measuring-speed.md"):
        calls = re.findall(r"`python3 build\.py bench ?([^`]*)`", (ROOT / name).read_text(encoding="utf-8"))
        assert calls
        assert all(option in help_text for call in calls for option in call.split())


def test_the_template_for_eleventy_is_our_page_with_another_measures_texts(
    site: Path, register: Register
) -> None:
    one, other = register.measures[2], register.measures[30]
    page = (site / "en" / "m" / one.id / "index.html").read_text(encoding="utf-8")
    # Nunjucks' language is Jinja's.
    template = Environment(autoescape=True).from_string(template_of(page, one, "en"))
    html = template.render(measure=data_of(other))
    assert f'data-measure="{other.id}"' in html
    assert one.id not in html
    for language in LANGUAGES:
        assert one.title[language] not in html
        assert str(escape(other.title[language])) in html
        assert str(escape(other.practice[language].split("\n\n")[0].strip())) in html


@pytest.mark.parametrize(("place", "number"), [("", 1), ("", 27), ("en", 7), ("en", 58)])
def test_the_page_of_markdown_says_what_our_page_says(
    site: Path, register: Register, place: str, number: int
) -> None:
    measure = register.measures[number - 1]
    page = (site / place / "m" / measure.id / "index.html").read_text(encoding="utf-8")
    text = markdown_of(page, str)
    (main,) = lxml_html.fromstring(page).xpath("//main")
    for left_out in main.xpath(".//button | .//label | .//svg"):
        left_out.drop_tree()
    made = lxml_html.fromstring(f"<main>{markdown(text)}</main>")
    assert "".join(made.text_content().split()) == "".join(main.text_content().split())
    assert made.xpath(".//a/@href") == main.xpath(".//a/@href") != []
    assert made.xpath("count(.//h2)") == main.xpath("count(.//h2)") > 3
