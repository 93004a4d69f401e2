"""Rules on the vocabulary itself: what its lists say of each other and of the measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from registry.core.diagnostics import Diagnostic, diagnostic, nearest
from registry.core.languages import LANGUAGES, Bilingual
from registry.loader.yaml import Reading, Scalar
from registry.model.official_texts import KeyPath
from registry.model.vocabulary import FOLDER, FORMER, KEY, Body, Indicator, Place, with_above
from registry.validation.rules.rule import SEVERAL, RegisterContext, register_rule


@register_rule
def references(context: RegisterContext) -> Iterator[Diagnostic]:
    """词表之间的引用都存在：分组的指标和责任单位、所属地区、通知所提的举措。

    References inside the vocabulary exist: a group's indicator and bodies, the place above a place, the measures that a
    notice names.
    """
    for file, path, name, key in _named(context):
        keys: Iterable[str] = context.identifiers if name == "measures" else getattr(context.vocabulary, name)
        # Of a list that has problems itself, and of a key that several files name, the problem is told elsewhere.
        told = name in context.vocabulary.unknown or f"{name}/{key}" in context.lost_keys
        if not told and key not in keys:
            near = nearest(key, keys)
            home = Bilingual("举措文件夹", "the measures") if name == "measures" else f"{FOLDER}/{name}.yml"
            involves = (home if isinstance(home, str) else f"{key}.yml",)
            values = {"involves": involves, "key": key, "near": near, "home": home}
            yield context.problem(file, path, "references.near" if near else "references", **values)


def _named(context: RegisterContext) -> Iterator[tuple[str, KeyPath, str, str]]:
    """Give each key that the vocabulary names: in which file and where, the list that it should be in, and the key."""
    for document in context.vocabulary.documents.values():
        for measure_list in document.lists:
            for index, group in enumerate(measure_list.groups):
                path = (document.key, "lists", measure_list.key, "groups", index)
                yield "documents", (*path, "indicator"), "indicators", group.indicator
                for number, body in enumerate(group.responsible):
                    yield "documents", (*path, "responsible", number), "bodies", body
    for place in context.vocabulary.places.values():
        if place.part_of is not None:
            yield "places", (place.key, "part_of"), "places", place.part_of
    for name, _ in _notices(context):
        yield f"notices/{name}", ("document",), "documents", name
    for file, at, _, link in context.links:
        yield file, (*at, "measure"), "measures", link.measure


@register_rule
def keys_kept(context: RegisterContext) -> Iterator[Diagnostic]:
    """词表的代码不删去；改名时把原代码写入 former_keys，旧网址由此转到新网址。

    A code of the vocabulary is not removed. Where it is renamed, the former one is entered in `former_keys`, so that its
    addresses lead to the new one.
    """
    for identifier, problems in context.lost_keys.items():
        home, _, key = identifier.partition("/")
        reading = context.vocabulary_readings[home]
        present: Mapping[str, object] = getattr(context.vocabulary, home)
        published = [
            name.partition("/")[2] for name in context.published.newest if name.startswith(f"{home}/")
        ]
        if home == "indicators":  # They have no official text; the measures lie in folders of their names.
            folders = [file.path.parent.name for file in context.files]
            published = list(dict.fromkeys(context.earlier_indicators or folders))
        new = [entry for entry in present if entry not in published]
        renamed = context.vocabulary.former.get(identifier)
        near = (
            renamed.key if renamed else nearest(key, new) or (new[0] if len(new) == 1 and published else None)
        )
        # Where it is gone altogether, the entry that followed it stands in its place.
        following = published[published.index(key) :] if key in published else ()
        at = near or next((entry for entry in following if entry in present), None)
        files = sorted({problem.file.rpartition("/")[2] for problem in problems})
        shown = f"{', '.join(files[:SEVERAL])}{'…' if len(files) > SEVERAL else ''}"
        case = "renamed" if renamed else "gone" if not near else "may-rename" if home in FORMER else "near"
        name = f"keys-kept.{case}-in-use" if files else f"keys-kept.{case}"
        values: dict[str, Any] = {"key": key, "near": near, "count": len(files), "files": shown}
        place = reading.place_of_key(at) if at else (1, 1)
        yield diagnostic(reading.file, place, name, involves=tuple(files), **values)


@register_rule
def former_keys(context: RegisterContext) -> Iterator[Diagnostic]:
    """former_keys 里的原代码，现在没有一项在用，也只写在一处。

    A code in `former_keys` is that of no present entry, and is listed under one entry only.
    """
    for home in FORMER:
        entries: Mapping[str, Indicator | Body | Place] = getattr(context.vocabulary, home)
        owners = {key.casefold(): key for key in entries}
        for entry in entries.values():
            for index, key in enumerate(entry.former_keys):
                name = "former-keys" if KEY.fullmatch(key) else "former-keys.form"
                owner = owners.setdefault(key.casefold(), f"{entry.key}: former_keys")
                if name == "former-keys.form" or owner != f"{entry.key}: former_keys":
                    path = (entry.key, "former_keys", index)
                    yield context.problem(home, path, name, key=key, owner=owner)


@register_rule
def notice_of_its_name(context: RegisterContext) -> Iterator[Diagnostic]:
    """通知全文的文件名就是文件代码。

    The file of a notice's text is named after its document.
    """
    for name, reading in _notices(context):
        stated = reading.find("document")
        if isinstance(stated, Scalar) and stated.text != name:
            yield diagnostic(reading.file, stated.place, "notice-of-its-name", name=name, text=stated.text)


@register_rule
def words_of_links(context: RegisterContext) -> Iterator[Diagnostic]:
    """通知里链接所用的字句，在本段中恰好出现一次。

    The words that a notice links occur exactly once in their block.
    """
    for file, path, block, link in context.links:
        for language in LANGUAGES:
            words = link.text[language]
            if block.text[language].count(words) != 1:
                yield context.problem(file, (*path, language), "words-of-links", words=words)


@register_rule
def places_in_places(context: RegisterContext) -> Iterator[Diagnostic]:
    """所属地区不绕回自己。

    The way from a place to the one above it does not lead back.
    """
    places = context.vocabulary.places

    def above(key: str) -> str | None:
        return places[key].part_of if key in places else None

    for place in places.values():
        if above(with_above(place.key, above)[-1]) == place.key:
            yield context.problem("places", (place.key, "part_of"), "places-in-places", key=place.key)


@register_rule
def told_apart(context: RegisterContext) -> Iterator[Diagnostic]:
    """词表中没有两项写法相同：责任单位、来源地、备注的印发写法，术语的中文。

    No two entries of the vocabulary are written alike: bodies, places of origin and remarks as printed, terms in Chinese.
    """
    vocabulary = context.vocabulary
    for name in ("bodies", "places", "remarks", "glossary", "indicators"):
        first: dict[str, str] = {}
        for key, entry in getattr(vocabulary, name).items():
            word = getattr(entry, "printed", entry.label.zh)
            if first.setdefault(word, key) != key:
                yield context.problem(name, (key,), "told-apart", word=word, first=first[word])


def _notices(context: RegisterContext) -> Iterator[tuple[str, Reading]]:
    for name, reading in context.vocabulary_readings.items():
        if name.startswith("notices/"):
            yield name.removeprefix("notices/"), reading
