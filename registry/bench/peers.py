"""Other generators, each making pages of the same content: how they are installed, and what each is given.

- MkDocs with Material, and Zensical: a project for each language; every measure is a page of Markdown, which says what our own
  page says, and is not in the navigation; search is the built-in one. There are no listings. MkDocs builds them one after the
  other, as its own command does, and, once more, both side by side, as somebody in a hurry would; Zensical, which uses all
  processors by itself, side by side, which is the faster for it.
- Eleventy: one project, whose template is a page that our own build has made, with the measure's texts taken from JSON data; so
  its pages are about as long as ours. Nothing is checked, searched or exported.

Imports ``workplace``, ``markdown``, ``measuring`` and ``model``.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from registry.bench.markdown import markdown_of
from registry.bench.measuring import BenchError, Command
from registry.bench.workplace import PLACE_OF_LANGUAGE, Workplace, set_aside
from registry.bilingual import LANGUAGES, Bilingual
from registry.model import Measure

PYTHON_PINS = ("mkdocs==1.6.1", "mkdocs-material==9.8.1", "zensical==0.0.73")
NPM_PINS = ("@11ty/eleventy@3.1.8",)

ADDRESS = "https://example.org/"
"""Where the projects say that they are published."""

_SIDE_BY_SIDE = """
import json, subprocess, sys
running = [subprocess.Popen(command, cwd=folder) for folder, command in json.loads(sys.argv[1])]
sys.exit(max(each.wait() for each in running))
"""

_ONE_BY_ONE = """
import json, subprocess, sys
sys.exit(max(subprocess.call(command, cwd=folder) for folder, command in json.loads(sys.argv[1])))
"""

Prepare = Callable[[Path, Workplace, Sequence[Measure], Path], Command]
"""Makes a project in a folder; given where the programs are, the workplace with its built site, and its measures."""


@dataclass(frozen=True)
class Kind:
    """A generator: its name, whether it comes from npm, how its project is made."""

    name: Bilingual
    npm: bool
    prepare: Prepare


@dataclass(frozen=True)
class Peer:
    """A generator that is installed below ``programs``."""

    key: str
    kind: Kind
    programs: Path

    def prepare(self, workplace: Workplace, measures: Sequence[Measure], folder: Path) -> Command:
        """Make its project in ``folder``; return the command that builds it."""
        folder.mkdir()
        return self.kind.prepare(self.programs, workplace, measures, folder)

    def forget(self, folder: Path) -> None:
        """Put aside what its last build left."""
        set_aside((*self.sites(folder), *folder.glob("*/.cache")), folder.parent)

    def sites(self, folder: Path) -> list[Path]:
        """Return the folders that it builds into: one for all, or one for each language."""
        return [*folder.glob("site"), *folder.glob("*/site")]


def install_peers(folder: Path, say: Callable[[str], None]) -> list[Peer]:
    """Install the generators below ``folder``, unless they are; return those that could be, and ``say`` which not and why."""
    peers = []
    for npm, install in ((False, _install_python), (True, _install_npm)):
        kinds = {key: kind for key, kind in KINDS.items() if kind.npm == npm}
        try:
            programs = install(folder)
        except BenchError as error:
            zh, en = (
                "、".join(each.name.zh for each in kinds.values()),
                ", ".join(each.name.en for each in kinds.values()),
            )
            say(f"不量 {zh}：{error.message.zh} / {en} not measured: {error.message.en}")
            continue
        peers += [Peer(key, kind, programs) for key, kind in kinds.items()]
    return peers


def _install_python(folder: Path) -> Path:
    place = _place(folder, "python", PYTHON_PINS)
    programs = place / ("Scripts" if sys.platform == "win32" else "bin")
    if not (place / "ready").exists():
        _tool("venv", [sys.executable, "-m", "venv", "--clear", str(place)], folder)
        python = str(programs / "python")
        _tool("pip", [python, "-m", "pip", "install", "--quiet", "--no-input", *PYTHON_PINS], folder)
        (place / "ready").touch()
    return programs


def _install_npm(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise BenchError("没有 npm。", "there is no npm.")
    place = _place(folder, "npm", NPM_PINS)
    if not (place / "ready").exists():
        place.mkdir(exist_ok=True)
        _tool("npm", [npm, "install", "--no-fund", "--no-audit", "--prefix", str(place), *NPM_PINS], place)
        (place / "ready").touch()
    return place / "node_modules" / ".bin"


def _place(folder: Path, name: str, pins: Sequence[str]) -> Path:
    return folder / f"{name}-{hashlib.sha256(' '.join(pins).encode()).hexdigest()[:8]}"


def _tool(name: str, command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if "rror" in line] or ["?"]
        raise BenchError(f"{name} 没有装上：{lines[-1]}", f"{name} could not install it: {lines[-1]}")


def _prepare_mkdocs(
    way: str, programs: Path, workplace: Workplace, measures: Sequence[Measure], folder: Path
) -> Command:
    for language in LANGUAGES:
        _write_markdown(workplace, measures, language, folder / language)
        (folder / language / "mkdocs.yml").write_text(
            f"site_name: Register\nsite_url: {ADDRESS}\n"
            f"theme: {{name: material, language: {language}, font: false}}\nplugins: [search]\n"
            f"nav: [index.md]\nnot_in_nav: m/\n",
            encoding="utf-8",
        )
    return _both(way, folder, [str(programs / "mkdocs"), "build", "--quiet"])


def _prepare_zensical(
    programs: Path, workplace: Workplace, measures: Sequence[Measure], folder: Path
) -> Command:
    for language in LANGUAGES:
        _write_markdown(workplace, measures, language, folder / language)
        (folder / language / "zensical.toml").write_text(
            f'[project]\nsite_name = "Register"\nsite_url = "{ADDRESS}"\n'
            f'nav = ["index.md"]\n'
            f'[project.theme]\nlanguage = "{language}"\nfont = false\n',
            encoding="utf-8",
        )
    return _both(_SIDE_BY_SIDE, folder, [str(programs / "zensical"), "build"])


def _both(way: str, folder: Path, command: list[str]) -> Command:
    """Return what runs a command in the folders of both languages; ``way`` is the program that does."""
    jobs = json.dumps([(str(folder / language), command) for language in LANGUAGES])
    return Command(
        Path(command[0]).name,
        [sys.executable, "-I", "-S", "-c", way, jobs],
        folder,
        {"NO_MKDOCS_2_WARNING": "1"},
    )


def _write_markdown(workplace: Workplace, measures: Sequence[Measure], language: str, project: Path) -> None:
    pages = project / "docs" / "m"
    pages.mkdir(parents=True)
    (project / "docs" / "index.md").write_text("# Register\n", encoding="utf-8")
    for measure in measures:
        built = workplace.page(measure.id, language).read_text(encoding="utf-8")
        front = {"title": measure.title[language], "description": _description(measure, language)}
        lines = [f"{name}: {json.dumps(words, ensure_ascii=False)}" for name, words in front.items()]
        body = markdown_of(built, partial(_address, language))
        text = "\n".join(["---", *lines, "---", "", body, ""])
        (pages / f"{measure.id}.md").write_text(text, encoding="utf-8")


def _address(language: str, address: str) -> str | None:
    """Return what a link of a measure's page becomes: a file beside it, or a page elsewhere; nothing within the page."""
    here = urljoin(ADDRESS, f"{PLACE_OF_LANGUAGE[language]}/m/")
    there = urljoin(f"{here}x/", address)
    if address.startswith("#"):
        return None
    file = re.fullmatch(re.escape(here) + r"([^/]+)/(#.*)?", there)
    return f"{file.group(1)}.md" if file else there


def _description(measure: Measure, language: str) -> str:
    return " ".join(measure.practice[language].split())[:160]


def _prepare_eleventy(
    programs: Path, workplace: Workplace, measures: Sequence[Measure], folder: Path
) -> Command:
    pages = folder / "pages"
    (pages / "_data").mkdir(parents=True)
    data = [record_of(measure) for measure in measures]
    (pages / "_data" / "measures.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for language, place in PLACE_OF_LANGUAGE.items():
        built = {each.id: workplace.page(each.id, language) for each in measures}
        chosen = sorted(measures, key=lambda each: built[each.id].stat().st_size)[len(measures) // 2]
        template = template_of(built[chosen.id].read_text(encoding="utf-8"), chosen, language)
        (pages / f"{language}.njk").write_text(
            "---\npagination: {data: measures, size: 1, alias: measure}\n"
            f"permalink: '{place}/m/{{{{ measure.id }}}}/index.html'\n---\n{template}",
            encoding="utf-8",
        )
    (folder / "eleventy.config.cjs").write_text(
        'module.exports = () => ({ dir: { input: "pages", output: "site" } });\n', encoding="utf-8"
    )
    command = [str(programs / "eleventy"), "--quiet", "--config=eleventy.config.cjs"]
    return Command("eleventy", command, folder, {})


def record_of(measure: Measure) -> dict[str, object]:
    """Return what Eleventy is told of a measure: its texts, by language."""
    return {
        "id": measure.id,
        **{
            language: {
                "title": measure.title[language],
                "description": _description(measure, language),
                "paragraphs": measure.practice[language].strip().split("\n\n"),
            }
            for language in LANGUAGES
        },
    }


def template_of(page: str, measure: Measure, language: str) -> str:
    """Return a page of ours as a template: the measure's own texts give way to those of the data."""
    holes = {
        measure.id: "{{ measure.id }}",
        **{escape(measure.title[each]): f"{{{{ measure.{each}.title }}}}" for each in LANGUAGES},
    }
    for each, lang in (("zh", "zh-Hans"), ("en", "en")):
        loop = f"{{% for text in measure.{each}.paragraphs %}}<p>{{{{ text }}}}</p>{{% endfor %}}"
        start = f'data-field="practice" lang="{lang}">'
        found = re.search(re.escape(start) + "(.*?)</div>", page, re.DOTALL)
        if found is None:
            raise BenchError(f"页面里没有 {start}。", f"The page lacks {start}.")
        holes[found.group(1)] = loop
    description = re.search('<meta name="description" content="([^"]*)"', page)
    if description is not None:
        holes[description.group(1)] = f"{{{{ measure.{language}.description }}}}"
    pieces = re.split(f"({'|'.join(sorted(map(re.escape, holes), key=len, reverse=True))})", page)
    return "".join(holes.get(piece) or f"{{% raw %}}{piece}{{% endraw %}}" for piece in pieces)


KINDS = {
    "mkdocs": Kind(
        Bilingual("MkDocs + Material，先后构建两种语言", "MkDocs + Material, one language after the other"),
        False,
        partial(_prepare_mkdocs, _ONE_BY_ONE),
    ),
    "mkdocs-both": Kind(
        Bilingual("MkDocs + Material，同时构建两种语言", "MkDocs + Material, both languages side by side"),
        False,
        partial(_prepare_mkdocs, _SIDE_BY_SIDE),
    ),
    "zensical": Kind(Bilingual("Zensical", "Zensical"), False, _prepare_zensical),
    "eleventy": Kind(Bilingual("Eleventy，只有页面", "Eleventy, pages alone"), True, _prepare_eleventy),
}
"""The generators that are compared, and how, by the name of their folder."""
