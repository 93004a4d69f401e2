"""The targets of a build: files that are made together, what they are made of, and how they are made.

Pages of one address are a target, and so is a search index, an export, the hand-written pages of a language. ``publish``
makes those targets whose key is another than at the last build, many side by side.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from registry.build.manifest import (
    Files,
    FileSignature,
    digest_of_files,
    files_below,
    key_of,
    put,
    signature_of,
)
from registry.build.mkdocs_hooks import build_language
from registry.core.languages import LANGUAGES
from registry.core.paths import ROOT
from registry.exports import Export, ExportContext, exports
from registry.model.measure import Measure
from registry.model.register import Register
from registry.model.urls import below
from registry.model.vocabulary import Body, Term
from registry.pages import page_specs
from registry.rendering.page import PageSpec
from registry.rendering.shell import PageRenderer, make_renderers
from registry.validation.cache import program

Make = Callable[[Path], Files]
"""Makes the files of a target below a folder, which holds other files too, and returns them."""

_PAGE, _REGISTER_PAGE, _ROWS, _PROSE = 1.0, 20.0, 50, 200
"""Weights: a measure's page is 1; one of the register as a whole; so many rows weigh 1; a run of MkDocs."""


@dataclass(frozen=True)
class Target:
    """Files that are made together: a name, the key that stands for all they are made of, and what makes them.

    ``weight`` says how long that takes, in pages of a measure; ``family`` is the same for units which are best made by
    one process, since they load the same things.
    """

    name: str
    key: str
    weight: float
    family: str
    make: Make


@dataclass
class BuildPlan:
    """What makes a site of a collection, unit by unit."""

    register: Register

    def __reduce__(self) -> tuple[type[BuildPlan], tuple[Register]]:
        """Go to another process without what can be made there again."""
        return BuildPlan, (self.register,)

    @cached_property
    def renderers(self) -> dict[str, PageRenderer]:
        """The builder of each language."""
        return make_renderers(self.register)

    @cached_property
    def context(self) -> ExportContext:
        """What exports are made from."""
        renderer = self.renderers[LANGUAGES[0]]
        return ExportContext(renderer.register, renderer.strings, renderer.settings, renderer.macros)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Every unit, by its name."""
        every = [*self._pages(), *self._prose(), *self._search(), *self._exports()]
        return {target.name: target for target in every}

    def make(self, names: Sequence[str], folder: Path) -> list[Files]:
        """Make units below ``folder``, and return the files of each."""
        return [self.targets[name].make(folder) for name in names]

    @cached_property
    def _common(self) -> str:
        """What every target is made with: the program, the components, the settings, the vocabulary but bodies and terms."""
        return key_of(
            program(),
            digest_of_files([ROOT / "macros", ROOT / "docs" / "assets", *ROOT.glob("mkdocs*.yml")]),
            repr(self.context.settings),
            repr(replace(self.register.vocabulary, bodies={}, glossary={})),
        )

    @cached_property
    def _every_entry(self) -> tuple[Body | Term, ...]:
        """Each body and term of the vocabulary."""
        return *self.register.vocabulary.bodies.values(), *self.register.vocabulary.glossary.values()

    @cached_property
    def _entries(self) -> dict[int, str]:
        """What stands for each of these, by identity, for many targets show the same."""
        return {id(entry): repr(entry) for entry in self._every_entry}

    @cached_property
    def _whole(self) -> str:
        """What the targets of the register as a whole are made of, but bodies and terms."""
        entries = [repr((entry.id, entry.date, entry.text)) for entry in self.register.published.entries]
        return key_of(self._common, *self.register.marks.values(), *entries)

    def _key(
        self,
        name: str,
        about: tuple[Measure, ...] | None = None,
        shows: Callable[[], Iterable[object]] | None = None,
    ) -> str:
        """Return the key of a target that is made of measures and shows entries (see ``PageSpec``)."""
        if about is None:
            made_of = [self._whole, name]
        else:
            made_of = [self._common, name, *[self.register.marks[measure.id] for measure in about]]
        shown: Iterable[object] = () if about is not None else self._every_entry
        entries = [self._entries.get(id(entry)) or repr(entry) for entry in (shows() if shows else shown)]
        return key_of(*made_of, *entries)

    def _pages(self) -> Iterator[Target]:
        for language, renderer in self.renderers.items():
            for spec in page_specs(renderer.context):
                name = f"{language} {spec.address}"
                weight = _REGISTER_PAGE if spec.about is None else _PAGE + len(spec.about) / _ROWS
                make = partial(_make_pages, renderer.files, spec, below(language, ""))
                yield Target(name, self._key(name, spec.about, spec.shows), weight, f"pages {language}", make)

    def _prose(self) -> Iterator[Target]:
        for language, renderer in self.renderers.items():
            key = key_of(self._common, language, digest_of_files([ROOT / "docs" / language]))
            make = partial(_make_in_folder, partial(build_language, renderer), below(language, ""))
            yield Target(f"prose {language}", key, _PROSE, f"pages {language}", make)

    def _search(self) -> Iterator[Target]:
        for language, renderer in self.renderers.items():
            written = ROOT / "docs" / language
            key = self._key(f"search {language} {digest_of_files([written])}")
            write = partial(renderer.write_search, documents=written)
            weight = _REGISTER_PAGE + len(self.register.current) / 2
            make = partial(_make_in_folder, write, below(language, ""))
            yield Target(f"search {language}", key, weight, "search", make)

    def _exports(self) -> Iterator[Target]:
        for export in exports(self.context):
            name = f"export {export.name}"
            key = self._key(name, export.about, export.shows)
            yield Target(name, key, export.weight, f"exports {export.family}", partial(_make_export, export))


def _make_pages(
    files: Callable[[PageSpec], Iterable[tuple[str, bytes]]], spec: PageSpec, prefix: str, folder: Path
) -> Files:
    return {prefix + name: put(folder, prefix + name, content) for name, content in files(spec)}


def _make_export(export: Export, folder: Path) -> Files:
    return {name: signature_of(f"{folder}/{name}") for name in export.write(folder)}


def _make_in_folder(write: Callable[[Path], None], prefix: str, folder: Path) -> Files:
    """Let ``write`` write into a folder of its own, then move all files below ``folder``."""
    made: dict[str, FileSignature] = {}
    with tempfile.TemporaryDirectory(prefix="unit-", dir=folder.parent) as own:
        write(Path(own))
        for name in sorted(files_below(Path(own))):
            path = f"{folder}/{prefix}{name}"
            try:
                os.rename(f"{own}/{name}", path)  # noqa: PTH104  (a Path for each of thousands takes as long again)
            except FileNotFoundError:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                os.rename(f"{own}/{name}", path)  # noqa: PTH104
            made[prefix + name] = signature_of(path)
    return made
