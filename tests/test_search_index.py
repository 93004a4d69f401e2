"""The search index: words, names, readings, what the files hold, and that the same content gives the same bytes."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path

import pytest

from registry.model.register import Register
from registry.search import terms, write_search
from registry.search.characters import _readings, sounds, southern, syllables
from registry.search.names import ALIKE, relations
from registry.search.postings import BASE, piece_of
from registry.search.text import comparable, is_han, stem
from tests.conftest import ROOT

WORDS = [
    line.split("\t")
    for line in (ROOT / "tests" / "search" / "words.tsv").read_text(encoding="utf-8").splitlines()
    if line[0] != "#"
]


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words_are_brought_to_one_form(text: str, words: str) -> None:
    assert comparable(text).strip() == words


@pytest.mark.parametrize(
    ("word", "read"),
    [("银行", ("yin", "hang")), ("行政", ("xing", "zheng")), ("绿", ("lv",)), ("重庆", ("chong", "qing"))],
)
def test_characters_are_read_as_their_neighbours_ask(word: str, read: tuple[str, ...]) -> None:
    assert syllables(word) == read


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhang", "zan"), ("nian", "lian"), ("fang", "huang"), ("ren", "leng"), ("lv", "nu"), ("shi", "si")],
)
def test_the_south_does_not_tell_some_syllables_apart(one: str, other: str) -> None:
    assert southern(one) == southern(other)


def test_all_common_characters_have_a_sound() -> None:
    table = sounds()
    assert all(sign in table for sign in "微发院饕餮鋪頭點算護照")
    assert len(table.encode("gb18030")) < 24_000


def test_relations_say_the_longest_first_and_nothing_of_what_stands_in_the_register() -> None:
    table = dict(line.split("\t") for line in relations("zh", ["办理护照的窗口"]).split("\n"))
    assert table["腾笼换鸟"]
    assert "护照" not in table
    assert table["签证"] == ""
    assert [len(said) for said in table] == sorted(map(len, table), reverse=True)
    english = dict(line.split("\t") for line in relations("en", []).split("\n"))
    assert english["driving licence"] == ""


def test_readings_are_those_of_pypinyin() -> None:
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    pairs, single = _readings()
    assert pairs == {
        key: (first[0], second[0])
        for key, (first, second) in ((key, each) for key, each in phrases_dict.items() if len(key) == 2)
    }
    assert {int(code): read for code, read in single.items()} == pinyin_dict


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("whole", [150, 0])
def test_same_content_same_bytes(register: Register, tmp_path: Path, language: str, whole: int) -> None:
    for name in ("first", "second"):
        write_search(register, language, tmp_path / name, ROOT / "docs" / language, whole)
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")


def test_small_register_is_one_file(register: Register, tmp_path: Path) -> None:
    write_search(register, "en", tmp_path, ROOT / "docs" / "en")
    manifest = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    names, columns = json.loads((tmp_path / manifest["folder"] / "all.json").read_text(encoding="utf-8"))
    assert manifest["pieces"] == 0
    assert columns[0] == [measure.id for measure in register.current]
    assert len(names["indicator"]) == len(register.vocabulary.indicators)


def test_postings_say_where_a_term_stands(register: Register, tmp_path: Path) -> None:
    write_search(register, "zh", tmp_path, ROOT / "docs" / "zh", 0)
    manifest = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    piece = piece_of("秒批", manifest["pieces"])
    lines = (tmp_path / manifest["folder"] / f"terms-{piece}.txt").read_text(encoding="utf-8").split("\n")
    lists = next(line for line in lines if line.startswith("秒批\t")).split("\t")[1:]
    found = set()
    for measure_list in lists:
        number = 0
        for sign in measure_list:
            number += ord(sign) - BASE
            found.add(number)
    expected = {
        number
        for number, measure in enumerate(register.current)
        if "秒批" in (measure.title.zh + measure.practice.zh) or "秒批" in measure.keywords.zh
    }
    assert {number for number in found if number < manifest["measures"]} == expected


def test_identifiers_are_found_by_their_list_and_their_place(register: Register, tmp_path: Path) -> None:
    write_search(register, "en", tmp_path, ROOT / "docs" / "en", 0)
    manifest = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    for term, expected in (("#ybh20193761a", "ybh2019-376-1a"), ("#1a-03", "ybh2019-376-1a-03")):
        piece = tmp_path / manifest["folder"] / f"terms-{piece_of(term, manifest['pieces'])}.txt"
        line = next(
            each for each in piece.read_text(encoding="utf-8").split("\n") if each.startswith(f"{term}\t")
        )
        number, found = 0, []
        for sign in line.split("\t")[3]:
            number += ord(sign) - BASE
            found.append(register.current[number].id)
        assert found == [measure.id for measure in register.current if measure.id.startswith(expected)]


def test_long_lists_are_cut_short(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a term that stands in a great share of the texts there are the length and a few numbers, in titles all."""
    for name, value in {"LONG": 6, "FREQUENT": 6, "SAMPLE": 1, "KEPT": 3}.items():
        monkeypatch.setattr(terms, name, value)
    write_search(register, "zh", tmp_path, ROOT / "docs" / "zh", 0)
    manifest = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    piece = tmp_path / manifest["folder"] / f"terms-{piece_of('企业', manifest['pieces'])}.txt"
    line = next(each for each in piece.read_text(encoding="utf-8").split("\n") if each.startswith("企业\t"))
    short, title, _, text = line.split("\t")[1:]
    _, length, kept = text.split("*")
    titles = sum("企业" in measure.title.zh for measure in register.current)
    assert len(short) + len(title) == titles
    assert int(length) == sum("企业" in measure.practice.zh for measure in register.current)
    assert 3 <= len(kept) < int(length)
    whole = [
        each.split("\t")
        for number in range(manifest["whole"])
        for each in (tmp_path / manifest["folder"] / f"whole-{number}.txt").read_text("utf-8").split("\n")
        if each
    ]
    assert "企业" in {term for term, _ in whole}
    for term, distances in whole:
        if is_han(term):
            having = [
                number
                for number, measure in enumerate(register.current)
                if term in f"{measure.title.zh} {' '.join(measure.keywords.zh)}"
                or (len(term) > 1 and term in measure.practice.zh)
            ]
            assert list(accumulate(ord(sign) - BASE for sign in distances)) == having, term


def test_groups_of_like_words_are_in_one_form_each() -> None:
    for line in ALIKE.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            words = line.split()
            assert len(words) > 1
            assert len({comparable(word) for word in words}) == len(words), line
            assert all(" " not in stem(word) for word in words)
