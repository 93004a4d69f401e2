"""Synthetic registers of natural wording: thousands of measures in which ``check`` finds no problem.

Each measure says what some office does about some matter, in Chinese and in an English that follows it. Texts are composed
by a seeded generator: the same seed gives the same files.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from registry.authoring.normal_form import scalar
from registry.core.fingerprints import fingerprint
from registry.core.paths import ROOT
from registry.loader.yaml import read
from registry.model.ledger import FILE
from registry.model.official_texts import official_texts_in
from registry.model.vocabulary import FOLDER

GROUPS = 4
GROUP_SIZE = 20
"""Each list has up to GROUPS groups of up to GROUP_SIZE measures; a document has up to two lists."""

LISTS = {"1a": "replicate", "1b": "reference"}
"""The lists of a document, each with its adoption."""

LONGEST_KEYWORD = 60
"""Characters."""

INDICATORS = (
    "starting-a-business construction-permits registering-property paying-taxes trading-across-borders "
    "enforcing-contracts government-services market-regulation land-use rule-of-law"
).split()
BODIES = "amr gsda psd hrss tax natural-resources housing commerce transport justice ecology".split()
PLACES = "guangzhou shenzhen zhuhai foshan zhongshan jiangmen huizhou dongguan".split()

_DOCUMENT = """{document}:
  number: {{zh: 测试函〔2020〕{number}号, en: 'Ce Shi Han [2020] No. {number}'}}
  issuer: {{zh: 测试单位, en: Test Office}}
  title: {{zh: 测试文件之{number}, en: Test document {number}}}
  short_title: {{zh: 测试文件{number}, en: Test document {number}}}
  year: 2020
  annexes:
    - {{number: 1, title: {{zh: 测试清单, en: Test list}}}}
  lists:
"""
_LIST = """    {key}:
      annex: 1
      part: {part}
      adoption: {adoption}
      heading: {{zh: 测试清单第{part}部分, en: Test list part {part}}}
      name: {{zh: 测试{part}, en: Test {part}}}
      groups:
"""
_GROUP = """        - heading: {{zh: 第{place}组, en: Group {place}}}
          indicator: {indicator}
          measures: {size}
          responsible: [{bodies}]
"""
_MEASURE = """# yaml-language-server: $schema=../../registry/schema/measure.json
id: {id}
indicator: {group.indicator}
source: {{document: {document}, list: {key}, number: {number}}}
adoption: {adoption}
title:
  zh: {title[0]}
  en: {title[1]}
practice:
  zh: |
{zh}  en: |
{en}responsible: [{group.bodies}]
others_responsible: false
{remark}origin: [{place}]
keywords:
  zh: [{keywords_zh}]
  en: [{keywords_en}]
translation: {{of: {fingerprint}, status: unofficial}}
"""


@dataclass(frozen=True)
class _Group:
    """A group of a list: its indicator, how many measures it has, its bodies as YAML."""

    indicator: str
    size: int
    bodies: str


@cache
def _texts() -> dict[str, list[str]]:
    texts: dict[str, list[str]] = yaml.safe_load(
        (ROOT / "tests/data/synthetic.yml").read_text(encoding="utf-8")
    )
    return texts


def make_register(folder: Path, size: int, seed: int = 1) -> Path:
    """Make ``folder`` a copy of the project's measures, with as many synthetic ones as make it hold ``size`` files.

    Raises ``ValueError`` where the project itself has more.
    """
    shutil.copytree(ROOT / "measures", folder)
    own = sum(1 for path in folder.glob("*/*.yml") if path.parent.name != FOLDER)
    if size < own:
        raise ValueError(size)
    write_synthetic_measures(folder, size - own, seed)
    return folder


def write_synthetic_measures(measures: Path, count: int, seed: int = 1) -> None:
    """Add ``count`` synthetic measures to the folder ``measures``, with their documents and the record of their publication.

    The folder must hold a vocabulary, and none of these documents.
    """
    chance = random.Random(seed)
    documents, entries = [], []
    most = GROUPS * GROUP_SIZE
    for number, start in enumerate(range(0, count, 2 * most), 1):
        document = f"ceshi2020-{number}"
        left = count - start
        documents.append(_DOCUMENT.format(document=document, number=number))
        for part, (key, size) in enumerate(zip(LISTS, (left, left - most), strict=True), 1):
            groups = _groups(min(size, most), chance)
            if groups:
                documents.append(_LIST.format(key=key, part=part, adoption=LISTS[key]))
                documents += (
                    _GROUP.format(place=place, **vars(group)) for place, group in enumerate(groups, 1)
                )
            members = (group for group in groups for _ in range(group.size))
            entries += [
                _write_measure(measures, document, key, place, group, chance)
                for place, group in enumerate(members, 1)
            ]
    outlines = measures / FOLDER / "documents.yml"
    _append(outlines, documents)
    for text in official_texts_in("documents", read(outlines, outlines.name)):
        if text.id.startswith("documents/ceshi"):
            entries.append(_entry(text.id, text.fingerprint))
    _append(measures / FILE, entries)


def _append(path: Path, pieces: list[str]) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


def _entry(identifier: str, official: str) -> str:
    return f"- {{id: {identifier}, date: 2026-11-23, text: {scalar(official, inside=True)}}}\n"


def _groups(size: int, chance: random.Random) -> list[_Group]:
    return [
        _Group(
            chance.choice(INDICATORS),
            min(GROUP_SIZE, size - start),
            ", ".join(chance.sample(BODIES, chance.randint(1, 6))),
        )
        for start in range(0, size, GROUP_SIZE)
    ]


def _write_measure(
    folder: Path, document: str, key: str, number: int, group: _Group, chance: random.Random
) -> str:
    """Write a measure's file; return its entry in the record of what is published."""
    texts = _texts()
    identifier = f"{document}-{key}-{number:02d}"
    matter = chance.choice(texts["matters"]).split("|")
    title = _filled(chance.choice(texts["titles"]), matter, chance)
    sentences = [
        _filled(sentence, matter, chance)
        for sentence in chance.sample(texts["sentences"], chance.randint(2, 6))
    ]
    cut = chance.randint(1, len(sentences))
    paragraphs = [part for part in (sentences[:cut], sentences[cut:]) if part]
    zh, en = (
        "\n\n".join(joint.join(sentence[index] for sentence in part) for part in paragraphs)
        for index, joint in enumerate(("", " "))
    )
    keywords = [
        [word.format(matter=matter[index]) for word in chance.sample(texts[name], chance.randint(*bounds))]
        for index, (name, bounds) in enumerate((("keywords_zh", (6, 14)), ("keywords_en", (4, 9))))
    ]
    official = fingerprint(title[0], zh)
    text = _MEASURE.format(
        id=identifier, group=group, document=document, key=key, number=number, adoption=LISTS[key], title=title,
        zh=_indented(zh), en=_indented(en), place=chance.choice(PLACES), fingerprint=scalar(official, inside=True),
        remark="remark: deployed\n" if chance.random() < 0.2 else "", keywords_zh=", ".join(keywords[0]),
        keywords_en=", ".join(word for word in keywords[1] if len(word) <= LONGEST_KEYWORD),
    )  # fmt: skip
    path = folder / group.indicator / f"{identifier}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return _entry(identifier, official)


def _filled(template: str, matter: list[str], chance: random.Random) -> tuple[str, str]:
    bounds = {"days": (2, 9), "many": (6, 40), "few": (2, 5), "percent": (3, 30)}
    numbers = {name: chance.randint(*between) for name, between in bounds.items()}
    zh, en = template.split("|")
    return zh.format(matter=matter[0], **numbers), en.format(matter=matter[1], **numbers)


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.split("\n"))
