"""Making a new snapshot of the site after a change, from as much of the last one as the change has left as it was.

What was read and compiled is kept from one change to the next. MkDocs runs only where hand-written pages or its settings
changed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from registry.build.mkdocs_hooks import build_language
from registry.core.diagnostics import Diagnostic
from registry.core.errors import problems_of
from registry.core.languages import LANGUAGES
from registry.core.limits import Overtaken, limited
from registry.core.paths import ROOT, prefix_of
from registry.core.regular_files import strange_files
from registry.devserver.snapshot import Snapshot
from registry.devserver.state import Preview
from registry.exports import ExportContext
from registry.model.register import Register
from registry.model.strings import Strings, read_strings
from registry.model.urls import below
from registry.rendering.assets import Assets, collect_assets
from registry.rendering.checks import check_project
from registry.rendering.context import Macros
from registry.rendering.shell import PageRenderer
from registry.validation.cache import cache_of
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
        self._made: dict[str, PageRenderer] = {}  # By MkDocs, when it last ran.
        self._other_files: dict[str, bytes] = {}
        self._memory = cache_of(measures)
        self._newest = object()
        self._collection: Register
        self._assets: Assets

    def rebuild(self, changed: Iterable[Path], overtaken: Callable[[], bool]) -> tuple[Diagnostic, ...]:
        """Show the site as it is after ``changed``, and return the problems for which the last good snapshot stays.

        Leaves off as soon as ``overtaken`` says that there are newer changes. Never raises for a faulty file.
        """
        self.preview.begin()
        self._stale.update(*map(self._parts_of, changed))
        try:
            problems = self._refresh(overtaken)
            if problems:
                self.preview.fail(problems)
                return problems
            snapshot = self._edition(overtaken)
        except Overtaken:
            return ()
        except Exception as error:  # Whatever is wrong with a template is shown, and serving goes on.
            problems = problems_of(error)
            self.preview.fail(problems)
            return problems
        self.preview.show(snapshot)
        return self.preview.prove(snapshot, overtaken)

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

    def _refresh(self, overtaken: Callable[[], bool]) -> tuple[Diagnostic, ...]:
        """Bring up to date what is not; what has problems stays out of date, and all problems are returned."""
        if strange := strange_files(ROOT):
            return strange
        problems: list[Diagnostic] = []
        found: list[Diagnostic]
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

    def _refresh_content(self) -> list[Diagnostic]:
        checked = check(self.measures, prefix_of(self.measures), cache=self._memory)
        self._memory.path = (
            None  # To write what is remembered after each change would take longer than the check.
        )
        if not checked.sound or checked.vocabulary is None:
            return list(checked.problems)
        self._collection = Register(checked.measures, checked.vocabulary, checked.published)
        return []

    def _refresh_strings(self) -> list[Diagnostic]:
        strings, problems = read_strings(STRINGS, STRINGS.relative_to(ROOT).as_posix())
        if not problems:
            self.strings = strings
        return problems

    def _refresh_assets(self) -> list[Diagnostic]:
        self._assets = collect_assets(ROOT / "docs" / "assets")
        return []

    def _refresh_macros(self) -> list[Diagnostic]:
        self._macros = Macros(ROOT / "macros")
        return []

    def _refresh_theme(self) -> list[Diagnostic]:
        for renderer in self._made.values():
            renderer.forget_theme()
        return self._refresh_macros()

    def _refresh_handwritten(self) -> list[Diagnostic]:
        errors = [problem for problem in check_project(ROOT) if problem.severity == "error"]
        if errors:
            return errors
        # Without the site's own address, for the pages lie at another one here.
        self._settings = replace(read_settings(), site_url="")
        with tempfile.TemporaryDirectory(prefix="register-") as temporary:
            for language in LANGUAGES:
                renderer = self._renderer(language)
                renderer.environment, renderer.handwritten = None, []
                folder = Path(temporary) / language
                build_language(renderer, folder)
                self._made[language] = renderer
                for path in sorted(folder.rglob("*")):
                    if path.is_file() and path.suffix != ".html":
                        self._other_files[below(language, path.relative_to(folder).as_posix())] = (
                            path.read_bytes()
                        )
        return []

    def _renderer(self, language: str) -> PageRenderer:
        renderer = PageRenderer(
            language, self._collection, self.strings, self._settings, self._assets, macros=self._macros
        )
        if language in self._made:
            renderer.environment = self._made[language].environment
            renderer.handwritten = self._made[language].handwritten
        return renderer

    def _edition(self, overtaken: Callable[[], bool]) -> Snapshot:
        renderers = {language: self._renderer(language) for language in LANGUAGES}
        context = ExportContext(self._collection, self.strings, self._settings, self._macros)
        common = (self._collection.vocabulary, self.strings, self._settings, self._assets, self._macros)
        newest = self._newest = object()
        return Snapshot(
            self._collection, renderers, context, self._assets, dict(self._other_files), common,
            lambda: overtaken() or self._newest is not newest,
        )  # fmt: skip
