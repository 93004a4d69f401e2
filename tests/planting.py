"""Plants words in the measures and the vocabulary, in whatever field for people takes them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from registry.core.diagnostics import Diagnostic
from registry.core.fingerprints import fingerprint
from registry.model.official_texts import official_texts
from registry.model.vocabulary_loader import read_vocabulary
from registry.validation.checker import check

MOST = 160
"""So many fields of a file are planted: enough for each payload to stand in two."""

_ROUNDS = 40
"""So many times the files are checked at most."""

_AGAIN = 20
"""In so many other fields a payload is planted that was refused in all of its own."""

Way = tuple[str | int, ...]
"""The keys that lead to a value within a file."""


@dataclass(frozen=True)
class Plant:
    """Words planted in a file, at the end of a way of keys; they stand there alone, or before what was there."""

    file: str
    way: Way
    words: str


def plant(measures: Path, payloads: Sequence[str]) -> tuple[list[Plant], list[tuple[Plant, Diagnostic]]]:
    """Plant every payload in the files below ``measures``, in turn in fields of every kind.

    Returns what stands there at last, and what the check refused, which is taken out again, so that the rest can be
    built. Each payload stands at least once where pages show it, unless every such field refuses it.
    """
    files = {
        path: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(measures.rglob("*.yml"))
    }
    texts = {path: json.dumps(data, default=str) for path, data in files.items()}
    plants = [
        # Not all of a file's fields in turn, or a payload would always meet the same field.
        Plant(path.relative_to(measures).as_posix(), way, payloads[(number + 13 * field) % len(payloads)])
        for number, (path, data) in enumerate(files.items())
        for field, way in enumerate(_ways(path.relative_to(measures).as_posix(), data))
    ]
    refused: list[tuple[Plant, Diagnostic]] = []
    chance = random.Random(1)
    for _ in range(_ROUNDS):
        places = _write(measures, {path: json.loads(text) for path, text in texts.items()}, plants)
        problems = [problem for problem in check(measures).problems if problem.severity == "error"]
        if not problems:
            shown = {each.words for each in plants if not _UNSEEN.intersection(each.way)}
            missing = [words for words in payloads if words not in shown]
            if not missing or not plants:
                break
            # What was refused wherever it stood may pass where something else was refused.
            taken = {(each.file, each.way) for each in plants}
            free = sorted(
                {(each.file, each.way) for each, _ in refused if not _UNSEEN.intersection(each.way)} - taken
            )
            chance.shuffle(free)
            plants += [Plant(*place, words) for place, words in zip(free, missing * _AGAIN, strict=False)]
            continue
        found = [(each, problem) for problem in problems for each in _guilty(places, problem)]
        assert found, problems[0]
        refused += found
        gone = {each for each, _ in found}
        plants = [each for each in plants if each not in gone]
    return plants, refused


def _ways(file: str, data: Any) -> Iterator[Way]:
    """Give the ways to the texts for people in a file: free text, for names are needed as they are by other texts."""
    if file.startswith("vocabulary/"):
        yield from islice(_free(data, ()), MOST)
    elif isinstance(data, dict):
        yield from (
            ("title", "en"),
            ("practice", "en"),
            ("practice", "zh"),
            ("keywords", "en", 0),
            ("keywords", "zh", 0),
        )


_FREE = {
    "definition",
    "description",
    "text",
    "note",
    "name",
    "title",
    "short",
    "short_en",
    "issuer",
    "other_words",
    "synonyms",
    "search_words",
    "short_title",
}


_UNSEEN = {"keywords", "other_words", "search_words"}
"""What is searched and shown on no page."""


def _free(data: Any, way: Way) -> Iterator[Way]:
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in entries:
        if isinstance(value, dict) and "links" in value:
            continue  # The words of links must occur in it.
        if isinstance(value, dict | list):
            yield from _free(value, (*way, key))
        elif isinstance(value, str) and _FREE.intersection(way):
            yield (*way, key)


def _write(
    measures: Path, files: dict[Path, Any], plants: Sequence[Plant]
) -> dict[str, list[tuple[int, Plant]]]:
    """Write the files with their plants as JSON, which is YAML; return at which line of its file each plant stands."""
    for each in plants:
        place = files[measures / each.file]
        for key in each.way[:-1]:
            place = place.setdefault(key, {}) if isinstance(place, dict) else place[key]
        last = each.way[-1]
        keep = each.way[0] in {"title", "practice"}
        if isinstance(place, dict):
            place[last] = each.words + (" " if last == "en" else "") + place[last] if keep else each.words
        else:
            place[last] = each.words
    record = measures / "published.yml"
    official: dict[str, str] = {}
    for path, data in files.items():
        if path.parent.name not in {"vocabulary", "notices"} and isinstance(data, dict):
            official[data["id"]] = data["translation"]["of"] = fingerprint(
                data["title"]["zh"], data["practice"]["zh"]
            )
        path.write_text(f"{_text(data)}\n", encoding="utf-8")
    vocabulary = read_vocabulary(measures / "vocabulary", "vocabulary").readings
    official |= {text.id: text.fingerprint for text in official_texts(vocabulary).values()}
    for entry in files[record]:
        entry["text"] = official.get(entry["id"], entry["text"])
    record.write_text(f"{_text(files[record])}\n", encoding="utf-8")
    places: dict[str, list[tuple[int, Plant]]] = {}
    for path, data in files.items():
        file = path.relative_to(measures).as_posix()
        lines = _text(data).split("\n")
        for each in (each for each in plants if each.file == file):
            written = json.dumps(each.words, ensure_ascii=False)[1:-1]
            places.setdefault(file, []).extend(
                (number, each) for number, line in enumerate(lines, 1) if written in line
            )
    return places


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _guilty(places: dict[str, list[tuple[int, Plant]]], problem: Diagnostic) -> list[Plant]:
    """Return the plants on the line of a problem, or else all in its file."""
    within = places.get(problem.file.partition("/")[2], [])
    return [each for line, each in within if line == problem.line] or [each for _, each in within]
