"""Contexts for the tests of exports: the register's own content, or a part of it that has seen some history."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from registry.core.languages import Bilingual
from registry.exports import ExportContext, write_exports
from registry.model.ledger import Ledger, LedgerEntry
from registry.model.measure import Ending
from registry.model.register import Register
from registry.model.strings import read_strings
from registry.rendering.context import Macros
from registry.validation.site_settings import Settings
from tests.conftest import ROOT


def export_context(collection: Register, site_url: str = "") -> ExportContext:
    """Return what exports are made from."""
    strings, problems = read_strings(ROOT / "macros" / "strings.yml", "macros/strings.yml")
    assert problems == []
    return ExportContext(collection, strings, Settings(site_url=site_url), Macros(ROOT / "macros"))


def with_history(register: Register) -> Register:
    """Return the register after some years.

    The first measure was corrected, the second withdrawn, the third replaced by the fourth, which has an old address.
    """
    first, second, third, fourth, *rest = register.measures
    reason = Bilingual("原文更正。", "The source was corrected.")
    second = replace(
        second, ending=Ending("withdrawn", "2027-03-01", Bilingual("不再施行。", "No longer carried out."))
    )
    third = replace(
        third,
        ending=Ending(
            "superseded", "2027-04-01", Bilingual("已有新举措。", "There is a newer one."), (fourth.id,)
        ),
    )
    fourth = replace(fourth, aliases=("/m/old-seal-service/", "old/seal", "old-identifier"))
    entries = (
        replace(register.published.entries[0], text="0123456789ab"),
        *register.published.entries[1:],
        LedgerEntry(first.id, "2027-02-01", first.fingerprint, reason, 0),
    )
    return Register((first, second, third, fourth, *rest), register.vocabulary, Ledger("", entries))


def exported(collection: Register, folder: Path, site_url: str = "") -> Path:
    """Write all exports of ``register`` into ``folder`` and return it."""
    write_exports(export_context(collection, site_url), folder)
    return folder


def digests(folder: Path) -> dict[str, str]:
    """Return what stands for the content of each file below ``folder``, by its path there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
