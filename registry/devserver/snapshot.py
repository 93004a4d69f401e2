"""A snapshot: the site as the files stood at one moment; its pages are made when they are first asked for."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import is_
from pathlib import Path

from registry.core.languages import LANGUAGES
from registry.core.limits import limited
from registry.core.paths import ROOT
from registry.exports import ExportContext, write_exports, write_sitemap
from registry.model.register import Register
from registry.model.urls import below, language_of
from registry.pages import find_page_spec, page_specs
from registry.pages.handwritten import handwritten_page
from registry.rendering.assets import Assets
from registry.rendering.page import PageSpec
from registry.rendering.shell import PageRenderer
from registry.search import write_search

MOST_PROVED = 500
"""Pages that are made ahead, to see that they can be; more would keep the machine busy after each change."""

_PAGE, _NOT_FOUND = "index.html", "404.html"


@dataclass
class Snapshot:
    """One state of the site, safe to use from several threads.

    ``renderers`` are those of each language, ``others`` the files beside hand-written pages, ``common`` the objects that
    every page is made with. Nothing more is made as soon as ``is_overtaken`` says that there are newer changes.
    """

    register: Register
    renderers: Mapping[str, PageRenderer]
    context: ExportContext
    assets: Assets
    others: Mapping[str, bytes]
    common: tuple[object, ...]
    is_overtaken: Callable[[], bool] = lambda: False
    _made: dict[str, bytes] = field(default_factory=dict)
    _folders: dict[str, tempfile.TemporaryDirectory[str]] = field(default_factory=dict)
    _files: dict[str, dict[str, Path]] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)
    _exporting: threading.Lock = field(default_factory=threading.Lock)

    def get(self, path: str) -> bytes | None:
        """Return a file by its path below the site's root; ``None`` where there is none.

        Raises whatever a component or page does wrong.
        """
        if path in self.assets.contents:
            return self.assets.contents[path]
        with self._making:
            if path not in self._made and path.endswith((_PAGE, _NOT_FOUND)):
                with limited(self.is_overtaken):
                    self._made |= self._pages(path)
            if path in self._made:
                return self._made[path]
        return self.others.get(path) or self._extra(path)

    def prove(self, before: Snapshot | None) -> Iterator[None]:
        """Make the pages that may be others than in ``before``, one after another, but not too many.

        Raises whatever a component or page does wrong.
        """
        for _, path in zip(range(MOST_PROVED), self._touched(before), strict=False):
            self.get(path)
            yield

    def _touched(self, before: Snapshot | None) -> Iterator[str]:
        marks = self.register.marks
        is_alike = before is not None and all(map(is_, before.common, self.common))
        known = before.register.marks if before is not None and is_alike else {}
        new = {identifier for identifier, mark in marks.items() if known.get(identifier) != mark}
        for language, renderer in self.renderers.items():
            for spec in page_specs(renderer.context):
                if not known or spec.about is None or any(each.id in new for each in spec.about):
                    yield below(language, _file(spec.address))
            if not known:
                for written in renderer.handwritten:
                    yield below(language, _file(written.address))

    def _pages(self, path: str) -> dict[str, bytes]:
        language = language_of(path)
        renderer = self.renderers[language]
        address = path.removeprefix(below(language, "")).removesuffix(_PAGE)
        written = next((each for each in renderer.handwritten if each.address == address), None)
        spec = (
            find_page_spec(renderer.context, address)
            if written is None
            else PageSpec(address, partial(handwritten_page, renderer.context, written))
        )
        if spec is None:
            return {}
        return {below(language, name): content for name, content in renderer.files(spec)}

    def _extra(self, path: str) -> bytes | None:
        """Return a file of what is made when somebody first asks for one: exports and search indexes."""
        kind = next(
            (name for name in map(_search, LANGUAGES) if path.startswith(f"{name}/")),
            path if path.startswith("sitemap") else "exports",
        )
        with self._exporting:
            if kind not in self._files:
                self._folders[kind] = tempfile.TemporaryDirectory(prefix="register-")
                folder = Path(self._folders[kind].name)
                self._make(kind, folder)
                self._files[kind] = {
                    file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()
                }
            file = self._files[kind].get(path)
        return None if file is None else file.read_bytes()

    def _make(self, kind: str, folder: Path) -> None:
        for language in LANGUAGES:
            if kind == _search(language):
                write_search(self.register, language, folder / kind, ROOT / "docs" / language)
                return
        if kind == "exports":
            write_exports(self.context, folder)
            return
        names: list[str] = []
        for language, renderer in self.renderers.items():
            names += [below(language, _file(each.address)) for each in renderer.handwritten]
            for spec in page_specs(renderer.context):
                names += [below(language, name) for name, _ in renderer.files(spec)]
        write_sitemap(self.context, folder, names)


def _file(address: str) -> str:
    return address if address.endswith(".html") else f"{address}{_PAGE}"


def _search(language: str) -> str:
    return below(language, "search")
