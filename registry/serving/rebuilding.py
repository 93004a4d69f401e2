"""Making the site again in memory after a change, as little of it as the change allows.

What was read and compiled is kept from one change to the next. MkDocs runs only where hand-written pages or its settings
changed. Exports and search indexes are made when somebody asks for one of their files. Imports ``site``, ``exports``,
``search`` and the rooms before them.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from registry.assets import Assets, collect_assets
from registry.bilingual import LANGUAGES
from registry.checking import check
from registry.collection import Collection
from registry.command import ROOT, prefix_of
from registry.components import Compiled
from registry.exports import Stock, write_exports, write_sitemap
from registry.handwritten import check_handwritten
from registry.pages import KINDS, pages_of
from registry.problem import Problem
from registry.search import write_search
from registry.serving.faults import problems_of
from registry.serving.preview import Preview
from registry.site import Builder, build_language, read_settings
from registry.templating import Macros, Settings, Strings, read_strings

STRINGS = ROOT / "macros" / "strings.yml"

_PARTS = ("content", "strings", "assets", "macros", "theme", "handwritten")
"""What can be out of date, in the order in which it is brought up to date."""


def watched(measures: Path) -> list[Path]:
    """Return the files and folders whose changes are seen."""
    docs = ROOT / "docs"
    return [
        measures,
        ROOT / "macros",
        docs / "assets",
        docs / "zh",
        docs / "en",
        ROOT / "mkdocs.yml",
        ROOT / "mkdocs.en.yml",
    ]


class Rebuilder:
    """Keeps a preview up to date. ``rebuild`` is called from one thread only."""

    def __init__(self, measures: Path, preview: Preview) -> None:
        """Read nothing yet; everything is out of date."""
        self.measures = measures
        self.preview = preview
        self.strings = Strings({})
        self._stale = set(_PARTS)
        self._compiled = Compiled()
        self._macros = Macros(ROOT / "macros", self._compiled)
        self._settings = Settings()
        self._made: dict[str, Builder] = {}  # By MkDocs, when it last ran.
        self._other_files: dict[str, bytes] = {}
        self._homes: dict[str, tuple[str, int]] = {}  # In which run of pages each path was met before.
        self._collection: Collection
        self._assets: Assets

    def rebuild(self, changed: Iterable[Path], overtaken: Callable[[], bool]) -> tuple[Problem, ...]:
        """Make the site again after ``changed``, and return the problems for which the last good one stays.

        Leaves off as soon as ``overtaken`` says that there are newer changes. Never raises for a faulty file.
        """
        self._stale |= {self._part_of(path) for path in changed}
        try:
            problems = self._refresh()
            if problems:
                self.preview.fail(problems)
                return problems
            self.preview.begin()
            for path, content in self._files():
                if overtaken():
                    return ()
                self.preview.add(path, content)
            self.preview.finish(_Extras(self._stock(), list(self._addresses)).get)
        except Exception as error:  # Whatever a template or a page does wrong is shown, and serving goes on.
            problems = problems_of(error)
            self.preview.fail(problems)
            return problems
        return ()

    def _part_of(self, path: Path) -> str:
        """Return what a change of a file makes out of date."""
        if path.is_relative_to(self.measures):
            return "content"
        if path == STRINGS:
            return "strings"
        for folder, part in (("macros/theme", "theme"), ("macros", "macros"), ("docs/assets", "assets")):
            if path.is_relative_to(ROOT / folder):
                return part
        return "handwritten"

    def _refresh(self) -> tuple[Problem, ...]:
        """Bring up to date what is not; what has problems stays out of date, and all problems are returned."""
        problems: list[Problem] = []
        for part in _PARTS:
            if part not in self._stale or (part == "handwritten" and problems):
                continue
            found: list[Problem] = getattr(self, f"_refresh_{part}")()
            problems += found
            if not found:
                self._stale.discard(part)
        return tuple(problems)

    def _refresh_content(self) -> list[Problem]:
        checked = check(self.measures, prefix_of(self.measures))
        if not checked.sound or checked.vocabulary is None:
            return list(checked.problems)
        self._collection = Collection(checked.measures, checked.vocabulary, checked.published)
        return []

    def _refresh_strings(self) -> list[Problem]:
        strings, problems = read_strings(STRINGS, STRINGS.relative_to(ROOT).as_posix())
        if not problems:
            self.strings = strings
        return problems

    def _refresh_assets(self) -> list[Problem]:
        self._assets = collect_assets(ROOT / "docs" / "assets")
        return []

    def _refresh_macros(self) -> list[Problem]:
        self._macros = Macros(ROOT / "macros", self._compiled)
        return []

    def _refresh_theme(self) -> list[Problem]:
        for builder in self._made.values():
            builder.forget_theme()
        return self._refresh_macros()

    def _refresh_handwritten(self) -> list[Problem]:
        errors = [problem for problem in check_handwritten(ROOT) if problem.severity == "error"]
        if errors:
            return errors
        # Without the site's own address, for the pages lie at another one here.
        self._settings = replace(read_settings(), site_url="")
        with tempfile.TemporaryDirectory(prefix="register-") as temporary:
            for language in LANGUAGES:
                builder = self._builder(language)
                builder.handwritten_only, builder.environment, builder.handwritten = True, None, []
                folder = Path(temporary) / language
                build_language(builder, folder)
                self._made[language] = builder
                for path in sorted(folder.rglob("*")):
                    if path.is_file() and path.suffix != ".html":
                        self._other_files[_below(language, path.relative_to(folder).as_posix())] = (
                            path.read_bytes()
                        )
        return []

    def _builder(self, language: str) -> Builder:
        builder = Builder(
            language, self._collection, self.strings, self._settings, self._assets, macros=self._macros
        )
        if language in self._made:
            builder.environment = self._made[language].environment
            builder.handwritten = self._made[language].handwritten
        return builder

    def _stock(self) -> Stock:
        return Stock(self._collection, self.strings, self._settings, self._macros)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        """Give every file of the site but exports and search indexes, those first for which somebody waits."""
        self._addresses: list[str] = []
        yield from self._assets.contents.items()
        yield from self._other_files.items()
        builders = [self._builder(language) for language in LANGUAGES]
        runs = {
            (builder.language, number): run
            for builder in builders
            for number, run in enumerate(
                (
                    *(pages_of(kind, builder.workshop) for kind in KINDS),
                    map(builder.prose, builder.handwritten),
                )
            )
        }
        html = {builder.language: builder.html for builder in builders}
        while runs:
            run = self._homes.get(self.preview.wanted() or "")
            if run not in runs:
                run = next(iter(runs))
            page = next(runs[run], None)
            if page is None:
                del runs[run]
                continue
            name = page.address if page.address.endswith(".html") else f"{page.address}index.html"
            path = _below(page.language, name)
            self._homes[path] = run
            self._addresses.append(path)
            yield path, html[page.language](page).encode()


def _below(language: str, path: str) -> str:
    return path if language == LANGUAGES[0] else f"{language}/{path}"


class _Extras:
    """The files that are made when somebody first asks for one: exports and search indexes."""

    def __init__(self, stock: Stock, addresses: list[str]) -> None:
        """Keep what they are made from; ``addresses`` are the paths of all pages, which the sitemap lists."""
        self._stock = stock
        self._addresses = addresses
        self._lock = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def get(self, path: str) -> bytes | None:
        """Return a file by its path below the site's root; ``None`` where there is none."""
        with self._lock:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="register-")
                self._make(Path(self._folder.name))
        root = Path(self._folder.name).resolve()
        file = (root / path).resolve()
        return (
            file.read_bytes()
            if file.is_relative_to(root) and file.is_file() and path not in self._addresses
            else None
        )

    def _make(self, folder: Path) -> None:
        for page in self._addresses:  # The sitemap looks which pages there are.
            (folder / page).parent.mkdir(parents=True, exist_ok=True)
            (folder / page).touch()
        write_sitemap(self._stock, folder)
        write_exports(self._stock, folder)
        for language in LANGUAGES:
            write_search(
                self._stock.collection,
                language,
                folder / _below(language, "search"),
                ROOT / "docs" / language,
            )
