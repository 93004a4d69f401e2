"""A trial: a sample of the site is made and thrown away, so that no build fails on what the check has passed.

Only what depends on more than the check can read is left to it: attributes, filters, plugins of MkDocs. It runs again where
the project's own files or the kinds of measures have changed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import partial
from html import unescape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from registry.core.diagnostics import Diagnostic
from registry.core.languages import LANGUAGES
from registry.core.limits import TookTooLong
from registry.core.paths import ROOT
from registry.core.project_files import files_of
from registry.core.workers import run_jobs
from registry.model.measure import Measure
from registry.model.register import Register
from registry.rendering.checks import CONFIGURATIONS, digest_of, markdown_of
from registry.validation.cache import is_known, make_known
from registry.validation.checker import CheckResult
from registry.validation.handwritten import PageLink, check_pages, dead_link
from registry.validation.site_settings import read_settings

if TYPE_CHECKING:
    from registry.build.targets import BuildPlan
    from registry.exports import Export
    from registry.rendering.page import PageSpec
    from registry.rendering.shell import PageRenderer

_OF_EACH_KIND = 4
"""Pages that are made of each kind of which there are many."""


_PARTS = {
    "prose": ("docs", "macros", *CONFIGURATIONS.values()),
    **{f"pages {language}": ("docs/assets", "macros", *CONFIGURATIONS.values()) for language in LANGUAGES},
    "changes": ("macros",),  # Feeds and redirects are made with components, other exports are not.
    "exports": (),
}
"""The parts of a sample, and the files of the project that each is made with."""

_BOUND = re.compile(rb"^ *[\w-]+:|\{\w+\}", re.MULTILINE)
"""What may fail in the words of the interface: names, placeholders; the words themselves cannot."""


def try_site(checked: CheckResult, jobs: int = 1) -> tuple[Diagnostic, ...]:
    """Return what keeps pages and exports from being made of sound measures, and the links that lead to no page."""
    assert checked.vocabulary is not None
    sample = _sample(checked.measures)
    traits = sorted(map(_traits, sample), key=repr)
    words = _BOUND.findall((ROOT / "macros" / "strings.yml").read_bytes())
    common = f"{read_settings()} {traits} {_form(checked.vocabulary)} {words} {_named(checked.measures)}"
    keys = {
        part: f"{digest_of(ROOT, names, without='strings.yml')} {common}" for part, names in _PARTS.items()
    }
    parts = [part for part, key in keys.items() if not is_known(f"sample {part}", key)]
    if not parts:
        return ()
    from registry.build.targets import BuildPlan

    whole, sampled = (
        BuildPlan(Register(measures, checked.vocabulary, checked.published))
        for measures in (checked.measures, sample)
    )
    found = run_jobs(
        _try_part, [(part, whole, sampled) for part in parts], jobs, fork_only=True, label="试生成 / Trying"
    )
    for part, problems in zip(parts, found, strict=True):
        if not problems:
            make_known(f"sample {part}", keys[part])
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _try_part(part: str, whole: BuildPlan, sampled: BuildPlan) -> list[Diagnostic]:
    """Return the problems of making a part of the sample."""
    from registry.core.errors import is_of_content, problems_of  # What makes pages takes long to load.

    found: list[Diagnostic] = []
    for make in _makers(part, whole, sampled):
        try:
            found += make() or ()
        except Exception as error:  # Whatever it is would keep a build from its end.
            if not is_of_content(error):
                raise
            found += problems_of(error)
            if isinstance(error, TookTooLong):
                break  # The others would take as long.
    return found


def _form(value: object) -> object:
    """Return what a value of the vocabulary has, its keys and codes, but not what its texts say."""
    if is_dataclass(value):
        return [(field.name, _form(getattr(value, field.name))) for field in fields(value)]
    if isinstance(value, Mapping):
        return [(key, _form(entry)) for key, entry in value.items()]
    if isinstance(value, (tuple, list)):
        return [_form(entry) for entry in value]
    return bool(value) if isinstance(value, str) and not re.fullmatch(r"[\w-]+", value, re.ASCII) else value


def _named(measures: tuple[Measure, ...]) -> list[str]:
    """Return the identifiers that hand-written pages name, for they may link to them."""
    texts = (
        path.read_text("utf-8")
        for language in LANGUAGES
        for path in files_of(ROOT / "docs" / language, "**/*.md")
    )
    words = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    return sorted(words.intersection(measure.id for measure in measures))


def _traits(measure: Measure) -> tuple[object, ...]:
    """Return what a measure's page and its exports may show in different ways."""
    return (
        measure.adoption,
        measure.remark and measure.remark.key,
        measure.ending and (measure.ending.kind, bool(measure.ending.successors)),
        measure.others_responsible,
        bool(measure.keywords.zh or measure.keywords.en),
        bool(measure.aliases),
        measure.source.list.id,
        min(len(measure.origin), 2),
        min(len(measure.responsible), 2),
        "\n" in measure.practice.zh,
    )


def _sample(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Return measures that have every trait which one of all has, and those that took the place of others."""
    by_id = {measure.id: measure for measure in measures}
    signature_of: set[tuple[int, object]] = set()
    chosen: dict[str, Measure] = {}
    for measure in measures:
        traits = set(enumerate(_traits(measure)))
        if not traits <= signature_of:
            signature_of |= traits
            chosen[measure.id] = measure
    waiting = list(chosen.values())
    while waiting:
        ending = waiting.pop().ending
        for successor in ending.successors if ending else ():
            if successor not in chosen:
                chosen[successor] = by_id[successor]
                waiting.append(by_id[successor])
    return tuple(measure for measure in measures if measure.id in chosen)


def _makers(
    part: str, whole: BuildPlan, sampled: BuildPlan
) -> Iterator[Callable[[], Sequence[Diagnostic] | None]]:
    """Give what makes each piece of a part."""
    from registry.build.mkdocs_hooks import build_language
    from registry.exports import exports
    from registry.pages import page_specs

    with tempfile.TemporaryDirectory(prefix="register-trial-") as folder:
        if part == "prose":
            yield from (partial(_follow, link, whole) for link in check_pages(ROOT, markdown_of(ROOT))[1])
            for language, renderer in sampled.renderers.items():
                yield partial(build_language, renderer, Path(folder) / language)
                yield partial(renderer.write_search, Path(folder) / language, ROOT / "docs" / language)
            return
        if part.startswith("pages "):
            renderer = sampled.renderers[part.removeprefix("pages ")]
            yield from (partial(_make, renderer, spec) for spec in _some(page_specs(renderer.context)))
            return
        for export in exports(sampled.context):
            if (export.name == "changes") == (part == "changes"):
                yield partial(_export, export, Path(folder) / part)


def _follow(link: PageLink, plan: BuildPlan) -> list[Diagnostic]:
    return list(_dead(link, plan))


def _some(every: Iterator[PageSpec]) -> Iterator[PageSpec]:
    counts: dict[str, int] = {}
    for spec in every:
        kind = spec.address.partition("/")[0]
        counts[kind] = counts.get(kind, 0) + 1
        if kind == "m" or counts[kind] <= _OF_EACH_KIND:
            yield spec


def _export(export: Export, folder: Path) -> None:
    export.write(folder)


def _make(renderer: PageRenderer, spec: PageSpec) -> None:
    for _ in renderer.files(spec):
        pass


def _dead(link: PageLink, plan: BuildPlan) -> Iterator[Diagnostic]:
    """Give the problem of a link that leads to no generated page, or to no section of one."""
    from registry.pages import find_page_spec

    renderer = plan.renderers[link.language]
    address = link.address.rstrip("/") + "/" if link.address else ""
    if re.search(r"\.\w+$", link.address) or address in {"api/", "downloads/"}:
        return  # A file; its name is known when it is made.
    spec = find_page_spec(renderer.context, address)
    is_certain = spec is not None and spec.address == address and not link.fragment
    pages = spec.pages() if spec is not None and not is_certain else ()
    page = next((page for page in pages if page.address == address), None)
    if page is None:
        if not is_certain and not re.fullmatch(r"m/[^/]+/v/[0-9a-f]+/", address):
            yield dead_link(link)
    elif link.fragment:
        ids = {unescape(found) for found in re.findall(r'\sid="([^"]*)"', page.html)}
        if link.fragment not in ids:
            yield dead_link(link, ids)
