"""Publishing: a whole site is made in a folder of its own and takes the old one's place in one step."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from registry.build.compression import brotli, compress
from registry.build.manifest import (
    COMPRESSED,
    FOLDERS,
    REST,
    Files,
    Manifest,
    read_record,
    signature_of,
    snapshot,
    stand,
    take_over,
    write_record,
)
from registry.build.offline import write_offline_copy
from registry.build.server_maps import write_server_maps
from registry.build.swap import put_in_place, remove_abandoned, require_replaceable, staging_beside
from registry.build.targets import BuildPlan, Target
from registry.build.version import VERSION_FILE, Commit, commit_of, source_date, version_bytes
from registry.core.languages import LANGUAGES
from registry.core.paths import ROOT
from registry.core.workers import run_jobs
from registry.core.writing import place
from registry.exports import ExportContext, write_sitemap
from registry.model.register import Register
from registry.validation.checker import CheckResult

_LIGHT = 600.0
"""Weight of units, in pages, for which a process of their own does not pay."""

_OTHERS_MAY_READ = 0o022
"""The mask under which a site is written: what is published can be read by the web server, whoever built it."""


OFFLINE = "site"
"""What the name of the copy that opens from a folder begins with."""

_UNSET = {
    "site_url": ("引文用打开网页时的网址", "citations take the address at which the page is open"),
    "repo_url": ("编辑链接指向 /editing/", "edit links lead to /editing/"),
}
"""What follows where an address is not set."""

_NO_BROTLI = (
    "没有 brotli 程序，只做了 .gz（Debian：apt install brotli）。 / "
    "There is no brotli here, so only .gz was made (Debian: apt install brotli)."
)


@dataclass(frozen=True)
class Outcome:
    """What a build came to: how many current measures the site holds, and whether it is another than before."""

    measures: int
    changed: bool


def publish(
    checked: CheckResult,
    site: Path,
    jobs: int,
    say: Callable[[str], None],
    *,
    compressed: bool = False,
    offline: bool = False,
) -> Outcome:
    """Build both languages and put the result at ``site``.

    ``compressed`` adds compressed files beside its files, ``offline`` makes a copy that opens from a folder.
    What is made of the same things as in the site that stands there is taken over from it. ``jobs`` processes at most
    work side by side; ``say`` is given lines on the way. Raises ``SiteError`` where the site cannot be made, ``OSError``
    where it cannot be written, ``CommandError`` where the machine or the person stands in the way; the old site then
    stands as it was.
    """
    assert checked.vocabulary is not None
    site = Path(os.path.realpath(site))  # Where a link leads to the site, the link stays.
    remove_abandoned(site)
    require_replaceable(site)
    commit = commit_of(say)
    register = Register(checked.measures, checked.vocabulary, checked.published)
    plan = BuildPlan(register)
    for name, (zh, en) in _UNSET.items():
        if not getattr(plan.context.settings, name):
            variable = name.upper()
            say(
                f"未设 {name}（mkdocs.yml 或变量 {variable}）：{zh}。 / {name} is not set (mkdocs.yml or {variable}): {en}."
            )
    before, standing = read_record(site), snapshot(site)
    kept = {
        target.name: files
        for target in plan.targets.values()
        if (files := before.files(target.name, target.key)) is not None and stand(files, standing)
    }
    with_what = (brotli() or "") if compressed else None
    is_whole = kept.keys() == plan.targets.keys() and before.every() == standing
    if is_whole and not offline and _is_current(plan, commit, before, with_what, site):
        return Outcome(len(register.current), changed=False)
    mask = os.umask(_OTHERS_MAY_READ)
    try:
        with staging_beside(site) as staging:
            new = staging / "new"
            new.mkdir()
            record = make_units(plan, kept, site, new, jobs)
            rest = _write_rest(plan, commit, record, new)
            record.targets[REST] = "", {name: signature_of(f"{new}/{name}") for name in rest}
            copy = _make_copy(plan.context, commit, new) if offline else None
            if with_what is not None:
                known = before.files(COMPRESSED, with_what) or {}
                record.targets[COMPRESSED] = with_what, compress(new, site, standing, known, jobs)
                if not with_what:
                    say(_NO_BROTLI)
            if copy:  # Before the site, since it may fail.
                copy.replace(site.parent / copy.name)
            put_in_place(new, site)
    finally:
        os.umask(mask)
    # After the old site went: files that both had were changed by that, as the system sees it.
    write_record(record, site)
    return Outcome(len(register.current), changed=True)


def make_units(plan: BuildPlan, kept: dict[str, Files], site: Path, new: Path, jobs: int) -> Manifest:
    """Take over below ``new`` the units whose files stand in ``site``, make all others; return the record of all.

    What is taken over comes last: the system counts a link as a change of the file, so that after a build which fails
    before that, the next one still finds everything as it was put there.
    """
    record = Manifest()

    def make(targets: list[Target]) -> None:
        shares = _shares(targets, jobs)
        gc.freeze()  # So that a fork need not copy what no collector has to look at.
        parts = [(share, new) for share in shares]
        for share, made in zip(shares, run_jobs(plan.make, parts, jobs, label="生成 / Making"), strict=True):
            for name, files in zip(share, made, strict=True):
                record.targets[name] = plan.targets[name].key, files

    def is_taken_over(target: Target) -> bool:
        files = kept.get(target.name)
        if files is None or not take_over(files, site, new):
            return False
        record.targets[target.name] = target.key, files
        return True

    make([target for target in plan.targets.values() if target.name not in kept])
    make([target for target in plan.targets.values() if target.name in kept and not is_taken_over(target)])
    return record


def _is_current(
    plan: BuildPlan, commit: Commit | None, before: Manifest, with_what: str | None, site: Path
) -> bool:
    """Say whether a site in which every unit stands is just the one that would be made."""
    others = {REST, FOLDERS} | ({COMPRESSED} if with_what is not None else set())
    return (
        before.targets.keys() == plan.targets.keys() | others
        and (with_what is None or before.targets[COMPRESSED][0] == with_what)
        and (site / VERSION_FILE).read_bytes() == version_bytes(plan.context, commit)
    )


def _write_rest(plan: BuildPlan, commit: Commit | None, record: Manifest, new: Path) -> list[str]:
    """Write below ``new`` what is made at every build, after the units in ``record``; return the paths of its files."""
    assets = plan.renderers[LANGUAGES[0]].assets
    return [
        *(place(new, name, content) for name, content in assets.contents.items()),
        *write_sitemap(plan.context, new, record.every()),
        place(new, VERSION_FILE, version_bytes(plan.context, commit)),
        *write_server_maps(plan.context, new),
    ]


def _shares(targets: list[Target], jobs: int) -> list[list[str]]:
    """Part units among jobs: those of a family together, the heaviest jobs first."""
    most = max(_LIGHT, sum(target.weight for target in targets) / (4 * jobs))
    shares: list[tuple[float, list[str]]] = []
    open_shares: dict[str, int] = {}
    for target in targets:
        at = open_shares.get(target.family)
        if at is None or shares[at][0] + target.weight > most:
            open_shares[target.family] = at = len(shares)
            shares.append((0, []))
        weight, names = shares[at]
        shares[at] = weight + target.weight, [*names, target.name]
    return [names for _, names in sorted(shares, key=itemgetter(0), reverse=True)]


def _make_copy(context: ExportContext, commit: Commit | None, new: Path) -> Path:
    """Make the copy that opens from a folder; return where it lies, in the staging folder."""
    day = (commit.date if commit else source_date())[:10] or context.updated
    name = f"{OFFLINE}-{day}"
    path = new.parent / f"{name}.zip"
    words = (
        str(context.strings.get("offline.readme", language, {"status": context.status(language)}))
        for language in LANGUAGES
    )
    write_offline_copy(new, ROOT / "docs/assets/offline/loader.js", "\n\n".join(words), name, path)
    return path
