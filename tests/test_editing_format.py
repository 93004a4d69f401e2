"""``format``: one form for all measure files, comments kept, texts untouched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.authoring.comments import find_comments, values
from registry.authoring.format import format_all, format_measure
from registry.authoring.normal_form import Unfit, normal_form, scalar
from registry.loader.yaml import read_bytes
from registry.validation.checker import check
from tests.commands import run_here
from tests.conftest import ROOT

FILES = sorted((ROOT / "measures").glob("*/ybh*.yml"))

UNTIDY = """\
# 开头的说明 / About the file

adoption:   reference     # 借鉴
# about the identifier
id: trial-1a-01
indicator: "starting-a-business"
source:
  list: 1a
  document: trial
  number: 3 # third
title: {en: "Roll: out", zh: '全面 # 推广'}   # titles
practice:   # practice
  # English first
  en: 'One paragraph.'
  zh: |   # as printed
    第一段 # 不是注释

    第二段。

# before the bodies
responsible:
  - amr
  - gsda
others_responsible: true
remark: deployed
origin: [beijing-shanghai ,shenzhen]
strange: [1,
   2]
translation: {status: unofficial, of: 963662372581}
keywords: {zh: [], en: ["no", "b, c", "it's"]}
# the end
"""

TIDY = """\
# yaml-language-server: $schema=../../registry/schema/measure.json
# 开头的说明 / About the file
# about the identifier
id: trial-1a-01
indicator: starting-a-business
source:
  list: 1a
  document: trial
  number: 3 # third
adoption: reference  # 借鉴
title:  # titles
  zh: "全面 # 推广"
  en: "Roll: out"
practice:  # practice
  zh: |  # as printed
    第一段 # 不是注释

    第二段。
  # English first
  en: |
    One paragraph.
# before the bodies
responsible: [amr, gsda]
others_responsible: true
remark: deployed
origin: [beijing-shanghai, shenzhen]
keywords:
  zh: []
  en: ["no", "b, c", it's]
translation: {of: "963662372581", status: unofficial}
strange: [1,
   2]
# the end
"""


def test_an_untidy_file_becomes_tidy() -> None:
    assert normal_form(UNTIDY) == TIDY
    assert normal_form(TIDY) == TIDY


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_own_files_are_in_their_normal_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert normal_form(text) == text


def test_own_register_is_formatted() -> None:
    result = run_here("format", "--check")
    assert result.returncode == 0, result.stdout + result.stderr


def test_what_notepad_does_is_mended(measures: Path) -> None:
    paths = [
        next(measures.glob("*/ybh2019-376-1a-03.yml")),
        measures / "vocabulary" / "bodies.yml",
        measures / "published.yml",
    ]
    before = {path: path.read_bytes() for path in paths}
    for path, content in before.items():
        path.write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n").rstrip(b"\r\n"))
    assert run_here("format", "--check", "--measures", str(measures)).returncode == 1
    assert run_here("format", "--measures", str(measures)).returncode == 0
    assert {path: path.read_bytes() for path in paths} == before


@pytest.mark.parametrize("form", ["github", "json"])
def test_what_is_not_in_its_form_is_told_at_its_line(measures: Path, form: str) -> None:
    path = next(measures.glob("*/*-1a-03.yml"))
    path.write_text(path.read_text("utf-8").replace("adoption: ", "adoption:   "), encoding="utf-8")
    told = run_here("format", "--check", "--format", form, "--measures", str(measures))
    assert told.returncode == 1
    place = "1a-03.yml,line=5," if form == "github" else '"line": 5'
    assert place in told.stdout
    assert "adoption: replicate" in told.stdout


def test_only_what_is_named_is_formatted(measures: Path) -> None:
    first, second = sorted(measures.glob("*/ybh*.yml"))[:2]
    for path in (first, second):
        path.write_text(f"{path.read_text(encoding='utf-8')}\n\n", encoding="utf-8")
    result = run_here("format", "--measures", str(measures), str(first))
    assert result.returncode == 0
    assert first.name in result.stdout
    assert second.name not in result.stdout
    assert second.read_text(encoding="utf-8").endswith("\n\n\n")


@pytest.mark.parametrize(
    "content",
    [
        b"title: [a\xef\xbc\x8cb\n",
        "标题：好\n".encode("gbk"),
        b"id: a\nid: b\n",
        b"a: &x 1\nb: *x\n",
        b"- a list\n",
        b"",
        b"\x00",
        b"{id: a, strange: 1}\n",
    ],
)
def test_what_cannot_be_formatted_stays_and_says_why(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.yml"
    path.write_bytes(content)
    formatted = format_measure(path, "file.yml")
    assert formatted.content is None
    assert formatted.problems
    assert path.read_bytes() == content


def test_the_schema_is_made_again(measures: Path, tmp_path: Path) -> None:
    schema = tmp_path / "registry" / "schema"
    schema.mkdir(parents=True)
    assert "measure.json" in run_here("format", "--measures", str(measures)).stdout
    assert (schema / "measure.json").read_bytes() == (
        ROOT / "registry" / "schema" / "measure.json"
    ).read_bytes()
    (schema / "measure.json").write_text("{}")
    assert run_here("format", "--check", "--measures", str(measures)).returncode == 1


def test_a_schema_that_is_there_no_more_is_no_matter(measures: Path) -> None:
    assert {each.path.suffix for each in format_all(measures, "measures", [])} == {".yml"}


PLAIN_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=20,
) | st.sampled_from(
    [
        "no",
        "12",
        "a: b",
        "a #b",
        "- a",
        "“引”",
        "x:",
        "[a]",
        '"',
        "'",
        "\\",
        "1e3",
        "~",
        "a, b",
        "#",
        "{",
        "&a",
        "*a",
        "!t",
    ]
)


@given(text=PLAIN_TEXT, inside=st.booleans())
@settings(max_examples=300)
def test_a_line_says_what_it_said(text: str, inside: bool) -> None:
    try:
        written = scalar(text.strip(), inside)
    except Unfit:
        return
    reading = read_bytes((f"a: [{written}, x]\n" if inside else f"a: {written}\n").encode(), "")
    if not reading.problems:  # The reader refuses more than YAML does; what it takes must be the same.
        assert values(reading.root) == {"a": [text.strip(), "x"] if inside else text.strip()}


def chosen(key: str, *ways: str) -> st.SearchStrategy[str]:
    return st.sampled_from([f"{key}:{way}\n" for way in ways])


KEYS = st.tuples(
    chosen("id", " trial-1a-01", " 'trial-1a-01'", ' "trial-1a-01"'),
    chosen("indicator", " starting-a-business"),
    chosen("source", " {document: d, list: 1a, number: 1}", " {number: 1, list: 1a, document: d}",
           "\n  document: d\n  number: 1\n  list: 1a", "\n    list: 1a   # why\n    document: d\n    number: 1"),
    chosen("title", "\n  zh: 甲\n  en: A", " {zh: 甲, en: A}", "\n    en: 'A'  # note\n    # above\n    zh: 甲"),
    chosen("practice", "\n  zh: |\n    甲。\n\n    乙。\n  en: |\n    A.\n\n    B.",
           "\n  en: |-\n      A.\n\n      B.\n  zh: |+\n      甲。\n\n      乙。\n\n", "\n  # c\n  zh: |  # d\n   甲。\n\n   乙。\n  en: |2\n    A.\n\n    B."),
    chosen("responsible", " [amr, gsda]", "\n- amr\n- gsda", "\n  - amr  # first\n  - gsda", " [ amr ,gsda ]  # both"),
    chosen("others_responsible", " true", " true  # yes"),
    chosen("keywords", " {zh: [甲, 乙], en: []}", "\n  zh:\n    - 甲\n    - 乙\n  en: []", "\n  en: []\n  zh: [甲, 乙]"),
    chosen("translation", " {of: abcdefabcdef, status: unofficial}", "\n  status: unofficial\n  of: abcdefabcdef"),
    st.sampled_from(["", "kind: withdrawn\n", "extra: {a: 1}\n", "extra:\n  - 1\n  # inside\n  - 2\n"]),
)  # fmt: skip
BETWEEN = st.sampled_from(["", "", "\n", "# 注释 / comment\n", "\n# one\n\n# two\n"])


@given(data=st.data(), keys=KEYS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_however_it_was_written(data: st.DataObject, keys: tuple[str, ...]) -> None:
    order = data.draw(st.permutations(keys))
    text = "".join(data.draw(BETWEEN) + key for key in order) + data.draw(BETWEEN)
    reading = read_bytes(text.encode(), "")
    assert not reading.problems, (text, reading.problems)
    formatted = normal_form(text)
    assert values(read_bytes(formatted.encode(), "").root) == values(reading.root)
    kept = [comment.text for comment in find_comments(formatted)[1:]]
    assert sorted(kept) == sorted(comment.text for comment in find_comments(text))
    assert normal_form(formatted) == formatted


@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=200)
def test_nothing_makes_it_stumble(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(content)
    formatted = format_measure(path, "any.yml")
    if formatted.content is not None:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        assert values(read_bytes(formatted.content, "").root) == values(read_bytes(text.encode(), "").root)


def test_what_passed_the_check_passes_it_still(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "measures", tmp_path / "measures"))
    for path in folder.glob("*/ybh*.yml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        head, body = lines[:1], lines[1:]
        path.write_text("\n".join([*body[2:], *head, "# kept", *body[:2]]) + "\n", encoding="utf-8")
    assert check(folder).sound
    assert run_here("format", "--measures", str(folder)).returncode == 0
    assert check(folder).sound
    for path in FILES:
        formatted = next(folder.glob(f"*/{path.name}")).read_text(encoding="utf-8")
        assert formatted.replace("# kept\n", "") == path.read_text(encoding="utf-8")


def test_nothing_does_not_become_a_word(measures: Path) -> None:
    path = measures / "starting-a-business" / "ybh2019-376-1a-03.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("en: [digital licence,", 'en: [~, null, "null", digital licence,')
    path.write_text(text.replace("remark: deployed", "remark: ~"), encoding="utf-8")
    assert format_measure(path, path.name).content is None
