"""``diff REV``: what a change does to what readers see, told for a pull request, from a real git repository."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.authoring.text_diff import changes, escape
from registry.validation.checker import check
from tests.conftest import ROOT, run
from tests.repositories import Repository

ONE = "ybh2019-376-1a-03"


def told(repository: Repository, revision: str = "main") -> str:
    result = repository.run("diff", revision)
    assert result.returncode == 0, result.stderr
    return result.stdout


def section(text: str, title: str) -> str:
    """Return what stands below a heading, up to the next one of the same depth or a higher one."""
    match = re.search(rf"^(#+) {re.escape(title)}.*?(?=^#{{1,3}} |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert match, f"no section {title} in:\n{text}"
    return match.group()


def test_nothing_changed(repository: Repository) -> None:
    text = told(repository, "HEAD")
    assert "举措和词表没有变化。 / No measure and no entry of the vocabulary has changed." in text
    assert "###" not in text


def test_a_changed_text(repository: Repository) -> None:
    repository.edit(ONE, "不需领取法人一证通等CA证书", "不需领取CA证书")
    repository.edit(
        ONE, "Roll out the electronic business licence in full", "Roll out the electronic licence in full"
    )
    text = told(repository)
    changed = section(text, "改动的举措 / Measures changed")
    assert "~~法人一证通等~~CA证书" in changed
    assert "electronic ~~business~~ licence" in changed
    assert f"`/m/{ONE}/` `/en/m/{ONE}/`" in changed
    assert f"`python3 build.py amend {ONE}`" in changed
    assert "`7e0314b13c47` → " in changed
    assert f"`{ONE}`" in section(text, "需重新核对的译文 / Translations to read again")
    assert "`/bodies/amr/`" in section(text, "涉及的列表页")
    assert "Errors: " in text  # as-published stops it until it is amended


def test_a_correction_that_is_recorded(repository: Repository) -> None:
    path = repository.edit(ONE, "不需领取法人一证通等CA证书", "不需领取CA证书")
    (problem,) = check(repository.measures).problems
    new = problem.hint.en.partition('of: "')[2][:12]
    path.write_text(path.read_text(encoding="utf-8").replace("7e0314b13c47", new), encoding="utf-8")
    assert (
        repository.run("amend", ONE, "--reason-zh", "抄录有误", "--reason-en", "Copied wrongly").returncode
        == 0
    )
    assert "已登记更正 / recorded as a correction：抄录有误 / Copied wrongly" in told(repository)


def test_added_removed_moved_and_withdrawn(repository: Repository) -> None:
    removed = repository.path("ybh2019-376-2b-11")
    removed.unlink()
    moved = repository.path("ybh2019-376-2a-02")
    target = repository.measures / "land-use" / moved.name
    moved.rename(target)
    repository.edit(target, "indicator: construction-permits", "indicator: land-use")
    added = repository.measures / "rule-of-law" / "ybh2019-376-2b-12.yml"
    shutil.copy(repository.path("ybh2019-376-2b-10"), added)
    repository.edit(added, "ybh2019-376-2b-10", "ybh2019-376-2b-12")
    with repository.path(ONE).open("a", encoding="utf-8") as file:
        file.write("kind: withdrawn\ndate: 2026-11-23\nreason:\n  zh: 已停止。\n  en: It has ended.\n")
    text = told(repository)
    assert "`ybh2019-376-2b-11`" in section(text, "删除的举措 / Measures removed")
    assert "kind: withdrawn" in section(text, "删除的举措 / Measures removed")
    assert "`ybh2019-376-2b-12`" in section(text, "新增的举措 / Measures added")
    changed = section(text, "改动的举措 / Measures changed")
    assert "`construction-permits/ybh2019-376-2a-02.yml` → `land-use/ybh2019-376-2a-02.yml`" in changed
    assert "`construction-permits` 办理建筑许可 → `land-use` 土地节约集约利用" in changed
    assert "**撤回 / withdrawn**" in changed
    counts = section(text, "数目 / Counts")
    assert "| `land-use` 土地节约集约利用 | 2 | 3 |" in counts
    assert "| `starting-a-business` 开办企业 | 8 | 7 |" in counts
    assert "| 合计 / total | 58 | 57 |" in counts


def test_a_changed_identifier_is_named(repository: Repository) -> None:
    path = repository.path(ONE)
    repository.edit(ONE, f"id: {ONE}", "id: ybh2019-376-1a-99")
    path.rename(path.with_name("ybh2019-376-1a-99.yml"))
    assert f"`{ONE}` → `ybh2019-376-1a-99`" in told(repository)


def test_vocabulary_names_the_measures_it_touches(repository: Repository) -> None:
    folder = repository.measures / "vocabulary"
    repository.edit(folder / "bodies.yml", "广东省公安厅", "广东公安厅")
    repository.edit(folder / "glossary.yml", "zh: 电子营业执照", "zh: 电子执照")
    repository.edit(folder / "documents.yml", "measures: 5", "measures: 6")
    text = section(told(repository), "词表 / Vocabulary")
    assert "#### 责任单位 / Responsible body `psd` 省公安厅\n\n`vocabulary/bodies.yml`" in text
    assert "- 当时的全称 › 中文 / full name at that time › Chinese `name.zh`：" in text
    assert "广东~~省~~公安厅" in text
    assert "清单 › 1a › 分组 › 1 › 举措数 / " in text
    assert re.search(r"`lists\.1a\.groups\.1\.measures`：~~5~~\*\*6\*\*", text)
    assert f"`{ONE}`" in text
    assert re.search(r"涉及的举措 / measures affected \(\d+\): `", text)


def test_lists_are_told_by_what_came_and_went(repository: Repository) -> None:
    path = repository.path(ONE)
    text = path.read_text(encoding="utf-8")
    zh = re.search(r"zh: \[(.*)\]", text)
    assert zh
    first, *others = zh[1].split(", ")
    repository.edit(path, zh[0], f"zh: [{', '.join([*others, '新词'])}]")
    repository.edit(path, "responsible: [amr, ", "responsible: [energy, ")
    changed = section(told(repository), "改动的举措 / Measures changed")
    assert f"~~{first}~~、**新词**（其余 {len(others)} 项不变 / {len(others)} others unchanged）" in changed
    assert re.search(r"~~`amr` [^~]*~~、\*\*`energy` [^*]*\*\*（其余", changed)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("measure the well", "measures the well", "~~measure~~**measures** the well"),
        ("Public Security", "Public Safety", "Public ~~Security~~**Safety**"),
        ("凭CA证书办理", "凭USB证书办理", "凭~~CA~~**USB**证书办理"),
        ("one-stop shop", "one-stop shops", "one-stop ~~shop~~**shops**"),
        (
            "within 5 working days of it",
            "within 15 working days of it",
            "within ~~5~~**15** working days of it",
        ),
        ("省公安厅", "省公安总厅", "省公安**总**厅"),
    ],
)
def test_words_are_compared_whole_and_chinese_by_character(old: str, new: str, expected: str) -> None:
    assert changes(old, new) == expected


def test_the_projects_own_files_are_told_in_words(repository: Repository) -> None:
    for name in ("macros", "docs", "mkdocs.yml", "mkdocs.en.yml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, repository.folder / name)
    before = repository.commit()
    tokens = (repository.folder / "docs/assets/styles/tokens.css").read_text(encoding="utf-8")
    colour = re.search(r"(--[\w-]+): (#[0-9a-f]{3,8});", tokens)
    assert colour
    repository.edit(repository.folder / "docs/assets/styles/tokens.css", colour[0], f"{colour[1]}: #abcdef;")
    repository.edit(
        repository.folder / "macros/strings.yml",
        "zh: 责任单位, en: Responsible bodies",
        "zh: 负责单位, en: Bodies in charge",
    )
    repository.edit(repository.folder / "docs/en/about.md", "## Privacy", "## Your privacy")
    repository.edit(
        repository.folder / "mkdocs.yml", 'site_url: ""', "site_url: https://register.example.org"
    )
    (repository.folder / "docs/assets/images/favicon.svg").write_text("<svg/>", encoding="utf-8")
    (repository.folder / "docs/zh/help.md").write_text("---\ntitle: 帮助\n---\n", encoding="utf-8")
    (repository.folder / "build.py").write_text("", encoding="utf-8")
    text = told(repository, before)
    assert f"`{colour[1]}`：~~{colour[2]}~~" in section(text, "颜色和样式 / Colours and styles").replace(
        "<!-- -->", ""
    ).replace("\\", "")
    words = section(text, "界面文字 / Words of the interface")
    assert re.search(r"- `[\w.]+`（中文 / Chinese）：~~责任~~\*\*负责\*\*单位", words)
    assert re.search(r"（英文 / English）：~~Responsible bodies~~\*\*Bodies in charge\*\*", words)
    assert (
        "**Your privacy**" in section(text, "英文页面 / English page")
        or "~~Privacy~~**Your privacy**" in text
    )
    assert "- 本站网址 / the site's own address `site_url`：**https" in section(text, "设置 / Settings")
    assert "新增页面 / page added" in section(text, "中文页面 / Chinese page")
    assert "favicon.svg" in section(text, "图片 / Picture")
    assert "`build.py`" in section(text, "其他改动的文件 / Other files changed")
    assert "strings.yml" not in section(text, "其他改动的文件 / Other files changed")


def test_compared_with_where_the_work_left_it(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "mine")
    repository.edit(ONE, "in full", "entirely")
    mine = repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.edit("ybh2019-376-1a-01", "starting-a-business", "starting-a-business  # theirs")
    repository.edit("ybh2019-376-2a-01", "\n  en: ", "\n  en: Theirs ")
    repository.commit()
    repository.git("switch", "--quiet", "mine")
    text = told(repository)
    assert ONE in text
    assert "ybh2019-376-2a-01" not in text
    assert f"`main` (`{repository.git('merge-base', 'main', mine)[:7]}`)" in text


def test_unreadable_files_do_not_stop_it(repository: Repository) -> None:
    repository.path(ONE).write_bytes("标题：\x00".encode("gbk"))
    text = told(repository)
    assert f"`starting-a-business/{ONE}.yml`" in section(text, "无法读取、未作比较的文件")
    assert "Errors: " in text


def test_a_large_change_is_cut_to_what_a_comment_holds(repository: Repository) -> None:
    for path in repository.measures.glob("*/ybh*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("\n  zh: |\n", f"\n  zh: |\n    {'甲乙丙，' * 400}\n\n"), encoding="utf-8"
        )
    text = told(repository)
    assert len(text) < 60_000
    assert "more sections are not shown" in text


def test_what_stands_in_a_text_stays_text(repository: Repository) -> None:
    hostile = "@everyone ~~x~~ **y** <img src=x> [a](https://evil.example) #1 `code` | $x$ www.evil.example"
    repository.edit(ONE, "Roll out the electronic business licence in full", f"'{hostile}'")
    text = told(repository)
    for piece in ("@everyone", "<img", r"\[a", "#1", "`code`", "https://", r"www\.evil", r"\$x"):
        assert not re.search(rf"(?<!\\){piece}", text), piece


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD~99", "", "main:measures"])
def test_an_unknown_revision(repository: Repository, revision: str) -> None:
    result = repository.run("diff", "--", revision)
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (repository.folder / "x").exists()


def test_outside_of_a_repository(measures: Path) -> None:
    result = run(
        "diff",
        "HEAD",
        "--measures",
        str(measures),
        environment={"GIT_CEILING_DIRECTORIES": str(measures.parent.parent)},
    )
    assert result.returncode == 2
    assert "git clone" in result.stderr or "不在 git 仓库里" in result.stderr


def test_without_git(repository: Repository) -> None:
    result = run("diff", "HEAD", "--measures", str(repository.measures), environment={"PATH": os.devnull})
    assert result.returncode == 2
    assert "请先安装" in result.stderr


def test_a_shallow_clone_says_what_to_do(repository: Repository, tmp_path: Path) -> None:
    first = repository.git("rev-parse", "HEAD").strip()
    repository.edit(ONE, "in full", "entirely")
    repository.commit()
    repository.git("clone", "--quiet", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "shallow"))
    result = Repository(tmp_path / "shallow").run("diff", first)
    assert result.returncode == 2
    assert "git fetch --unshallow" in result.stderr


TEXTS = st.text(st.sampled_from("甲乙丙丁，。（）“” ab*_`~[]<>#@1\n"), max_size=40)


def shown(markdown: str) -> tuple[str, str]:
    """Return the old and the new text that the marks tell of, undoing what escaping did."""
    text = markdown.replace("<!-- -->", "").replace("<br>", "\n")
    old = re.sub(r"(?<!\\)\*\*.*?(?<!\\)\*\*", "", text, flags=re.DOTALL)
    new = re.sub(r"(?<!\\)~~.*?(?<!\\)~~", "", text, flags=re.DOTALL)
    return tuple(re.sub(r"(?<!\\)(~~|\*\*)|\\", "", each) for each in (old, new))  # type: ignore[return-value]


@given(old=TEXTS, new=TEXTS)
def test_marks_tell_both_texts(old: str, new: str) -> None:
    def bare(text: str) -> str:
        return re.sub(r"[\s␣⏎…]", "", text)

    before, after = shown(changes(old, new))
    assert (bare(before), bare(after)) == (bare(old), bare(new))


@given(text=st.text(max_size=80))
def test_escaping_leaves_no_mark_alive(text: str) -> None:
    escaped = escape(text).replace("<!-- -->", "").replace("<br>", "")
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|~$]", escaped)
