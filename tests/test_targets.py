"""What a target is made of stands in its key: pages that show a changed entry are made again, and only those."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.build.targets import BuildPlan
from registry.core.languages import LANGUAGES
from registry.model.register import Register
from registry.validation.checker import check
from tests.conftest import ROOT

CHANGES = {
    "body": (
        "bodies.yml", "en: Guangzhou Branch of the People’s Bank of China", "en: Guangzhou Branch of the Bank",
        ("人民银行广州分行", "Guangzhou Branch of the", "People’s Bank, Guangzhou"), "m/ybh2019-376-1a-06/",
    ),
    "term": (
        "glossary.yml", "可在网上用来证明身份、办理业务。", "可在网上证明身份、办理业务。",
        ('id="electronic-business-licence"', 'glossary/#electronic-business-licence"'), "m/ybh2019-376-1a-01/",
    ),
}  # fmt: skip
"""Changes of the vocabulary: the file, what becomes what there, what pages that show the entry hold, a page that does not."""

Made = dict[str, tuple[str, dict[str, bytes]]]
"""The key and files of each target."""


def plan_of(measures: Path) -> BuildPlan:
    found = check(measures)
    assert found.sound and found.vocabulary
    return BuildPlan(Register(found.measures, found.vocabulary, found.published))


def made(plan: BuildPlan, folder: Path) -> Made:
    """Return the key and files of each target but the hand-written pages."""
    return {
        name: (target.key, {file: (folder / file).read_bytes() for file in target.make(folder)})
        for name, target in plan.targets.items()
        if not name.startswith("prose")
    }


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(plan_of(ROOT / "measures"), tmp_path_factory.mktemp("before"))


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_entry_makes_the_pages_that_show_it(change: str, before: Made, tmp_path: Path) -> None:
    file, old, new, words, elsewhere = CHANGES[change]
    shutil.copytree(ROOT / "measures", tmp_path / "measures")
    path = tmp_path / "measures" / "vocabulary" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    (tmp_path / "site").mkdir()
    after = made(plan_of(tmp_path / "measures"), tmp_path / "site")
    again = {name for name in after if before[name][0] != after[name][0]}
    differ = {name for name in after if before[name][1] != after[name][1]}
    assert differ <= again, "what shows the change is made again"
    assert any(" m/" in name for name in differ)
    pages = {name for name in again if name.startswith(("zh ", "en "))}
    for name in pages:
        held = b"".join(before[name][1].values()).decode()
        assert any(word in held for word in words), f"{name} does not show the entry"
    assert not pages & {f"{language} {elsewhere}" for language in LANGUAGES}


def test_published_figures_of_tests_make_their_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def keys() -> dict[str, str]:
        return {name: target.key for name, target in plan_of(ROOT / "measures").targets.items()}

    before = keys()
    monkeypatch.setattr("registry.pages.read_results", lambda: "figures")
    after = keys()
    assert {name for name in after if before[name] != after[name]} == {
        f"{language} trust/" for language in LANGUAGES
    }
