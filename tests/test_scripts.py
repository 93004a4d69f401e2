"""Joining scripts: what imports what, names, comments."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.rendering.scripts import ScriptError, join_scripts
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def served(name: str, content: bytes) -> str:
    return f"assets/{name}-{hashlib.sha256(content).hexdigest()[:4]}.js"


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_a_module_is_joined_into_what_imports_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        page='import { two } from "./middle.js";\nimport { one } from "./low.js";\nconsole.log(one, two);\n',
        middle='/** Two. */\nimport { one } from "./low.js";\nexport const two = one + 1;\n',
        low="// One.\nexport const one = 1;\n",
    )
    assert join_scripts(tmp_path, served) == {
        "page.js": b"const one=1;const two=one + 1;console.log(one,two);"
    }


@pytest.mark.parametrize("form", ["function", "async function", "function*", "async function*"])
def test_every_form_of_function_is_joined_and_its_name_known(form: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        page='import { one } from "./low.js";\nconsole.log(one);\n',
        low=f"export {form} one() {{\n}}\n",
    )
    (joined,) = join_scripts(tmp_path, served).values()
    assert joined.decode() == f"{form} one(){{}}\nconsole.log(one);".replace("* ", "*")
    write(tmp_path, page='import { one } from "./low.js";\nconst one = 2;\n')
    with pytest.raises(ScriptError, match="one"):
        join_scripts(tmp_path, served)


def test_a_module_loaded_later_is_a_file_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, page='void import("./later.js");\n', later="export const x = 1;\n")
    scripts = join_scripts(tmp_path, served)
    name = served("later.js", scripts["later.js"]).removeprefix("assets/")
    assert scripts["page.js"].decode() == f'void import("./{name}");'


def test_idle_space_goes_and_what_is_said_stays(tmp_path: Path) -> None:
    write(
        tmp_path,
        page="""const A = 1; // One.
const said = { a: "x = { y } ;", b: `p , ${A ? "q" : 2}`, c: /a = b/ };
const left = A + +said.b - -A;
if (left) {
  call(
    said,
  );
}
(() => A)();
""",
    )
    assert join_scripts(tmp_path, served)["page.js"].decode() == (
        "const A=1;"
        'const said = { a: "x = { y } ;", b: `p , ${A ? "q" : 2}`, c: /a = b/ };'
        "const left=A + +said.b - -A;if(left){call(said,);}\n"
        "(()=>A)();"
    )


def test_a_comment_that_would_swallow_the_next_line_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, page='call("a"); // It\'s "b",\ncall();\n')
    with pytest.raises(ScriptError, match="It's"):
        join_scripts(tmp_path, served)


def test_faults_are_said(tmp_path: Path) -> None:
    write(
        tmp_path,
        a='import { b } from "./b.js";\nexport const a = 1;\n',
        b='import { a } from "./a.js";\nexport const b = 1;\n',
    )
    write(tmp_path, c='import { a } from "./a.js";\n')
    with pytest.raises(ScriptError, match=r"a\.js → b\.js → a\.js"):
        join_scripts(tmp_path, served)
    for name in "abc":
        (tmp_path / f"{name}.js").unlink()
    write(
        tmp_path,
        a='import { b } from "./b.js";\nconst same = 1;\n',
        b="const same = 2;\nexport const b = 1;\n",
    )
    with pytest.raises(ScriptError, match="same"):
        join_scripts(tmp_path, served)


def test_words_in_scripts_are_as_in_python(browser: Browser) -> None:
    """search-text.js brings words to the same form as registry/search/text.py."""
    from tests.browsing import serving
    from tests.test_search_index import WORDS

    with serving(ROOT / "docs" / "assets" / "scripts") as address:
        page = browser.new_page()
        page.goto(address)
        found = page.evaluate(
            "async texts => { const { comparable } = await import('/search-text.js'); return texts.map(comparable); }",
            [text for text, _ in WORDS],
        )
        page.close()
    assert [each.strip() for each in found] == [words for _, words in WORDS]
