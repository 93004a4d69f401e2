"""Other generators, each making pages of the same content: how they are installed, and what each is given.

- MkDocs with Material, and Zensical: a project for each language. Each measure is a page of Markdown made from our page, not
  in the navigation; search is the built-in one; there are no listings. MkDocs builds one language after the other, as its
  command does, and in a row of its own both at once; Zensical, which uses all processors by itself, both at once.
- Eleventy: one project, whose template is a page that our build has made, with the measure's texts taken from JSON data, so
  that its pages are about as long as ours. Nothing is checked, searched or exported.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from lxml import html as lxml_html
from markdownify import MarkdownConverter

from registry.core.languages import LANGUAGES
from registry.model.measure import Measure
from tests.bench.measuring import BenchError, Command
from tests.bench.project import FOLDER_OF_LANGUAGE, Project, move_away

PYTHON_PINS = ("mkdocs==1.6.1", "mkdocs-material==9.8.1", "zensical==0.0.73")
NPM_PINS = ("@11ty/eleventy@3.1.8",)

SITE_URL = "https://example.org/"
"""The address of the projects' sites."""

IN_TURN = "cd zh && {0} && cd ../en && {0}"
AT_ONCE = "(cd zh && {0}) & zh=$!; (cd en && {0}) & en=$!; wait $zh && wait $en"
"""Shell commands that build the projects of both languages."""


@dataclass(frozen=True)
class Peer:
    """A generator: its name in both languages, whether npm has it, and how its project is made.

    ``prepare`` is given the generator's program, our built project, its measures and an empty folder.
    """

    key: str
    name: str
    program: str
    prepare: Callable[[Path, Project, Sequence[Measure], Path], str]
    npm: bool = False

    def command(self, programs: Path, project: Project, measures: Sequence[Measure], folder: Path) -> Command:
        """Make its project in ``folder``; return the command that builds it."""
        folder.mkdir()
        shell = self.prepare(programs / self.program, project, measures, folder)
        return Command(self.key, ["sh", "-c", shell], folder, {"NO_MKDOCS_2_WARNING": "1"})

    def sites(self, folder: Path) -> list[Path]:
        """Return the folders that it builds into: one, or one for each language."""
        return [*folder.glob("site"), *folder.glob("*/site")]

    def clear(self, folder: Path) -> None:
        """Move away the output and caches of its last build."""
        move_away((*self.sites(folder), *folder.glob("*/.cache")), folder.parent)


def install_peers(folder: Path, progress: Callable[[str], None]) -> dict[Peer, Path]:
    """Install the generators below ``folder`` where they are missing; return where the programs of each are."""
    installed = {}
    for npm, pins in ((False, PYTHON_PINS), (True, NPM_PINS)):
        place = folder / hashlib.sha256(" ".join(pins).encode()).hexdigest()[:8]
        commands = [["npm", "install", "--no-fund", "--no-audit", "--prefix", str(place), *pins]]
        if not npm:
            python = str(place / "bin" / "python")
            commands = [[sys.executable, "-m", "venv", "--clear", str(place)]]
            commands += [[python, "-m", "pip", "install", "--quiet", "--no-input", *pins]]
        try:
            for command in () if (place / "ready").exists() else commands:
                place.mkdir(exist_ok=True)
                subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            progress(
                f"没有装上，不测：{', '.join(pins)} / Not installed, not measured: {', '.join(pins)} ({error})"
            )
            continue
        (place / "ready").touch()
        programs = place / ("node_modules/.bin" if npm else "bin")
        installed |= {peer: programs for peer in PEERS if peer.npm == npm}
    return installed


def _prepare_markdown(
    shell: str, program: Path, project: Project, measures: Sequence[Measure], folder: Path
) -> str:
    """Make a project of Markdown pages for each language; MkDocs and Zensical read the same configuration."""
    for language in LANGUAGES:
        pages = folder / language / "docs" / "m"
        pages.mkdir(parents=True)
        (pages.parent / "index.md").write_text("# Register\n", encoding="utf-8")
        (folder / language / "mkdocs.yml").write_text(
            f"site_name: Register\nsite_url: {SITE_URL}\n"
            f"theme: {{name: material, language: {language}, font: false}}\nplugins: [search]\n"
            f"nav: [index.md]\nnot_in_nav: m/\n",
            encoding="utf-8",
        )
        for measure in measures:
            head = {"title": measure.title[language], "description": _description(measure, language)}
            lines = [f"{name}: {json.dumps(words, ensure_ascii=False)}" for name, words in head.items()]
            page = project.page(measure.id, language).read_text(encoding="utf-8")
            body = markdown_of(page, partial(_href, language))
            (pages / f"{measure.id}.md").write_text(
                "\n".join(["---", *lines, "---", "", body, ""]), encoding="utf-8"
            )
    return shell.format(f"'{program}' build")


def markdown_of(page: str, href_of: Callable[[str], str | None]) -> str:
    """Return the main part of a page as Markdown; ``href_of`` gives what a link's target becomes, ``None`` for no link."""
    (main,) = lxml_html.fromstring(page).xpath("//main")
    for element in main.xpath(".//button | .//label | .//svg | .//script"):
        element.drop_tree()
    for element in main.iter("dl", "dt", "dd"):  # Plain Markdown has no lists of definitions.
        element.tag = "div"
    for link in main.xpath(".//a[@href]"):
        href = href_of(link.get("href"))
        link.drop_tag() if href is None else link.set("href", href)
    converter = _Converter(heading_style="ATX", autolinks=False)
    return str(converter.convert(lxml_html.tostring(main, encoding="unicode"))).strip()


class _Converter(MarkdownConverter):  # type: ignore[misc]
    """Escapes what all generators take for markup; Python-Markdown leaves a backslash before other marks."""

    def escape(self, text: str, _parent_tags: object) -> str:
        return re.sub(r"([\\`*_\[\]#])", r"\\\1", escape(text, quote=False))


def _href(language: str, href: str) -> str | None:
    """Return the target of a link of a measure's page: a Markdown file, an absolute address, or none within the page."""
    here = urljoin(SITE_URL, f"{FOLDER_OF_LANGUAGE[language]}/m/")
    there = urljoin(f"{here}x/", href)
    if href.startswith("#"):
        return None
    file = re.fullmatch(re.escape(here) + r"([^/]+)/(#.*)?", there)
    return f"{file.group(1)}.md" if file else there


def _description(measure: Measure, language: str) -> str:
    return " ".join(measure.practice[language].split())[:160]


def _prepare_eleventy(program: Path, project: Project, measures: Sequence[Measure], folder: Path) -> str:
    pages = folder / "pages"
    (pages / "_data").mkdir(parents=True)
    data = json.dumps([data_of(measure) for measure in measures], ensure_ascii=False)
    (pages / "_data" / "measures.json").write_text(data, encoding="utf-8")
    for language, prefix in FOLDER_OF_LANGUAGE.items():
        built = {measure.id: project.page(measure.id, language) for measure in measures}
        by_size = sorted(measures, key=lambda measure: built[measure.id].stat().st_size)
        median = by_size[len(measures) // 2]
        template = template_of(built[median.id].read_text(encoding="utf-8"), median, language)
        (pages / f"{language}.njk").write_text(
            "---\npagination: {data: measures, size: 1, alias: measure}\n"
            f"permalink: '{prefix}/m/{{{{ measure.id }}}}/index.html'\n---\n{template}",
            encoding="utf-8",
        )
    (folder / "eleventy.config.cjs").write_text(
        'module.exports = () => ({ dir: { input: "pages", output: "site" } });\n', encoding="utf-8"
    )
    return f"'{program}' --quiet --config=eleventy.config.cjs"


def data_of(measure: Measure) -> dict[str, object]:
    """Return what Eleventy is told of a measure: its texts, by language."""
    return {"id": measure.id} | {
        language: {
            "title": measure.title[language],
            "description": _description(measure, language),
            "paragraphs": measure.practice[language].strip().split("\n\n"),
        }
        for language in LANGUAGES
    }


def template_of(page: str, measure: Measure, language: str) -> str:
    """Return a page of ours as a template: the measure's own texts are replaced by those of the data."""
    replaced = {measure.id: "{{ measure.id }}"}
    replaced |= {escape(measure.title[name]): f"{{{{ measure.{name}.title }}}}" for name in LANGUAGES}
    for name, lang in (("zh", "zh-Hans"), ("en", "en")):
        start = f'data-field="practice" lang="{lang}">'
        found = re.search(re.escape(start) + "(.*?)</div>", page, re.DOTALL)
        if found is None:
            raise BenchError(f"页面里没有 {start}。", f"The page lacks {start}.")
        loop = f"{{% for text in measure.{name}.paragraphs %}}<p>{{{{ text }}}}</p>{{% endfor %}}"
        replaced[found.group(1)] = loop
    description = re.search('<meta name="description" content="([^"]*)"', page)
    if description is not None:
        replaced[description.group(1)] = f"{{{{ measure.{language}.description }}}}"
    pieces = re.split(f"({'|'.join(sorted(map(re.escape, replaced), key=len, reverse=True))})", page)
    return "".join(replaced.get(piece) or f"{{% raw %}}{piece}{{% endraw %}}" for piece in pieces)


PEERS = (
    Peer(
        "mkdocs", "MkDocs + Material，先后 / one language after the other", "mkdocs",
        partial(_prepare_markdown, IN_TURN),
    ),
    Peer("mkdocs-both", "MkDocs + Material，同时 / both languages at once", "mkdocs", partial(_prepare_markdown, AT_ONCE)),
    Peer("zensical", "Zensical", "zensical", partial(_prepare_markdown, AT_ONCE)),
    Peer("eleventy", "Eleventy，只有页面 / pages only", "eleventy", _prepare_eleventy, npm=True),
)  # fmt: skip
"""The generators that are compared."""
