"""Making a new edition of the site after a change, from as much of the last one as the change has left as it was.

What was read and compiled is kept from one change to the next. MkDocs runs only where hand-written pages or its settings
changed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from registry.build.mkdocs_hooks import build_language
from registry.core.diagnostics import Problem
from registry.core.errors import problems_of
from registry.core.languages import LANGUAGES
from registry.core.limits import Overtaken, limited
from registry.core.paths import ROOT, prefix_of
from registry.core.regular_files import strange_files
from registry.devserver.snapshot import Edition
from registry.devserver.state import Preview
from registry.exports import Stock
from registry.model.register import Collection
from registry.model.strings import Strings, read_strings
from registry.model.urls import below
from registry.rendering.assets import Assets, collect_assets
from registry.rendering.checks import check_project
from registry.rendering.context import Macros
from registry.rendering.shell import Builder
from registry.validation.cache import memory_of
from registry.validation.checker import check
from registry.validation.site_settings import Settings, read_settings

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
        self._macros = Macros(ROOT / "macros")
        self._settings = Settings()
        self._made: dict[str, Builder] = {}  # By MkDocs, when it last ran.
        self._other_files: dict[str, bytes] = {}
        self._memory = memory_of(measures)
        self._newest = object()
        self._collection: Collection
        self._assets: Assets

    def rebuild(self, changed: Iterable[Path], overtaken: Callable[[], bool]) -> tuple[Problem, ...]:
        """Show the site as it is after ``changed``, and return the problems for which the last good edition stays.

        Leaves off as soon as ``overtaken`` says that there are newer changes. Never raises for a faulty file.
        """
        self.preview.begin()
        self._stale.update(*map(self._parts_of, changed))
        try:
            problems = self._refresh(overtaken)
            if problems:
                self.preview.fail(problems)
                return problems
            edition = self._edition(overtaken)
        except Overtaken:
            return ()
        except Exception as error:  # Whatever is wrong with a template is shown, and serving goes on.
            problems = problems_of(error)
            self.preview.fail(problems)
            return problems
        self.preview.show(edition)
        return self.preview.prove(edition, overtaken)

    def _parts_of(self, path: Path) -> set[str]:
        """Return what a change of a file or folder makes out of date."""
        macros = ROOT / "macros"
        places = {
            "content": self.measures,
            "strings": STRINGS,
            "theme": macros / "theme",
            "macros": macros,
            "assets": ROOT / "docs" / "assets",
        }
        around = [part for part, place in places.items() if path.is_relative_to(place)]
        return {
            *(around[:1] or ["handwritten"]),
            *(part for part, place in places.items() if place.is_relative_to(path)),
        }

    def _refresh(self, overtaken: Callable[[], bool]) -> tuple[Problem, ...]:
        """Bring up to date what is not; what has problems stays out of date, and all problems are returned."""
        if strange := strange_files(ROOT):
            return strange
        problems: list[Problem] = []
        found: list[Problem]
        for part in _PARTS:
            if part not in self._stale or (part == "handwritten" and problems):
                continue
            if part == "handwritten":
                with limited(overtaken):
                    found = self._refresh_handwritten()
            else:
                found = getattr(self, f"_refresh_{part}")()
            problems += found
            if not found:
                self._stale.discard(part)
        return tuple(problems)

    def _refresh_content(self) -> list[Problem]:
        checked = check(self.measures, prefix_of(self.measures), memory=self._memory)
        self._memory.path = (
            None  # To write what is remembered after each change would take longer than the check.
        )
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
        self._macros = Macros(ROOT / "macros")
        return []

    def _refresh_theme(self) -> list[Problem]:
        for builder in self._made.values():
            builder.forget_theme()
        return self._refresh_macros()

    def _refresh_handwritten(self) -> list[Problem]:
        errors = [problem for problem in check_project(ROOT) if problem.severity == "error"]
        if errors:
            return errors
        # Without the site's own address, for the pages lie at another one here.
        self._settings = replace(read_settings(), site_url="")
        with tempfile.TemporaryDirectory(prefix="register-") as temporary:
            for language in LANGUAGES:
                builder = self._builder(language)
                builder.environment, builder.handwritten = None, []
                folder = Path(temporary) / language
                build_language(builder, folder)
                self._made[language] = builder
                for path in sorted(folder.rglob("*")):
                    if path.is_file() and path.suffix != ".html":
                        self._other_files[below(language, path.relative_to(folder).as_posix())] = (
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

    def _edition(self, overtaken: Callable[[], bool]) -> Edition:
        builders = {language: self._builder(language) for language in LANGUAGES}
        stock = Stock(self._collection, self.strings, self._settings, self._macros)
        common = (self._collection.vocabulary, self.strings, self._settings, self._assets, self._macros)
        newest = self._newest = object()
        return Edition(
            self._collection, builders, stock, self._assets, dict(self._other_files), common,
            lambda: overtaken() or self._newest is not newest,
        )  # fmt: skip
