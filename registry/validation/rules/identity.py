"""Rules on identifiers, file names and folders, and on what takes a measure's place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from registry.core.diagnostics import Diagnostic
from registry.core.languages import LANGUAGES
from registry.core.paths import ROOT
from registry.core.project_files import files_of
from registry.core.writing import fits_windows
from registry.model.urls import FILES, SECTIONS
from registry.validation.rules.rule import FileContext, MeasureFile, RegisterContext, file_rule, register_rule

_FILE = re.compile(
    rf"({'|'.join(map(re.escape, sorted(FILES)))}|sitemap-\d+\.xml)(\.(gz|br))?", re.IGNORECASE
)
"""One of the files, or a compressed one, or a part of a long sitemap."""

_ADDRESS = re.compile(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*")

_LONGEST_ADDRESS = 200
"""Bytes; web servers keep lists of addresses in rows of limited length."""


@file_rule
def identifier_form(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """标识由文件、清单和两位序号组成，与 source 一致。

    The identifier is made of document, list and two-digit number, as `source` gives them.
    """
    source = file.data["source"]
    expected = f"{source['document']}-{source['list']}-{file.number:02d}"
    if file.data["id"] != expected:
        yield file.problem(("id",), "identifier-form", id=file.id, expected=expected)


@file_rule
def file_name(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """文件名就是标识，加 .yml。

    The file is named after the identifier, with .yml.
    """
    if file.path.stem != file.data["id"]:
        yield file.problem(("id",), "file-name", name=file.path.name, id=file.id)


@file_rule
def folder(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """文件放在以其指标命名的文件夹里。

    The file is in the folder of its indicator.
    """
    indicator = file.data["indicator"]
    if file.path.parent.name != indicator:
        yield file.problem(("indicator",), "folder", name=file.path.parent.name, indicator=indicator)


@register_rule
def unique_identifier(context: RegisterContext) -> Iterator[Diagnostic]:
    """一个标识只用一次，大小写不同也算同一个。

    An identifier is used once; upper and lower case make no difference.
    """
    by_id: defaultdict[str, list[MeasureFile]] = defaultdict(list)
    for file in context.files:
        by_id[file.id.lower()].append(file)
    for files in by_id.values():
        if len(files) == 1:
            continue
        # The file that lies where its identifier and indicator say is the one meant, and the others are copies.
        files.sort(
            key=lambda file: (file.path.stem != file.id, file.path.parent.name != file.data.get("indicator"))
        )
        for file in files[1:]:
            yield file.problem(
                ("id",), "unique-identifier", involves=(files[0].path.name,), id=file.id, file=files[0].file
            )


@register_rule
def successor_exists(context: RegisterContext) -> Iterator[Diagnostic]:
    """successors 里的标识都存在，接替的举措不绕回自己。

    The identifiers in `successors` exist, and the way from one successor to the next does not lead back.
    """
    successors = {file.id: tuple(file.data.get("successors", ())) for file in context.files}
    for file in context.files:
        for index, successor in enumerate(successors[file.id]):
            known = successor in context.identifiers
            name = "successor-exists.circle" if known else "successor-exists"
            if not known or _leads_to(successor, file.id, successors):
                values: dict[str, Any] = {
                    "successor": successor,
                    "file": file,
                    "involves": (f"{successor}.yml",),
                }
                yield file.problem(("successors", index), name, **values)


def _leads_to(start: str, goal: str, successors: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        identifier = waiting.pop()
        if identifier == goal:
            return True
        if identifier not in seen:
            seen.add(identifier)
            waiting += successors.get(identifier, ())
    return False


@file_rule
def alias_address(file: MeasureFile, context: FileContext) -> Iterator[Diagnostic]:
    """aliases 里的曾用地址只有字母、数字、-、_、. 和 /，不在本站现有的栏目里，也不是本站的文件。

    An address in `aliases` is made of letters, digits, `-`, `_`, `.` and `/`, is in no section that the site has, and is
    no file of the site.
    """
    for index, alias in enumerate(file.data.get("aliases", ())):
        address = _old_address(alias)
        is_address = _ADDRESS.fullmatch(address) and fits_windows(address)
        if not is_address or len(address.encode()) > _LONGEST_ADDRESS:
            yield file.problem(("aliases", index), "alias-address.form", alias=alias[:60])
        elif file_name := next(filter(_FILE.fullmatch, address.split("/")), None):
            values: dict[str, Any] = {"alias": alias[:60], "file_name": file_name}
            yield file.problem(("aliases", index), "alias-address.file", **values)
        elif "/" in address and address.partition("/")[0] in SECTIONS:
            yield file.problem(("aliases", index), "alias-address.section", alias=alias[:60])


@register_rule
def alias_free(context: RegisterContext) -> Iterator[Diagnostic]:
    """aliases 里的曾用地址不是别的举措的标识或手写页面的网址，也不重复；大小写不同也算同一个。

    An address in `aliases` is not a measure's identifier or that of a hand-written page, and is listed once; upper and
    lower case make no difference.
    """
    owners = {file.id.casefold(): file.id for file in context.files}
    for language in LANGUAGES:
        pages = ROOT / "docs" / language
        for page in files_of(pages, "**/*.md"):
            owners[page.relative_to(pages).with_suffix("").as_posix().casefold()] = (
                f"docs/{language}/{page.relative_to(pages).as_posix()}"
            )
    for file in context.files:
        for index, alias in enumerate(file.data.get("aliases", ())):
            address = _old_address(alias)
            if address in owners:
                owner = owners[address]
                involves = () if "/" in owner else (f"{owner}.yml",)
                values: dict[str, Any] = {"alias": alias, "owner": owner, "involves": involves}
                yield file.problem(("aliases", index), "alias-free", **values)
            owners.setdefault(address, file.id)


def _old_address(alias: str) -> str:
    """Return what two ways of writing one old address have in common; servers take capitals for small letters."""
    address = alias.strip("/").casefold()
    rest = address.removeprefix("m/")
    return address if "/" in rest else rest
