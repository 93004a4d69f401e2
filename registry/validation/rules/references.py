"""Rules on the vocabulary itself: what its lists say of each other and of the measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from registry.core.diagnostics import Diagnostic, diagnostic, nearest
from registry.core.languages import Bilingual
from registry.loader.yaml import Reading, Scalar
from registry.model.document import Block
from registry.model.vocabulary import FOLDER, FORMER, KEY, Body, Indicator, Place
from registry.validation.rules.rule import SEVERAL, RegisterContext, register_rule


@register_rule
def references(context: RegisterContext) -> Iterator[Diagnostic]:
    """词表之间的引用都存在：分组的指标和责任单位、所属地区、通知所提的举措。

    References inside the vocabulary exist: a group's indicator and bodies, the place above a place, the measures that a
    notice names.
    """
    places = context.vocabulary_readings["places"]
    yield from _of_groups(context)
    for place in context.vocabulary.places.values():
        if place.part_of is not None:
            yield from _known(context, places, (place.key, "part_of"), "places", place.part_of)
    for name, reading in _notices(context):
        yield from _known(context, reading, ("document",), "documents", name)
        for index, block in enumerate(_blocks(context, name)):
            for number, link in enumerate(block.links):
                if link.measure not in context.identifiers:
                    at = reading.place("blocks", index, "links", number, "measure")
                    near = nearest(link.measure, context.identifiers)
                    yield _unknown(reading, at, link.measure, "measures", near)


def _of_groups(context: RegisterContext) -> Iterator[Diagnostic]:
    """Give the problems of the indicators and bodies that the documents' groups name."""
    documents = context.vocabulary_readings["documents"]
    for document in context.vocabulary.documents.values():
        for measure_list in document.lists:
            for index, group in enumerate(measure_list.groups):
                path = (document.key, "lists", measure_list.key, "groups", index)
                yield from _known(context, documents, (*path, "indicator"), "indicators", group.indicator)
                for number, body in enumerate(group.responsible):
                    yield from _known(context, documents, (*path, "responsible", number), "bodies", body)


def _known(
    context: RegisterContext, reading: Reading, path: tuple[str | int, ...], name: str, key: str
) -> Iterator[Diagnostic]:
    """Give the problem of a key that is not in a list of the vocabulary, unless the list itself has problems."""
    keys: Mapping[str, object] = getattr(context.vocabulary, name)
    if (
        name not in context.vocabulary.unknown
        and key not in keys
        and f"{name}/{key}" not in context.lost_keys
    ):
        yield _unknown(reading, reading.place(*path), key, name, nearest(key, keys))


def _unknown(reading: Reading, place: tuple[int, int], key: str, where: str, near: str | None) -> Diagnostic:
    home = "" if where == "measures" else f"{FOLDER}/{where}.yml"
    shown = Bilingual(home, home) if home else Bilingual("举措文件夹", "the measures")
    name, involves = "references.near" if near else "references", (home or f"{key}.yml",)
    return diagnostic(reading.file, place, name, involves=involves, key=key, near=near, home=shown)


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
            each.partition("/")[2] for each in context.published.newest if each.startswith(f"{home}/")
        ]
        if home == "indicators":  # They have no official text; the measures lie in folders of their names.
            folders = [file.path.parent.name for file in context.files]
            published = list(dict.fromkeys(context.earlier_indicators or folders))
        new = [each for each in present if each not in published]
        renamed = context.vocabulary.former.get(identifier)
        near = (
            renamed.key if renamed else nearest(key, new) or (new[0] if len(new) == 1 and published else None)
        )
        # Where it is gone altogether, the entry that followed it stands in its place.
        following = published[published.index(key) :] if key in published else ()
        at = near or next((each for each in following if each in present), None)
        files = sorted({problem.file.rpartition("/")[2] for problem in problems})
        shown = f"{', '.join(files[:SEVERAL])}{'…' if len(files) > SEVERAL else ''}"
        case = "renamed" if renamed else "gone" if not near else "may-rename" if home in FORMER else "near"
        yield diagnostic(
            reading.file,
            reading.place_of_key(at) if at else (1, 1),
            f"keys-kept.{case}-in-use" if files else f"keys-kept.{case}",
            involves=tuple(files),
            key=key,
            near=near,
            count=len(files),
            files=shown,
        )


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
                wrong = not KEY.fullmatch(key)
                owner = owners.setdefault(key.casefold(), f"{entry.key}: former_keys")
                if wrong or owner != f"{entry.key}: former_keys":
                    yield context.problem(
                        home,
                        (entry.key, "former_keys", index),
                        "former-keys.form" if wrong else "former-keys",
                        key=key,
                        owner=owner,
                    )


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
    for name, reading in _notices(context):
        for index, block in enumerate(_blocks(context, name)):
            for number, link in enumerate(block.links):
                for language in ("zh", "en"):
                    if block.text[language].count(link.text[language]) != 1:
                        yield diagnostic(
                            reading.file,
                            reading.place("blocks", index, "links", number, language),
                            "words-of-links",
                            words=link.text[language],
                        )


@register_rule
def places_in_places(context: RegisterContext) -> Iterator[Diagnostic]:
    """所属地区不绕回自己。

    The way from a place to the one above it does not lead back.
    """
    places = context.vocabulary.places
    for place in places.values():
        above, seen = place.part_of, {place.key}
        while above is not None and above in places and above not in seen:
            seen.add(above)
            above = places[above].part_of
        if above == place.key:
            yield context.problem("places", (place.key, "part_of"), "places-in-places", key=place.key)


@register_rule
def told_apart(context: RegisterContext) -> Iterator[Diagnostic]:
    """词表中没有两项写法相同：责任单位、来源地、备注的印发写法，术语的中文。

    No two entries of the vocabulary are written alike: bodies, places of origin and remarks as printed, terms in Chinese.
    """
    vocabulary = context.vocabulary
    written = {
        "bodies": {key: each.printed for key, each in vocabulary.bodies.items()},
        "places": {key: each.printed for key, each in vocabulary.places.items()},
        "remarks": {key: each.printed for key, each in vocabulary.remarks.items()},
        "glossary": {key: each.term.zh for key, each in vocabulary.glossary.items()},
        "indicators": {key: each.name.zh for key, each in vocabulary.indicators.items()},
    }
    for name, words in written.items():
        first: dict[str, str] = {}
        for key, word in words.items():
            if first.setdefault(word, key) != key:
                yield context.problem(name, (key,), "told-apart", word=word, first=first[word])


def _notices(context: RegisterContext) -> Iterator[tuple[str, Reading]]:
    for name, reading in context.vocabulary_readings.items():
        if name.startswith("notices/"):
            yield name.removeprefix("notices/"), reading


def _blocks(context: RegisterContext, name: str) -> tuple[Block, ...]:
    document = context.vocabulary.documents.get(name)
    return document.blocks if document else ()
