"""What differs between two states of the register: by measure and field, by entry of the vocabulary, and in counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from registry.authoring.snapshot import MeasureState, State
from registry.model.vocabulary import FOLDER, with_above


@dataclass(frozen=True)
class FieldChange:
    """A field with its old and new value, ``None`` where it was not or is no more; values are texts or lists of texts."""

    path: tuple[str, ...]
    old: Any
    new: Any


@dataclass(frozen=True)
class MeasureChange:
    """What became of a measure. Both states are there unless it was added or removed; they differ in ``fields``."""

    id: str
    old: MeasureState | None
    new: MeasureState | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether its file lies elsewhere than before."""
        return self.old is not None and self.new is not None and self.old.file != self.new.file


@dataclass(frozen=True)
class EntryChange:
    """What became of an entry of the vocabulary, and the identifiers of the measures that it touches."""

    file: str
    key: str
    fields: tuple[FieldChange, ...]
    added: bool
    removed: bool
    touches: tuple[str, ...]


@dataclass(frozen=True)
class CountChange:
    """How many current measures an indicator or a list had and has."""

    kind: str
    key: str
    old: int
    new: int


@dataclass(frozen=True)
class Differences:
    """All that differs. ``renamed`` holds pairs of a removed and an added identifier with the same official text."""

    old: State
    new: State
    measures: tuple[MeasureChange, ...]
    entries: tuple[EntryChange, ...]
    counts: tuple[CountChange, ...]
    renamed: tuple[tuple[str, str], ...]

    @property
    def stale(self) -> tuple[MeasureState, ...]:
        """The measures whose English no longer fits their Chinese, as far as the change touches them."""
        return tuple(
            measure.new
            for measure in self.measures
            if measure.new is not None and measure.new.current and measure.new.stale
        )


def differences(old: State, new: State) -> Differences:
    """Return what differs between two states."""
    changes = []
    for identifier in sorted({*old.measures, *new.measures}):
        before, after = old.measures.get(identifier), new.measures.get(identifier)
        if before is None or after is None:
            changes.append(MeasureChange(identifier, before, after))
            continue
        fields = tuple(field_changes(before.data, after.data))
        if fields or before.file != after.file:
            changes.append(MeasureChange(identifier, before, after, fields))
    gone = {
        change.old.fingerprint: change.id
        for change in changes
        if change.new is None and change.old is not None
    }
    renamed = tuple(
        (gone[change.new.fingerprint], change.id)
        for change in changes
        if change.old is None and change.new is not None and change.new.fingerprint in gone
    )
    entries = tuple(_entry_changes(old, new))
    return Differences(old, new, tuple(changes), entries, tuple(_count_changes(old, new)), renamed)


def field_changes(old: Any, new: Any, path: tuple[str, ...] = ()) -> Iterator[FieldChange]:
    """Give the changes below a path: down to texts and to lists of texts."""
    if isinstance(old, dict | None) and isinstance(new, dict | None):
        before, after = old or {}, new or {}
        for key in [*before, *(key for key in after if key not in before)]:
            yield from field_changes(before.get(key), after.get(key), (*path, key))
    elif _has_parts(old) or _has_parts(new):
        yield from field_changes(_numbered(old), _numbered(new), path)
    elif old != new:
        yield FieldChange(path, old, new)


def _has_parts(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict | list) for item in value)


def _numbered(value: Any) -> dict[str, Any] | None:
    """Return the items of a list by what names them, where something does, else by their number."""
    if not isinstance(value, list):
        return None if value is None else {"": value}
    named = {}
    for number, item in enumerate(value, 1):
        name = item.get("id", item.get("number")) if isinstance(item, dict) else None
        named[name if isinstance(name, str) and name not in named else str(number)] = item
    return named


def _entry_changes(old: State, new: State) -> Iterator[EntryChange]:
    for file in sorted({*old.vocabulary, *new.vocabulary}):
        before, after = old.vocabulary.get(file, {}), new.vocabulary.get(file, {})
        for key in [*before, *(key for key in after if key not in before)]:
            fields = tuple(field_changes(before.get(key), after.get(key)))
            if fields:
                touched = {
                    *_touched(old, file, key, before.get(key)),
                    *_touched(new, file, key, after.get(key)),
                }
                yield EntryChange(
                    file, key, fields, key not in before, key not in after, tuple(sorted(touched))
                )


def _touched(state: State, file: str, key: str, entry: Any) -> Iterator[str]:
    """Give the measures on whose pages an entry of the vocabulary is seen."""
    name = file.removeprefix(f"{FOLDER}/").removesuffix(".yml")
    places = state.vocabulary.get(f"{FOLDER}/places.yml", {})

    def above(key: str) -> str | None:
        place = places.get(key)
        name = place.get("part_of") if isinstance(place, dict) else None
        return name if isinstance(name, str) else None

    term = entry.get("term", {}) if isinstance(entry, dict) else {}
    chinese = term.get("zh") if isinstance(term, dict) else None
    for measure in state.measures.values():
        match name:
            case "indicators":
                touched = measure.text("indicator") == key
            case "documents":
                touched = measure.text("source", "document") == key
            case "bodies":
                touched = key in measure.words("responsible")
            case "places":
                touched = any(key in with_above(place, above) for place in measure.words("origin"))
            case "remarks":
                touched = measure.text("remark") == key
            case "glossary":
                texts = (measure.text("title", "zh"), measure.text("practice", "zh"))
                touched = isinstance(chinese, str) and any(chinese in text for text in texts)
            case _:
                touched = False
        if touched:
            yield measure.id


def _count_changes(old: State, new: State) -> Iterator[CountChange]:
    for kind in ("indicator", "list"):
        before, after = (
            Counter(
                m.text("indicator") if kind == "indicator" else m.list
                for m in state.measures.values()
                if m.current
            )
            for state in (old, new)
        )
        for key in sorted({*before, *after}):
            if before[key] != after[key]:
                yield CountChange(kind, key, before[key], after[key])
