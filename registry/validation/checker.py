"""Checking: all measure files and vocabulary in, the model and all problems out."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from registry.core.diagnostics import Diagnostic, diagnostic
from registry.core.git import HistoryError, Point, main_points
from registry.core.project_files import files_of
from registry.core.regular_files import read_plain
from registry.loader.yaml import LARGEST_FILE, Mapping, read_bytes
from registry.model.discovery import find_files
from registry.model.ledger import FILE, Earlier, Ledger, published_of, read_published
from registry.model.measure import Measure, measure_shape
from registry.model.vocabulary import FOLDER, Vocabulary
from registry.model.vocabulary_loader import VocabularyReading, read_vocabulary
from registry.validation.cache import CheckCache
from registry.validation.rules import all_rules  # noqa: F401  (entering the rules)
from registry.validation.rules.rule import (
    FileContext,
    MeasureFile,
    RegisterContext,
    apply_document_rules,
    apply_register_rules,
)
from registry.validation.rules.text import apply_text_rules, texts_of
from registry.validation.validate_file import examine


@dataclass(frozen=True)
class CheckResult:
    """What a check found: the measures and vocabulary that are sound, what was published, and all problems in order.

    Where an error stops a build, there are no measures.
    """

    measures: tuple[Measure, ...]
    vocabulary: Vocabulary | None
    published: Ledger
    problems: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing stops a build."""
        return not any(problem.severity == "error" for problem in self.problems)


def check(
    folder: Path,
    prefix: str = "measures",
    since: Point | None = None,
    *,
    cache: CheckCache | None = None,
    jobs: int = 1,
) -> CheckResult:
    """Check all of ``folder``; ``prefix`` begins the names of files in problems. Never raises for bad content.

    ``since`` is the state against which the record of publications is held, by default where this work left the main
    branch. What ``cache`` knows to be sound is not looked at again; ``jobs`` processes at most work side by side. Raises
    ``HistoryError`` where git cannot tell what was published at ``since``.
    """
    cache = cache or CheckCache()
    reading = cache.once(
        "vocabulary",
        _contents(folder, files_of(folder / FOLDER, "**/*.yml")),
        lambda: read_vocabulary(folder / FOLDER, f"{prefix}/{FOLDER}"),
    )
    record = _contents(folder, [folder / FILE])
    published, published_problems = cache.once("published", record, lambda: read_published(folder, prefix))
    # Git is asked again where the record is another: to start it takes longer than all the rest of a repeated check.
    earlier, unknown = cache.once("earlier", (since, record), lambda: _earlier(folder, prefix, since))
    indicators = _contents(folder, [folder / FOLDER / "indicators.yml"])
    earlier_indicators = cache.once(
        "earlier indicators", (since, indicators), lambda: _earlier_indicators(folder, since)
    )
    found = find_files(folder, prefix)
    file_context = FileContext(
        folder=folder,
        vocabulary=reading.known,
        vocabulary_readings=reading.readings,
        published=published,
        earlier=earlier,
        earlier_indicators=earlier_indicators,
    )
    of_texts = cache.once("texts", reading, lambda: _text_problems(reading))
    of_documents = apply_document_rules(file_context)
    file_context = replace(file_context, vocabulary=replace(reading.known, unsettled=frozenset(of_documents)))
    files, problems = examine(found.measures, file_context, cache, jobs)
    context = file_context.together(files, found.names, problems)
    problems += chain(of_texts, *of_documents.values())
    problems += (*reading.problems, *published_problems, *unknown, *found.problems)
    problems += apply_register_rules(context)
    problems = [problem for problem in problems if problem.lacking not in context.lost_keys]
    if any(problem.severity == "error" and problem.file.endswith("/glossary.yml") for problem in problems):
        # What the glossary says is to be settled before others are held to it.
        problems = [
            problem for problem in problems if problem.rule not in {"glossary-terms", "terms-of-vocabulary"}
        ]
    if any(problem.severity == "error" for problem in problems):
        # What is wrong is put right first; then the measure can be recorded.
        problems = [problem for problem in problems if problem.rule != "recorded"]
    checked = CheckResult((), reading.vocabulary, published, tuple(sorted(problems)))
    if not checked.sound:
        return checked
    return CheckResult(_measures(context, cache), reading.vocabulary, published, checked.problems)


def _text_problems(reading: VocabularyReading) -> list[Diagnostic]:
    return [
        problem
        for read_file in reading.readings.values()
        for problem in apply_text_rules(read_file.file, texts_of(read_file.root))
    ]


def _earlier(
    folder: Path, prefix: str, since: Point | None
) -> tuple[tuple[Earlier, ...], tuple[Diagnostic, ...]]:
    """Return the records of publications that the present one has to agree with, as git has them.

    Where git fails and nobody asked for a certain state, that is a problem.
    """
    try:
        points = main_points(folder) if since is None else [since]
        contents = [(point, content) for point in points for content in point.contents(FILE).values()]
    except HistoryError as error:
        if since is not None:
            raise
        unknown = diagnostic(
            f"{prefix}/{FILE}", (1, 1), "append-only.unknown", severity="warning", reason=error.message
        )
        return (), (unknown,)
    return tuple(Earlier(point.commit, published_of(content).entries) for point, content in contents), ()


def _earlier_indicators(folder: Path, since: Point | None) -> tuple[str, ...]:
    """Return the keys that indicators had, in their order, where git knows them; that it fails is told of the record."""
    keys: dict[str, None] = {}
    with suppress(HistoryError):
        for point in main_points(folder) if since is None else [since]:
            for content in point.contents(f"{FOLDER}/indicators.yml").values():
                root = read_bytes(content, "").root
                keys |= dict.fromkeys(root.entries if isinstance(root, Mapping) else ())
    return tuple(keys)


def _contents(folder: Path, paths: Iterable[Path]) -> list[tuple[Path, bytes | None]]:
    """Return the bytes of files in ``folder``, in the order of their names; ``None`` for one that cannot be read."""
    contents: list[tuple[Path, bytes | None]] = []
    for path in sorted(paths):
        try:
            name = path.relative_to(folder).as_posix()
            contents.append((path, read_plain(path, name, LARGEST_FILE + 1)))
        except OSError:
            contents.append((path, None))
    return contents


def caused_by(problems: Iterable[Diagnostic], files: Iterable[str], prefix: str) -> tuple[Diagnostic, ...]:
    """Return the problems that a change of ``files`` may have made, named as in problems.

    They are those in the files, and those elsewhere that involve them: a measure whose term is no longer rendered as the
    glossary says, a list that lacks the file which was removed. A folder stands for all in it.
    """
    wanted = set(files)
    names = {file.rpartition("/")[2] for file in wanted}

    def is_wanted(file: str) -> bool:
        return any(
            file == wanted_file or wanted_file == "" or file.startswith(f"{wanted_file}/")
            for wanted_file in wanted
        )

    return tuple(
        problem
        for problem in problems
        if is_wanted(problem.file)
        or any(
            is_wanted(f"{prefix}/{involve}") if "/" in involve else involve in names
            for involve in problem.involves
        )
    )


def _measures(context: RegisterContext, cache: CheckCache) -> tuple[Measure, ...]:
    lists = [
        measure_list.id
        for document in context.vocabulary.documents.values()
        for measure_list in document.lists
    ]
    order = {identifier: index for index, identifier in enumerate(lists)}
    shape = measure_shape(context.vocabulary)

    def measure_of(file: MeasureFile) -> Measure:
        """Return the measure of a file; the very same object as long as the file's is."""
        name = f"measure {file.file}"
        made_of, measure = cache.scratch.get(name, (None, None))
        if made_of is not file:
            measure = shape.build(file.data, file=file.file, stamp=file.stamp)
            cache.scratch[name] = file, measure
        assert isinstance(measure, Measure)
        return measure

    measures = [measure_of(file) for file in context.files]
    return tuple(sorted(measures, key=lambda measure: (order[measure.source.list.id], measure.source.number)))
