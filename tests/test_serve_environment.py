"""``serve`` among editors, branches, browsers with many pages, forwarded names, systems with few watches, and endless loops."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from registry.core import limits
from tests.conftest import run
from tests.previews import MEASURE, ONE, PATIENCE, Preview, copy_project


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    started = Preview(copy_project(tmp_path_factory.mktemp("serve")))
    started.wait_for(f"m/{ONE}/", f'data-measure="{ONE}"')
    yield started
    if started.process.poll() is None:
        assert started.stop() == 0
    assert "Traceback" not in started.said(), started.said()


def save_by_rename(path: Path, text: str) -> None:
    """Save a file as many editors do: another file takes its place."""
    new = path.with_name(f"{path.name}.tmp")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


@pytest.mark.parametrize(
    ("file", "old", "new", "path"),
    [
        ("mkdocs.yml", 'repo_url: ""', "repo_url: https://code.example/{}", "about/"),
        (MEASURE, "electronic business licence in full", "electronic business licence {}", f"en/m/{ONE}/"),
    ],
)
def test_what_is_saved_by_rename_is_seen_again_and_again(
    preview: Preview, file: str, old: str, new: str, path: str
) -> None:
    at = preview.folder / file
    text = at.read_text(encoding="utf-8")
    for word in ("changed", "changed-again"):
        save_by_rename(at, text.replace(old, new.format(word)))
        preview.wait_for(path, word)
    save_by_rename(at, text)
    preview.wait_for(path, "changed", gone=True)


@pytest.mark.parametrize("folder", ["measures", "docs/en", "macros"])
def test_what_is_saved_in_a_folder_that_was_away_is_seen(preview: Preview, folder: str) -> None:
    at, away = preview.folder / folder, preview.folder / "away"
    at.rename(away)
    time.sleep(0.3)
    away.rename(at)
    file, old, path = {
        "measures": (MEASURE, "electronic business licence in full", f"en/m/{ONE}/"),
        "docs/en": ("docs/en/about.md", "## Privacy", "en/about/"),
        "macros": ("macros/facts.html", '<section class="facts"', f"m/{ONE}/"),
    }[folder]
    preview.wait_for(path, f'lang="{"en" if path.startswith("en") else "zh-Hans"}"')
    preview.edit(file, old, f"{old} one-change")
    preview.wait_for(path, "one-change")
    preview.edit(file, f"{old} one-change", old)
    preview.wait_for(path, "one-change", gone=True)


def test_a_branch_without_the_content_and_back(preview: Preview) -> None:
    def git(*arguments: str) -> None:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        subprocess.run(command, cwd=preview.folder, check=True, capture_output=True)

    try:
        git("init", "--quiet", "--initial-branch=main")
        git("add", "measures", "docs", "macros", "mkdocs.yml", "mkdocs.en.yml")
        git("commit", "--quiet", "-m", "all")
        git("switch", "--quiet", "-c", "less")
        git("rm", "-r", "--quiet", "measures", "docs/en", "mkdocs.en.yml")
        git("commit", "--quiet", "-m", "less")
        git("switch", "--quiet", "main")
        preview.edit(
            MEASURE, "electronic business licence in full", "electronic business licence after the branch"
        )
        preview.wait_for(f"en/m/{ONE}/", "after the branch")
        preview.edit(
            MEASURE, "electronic business licence after the branch", "electronic business licence in full"
        )
        preview.wait_for(f"en/m/{ONE}/", "after the branch", gone=True)
    finally:
        shutil.rmtree(preview.folder / ".git")


LEFT = (
    "measures/starting-a-business/{}",
    "measures/vocabulary/{}",
    "measures/vocabulary/notices/{}",
    "macros/{}",
    "macros/theme/{}",
    "docs/zh/{}",
    "docs/assets/styles/{}",
    "docs/assets/scripts/{}",
    "docs/assets/images/{}",
)


def test_what_editors_leave_stops_neither_check_nor_preview_nor_build(
    preview: Preview, tmp_path: Path
) -> None:
    ending = {
        "measures": "yml",
        "macros": "html",
        "docs/zh": "md",
        "styles": "css",
        "scripts": "js",
        "images": "svg",
    }
    left: list[Path] = []
    try:
        for place in LEFT:
            kind = next(ending[name] for name in ending if name in place)
            for name in (f"a.{kind}~", f"#a.{kind}#", f"~$a.{kind}", f".a.{kind}.swp", f"a.{kind}.tmp"):
                path = preview.folder / place.format(name)
                path.write_bytes(b"{% half: \xff")
                left.append(path)
            lock = preview.folder / place.format(f".#a.{kind}")
            lock.symlink_to("editor@machine.1:2")
            left.append(lock)
        preview.edit(MEASURE, "electronic business licence in full", "electronic business licence amid files")
        preview.wait_for(f"en/m/{ONE}/", "amid files")
        assert preview.problems() == []
        for command in (["check"], ["build", "--site-dir", str(tmp_path / "site")]):
            result = subprocess.run(
                [sys.executable, "-P", "-m", "registry", *command],
                cwd=preview.folder,
                env={**os.environ, "PYTHONPATH": str(preview.folder), "PYTHONUTF8": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, result.stdout + result.stderr
        assert not [
            path for path in (tmp_path / "site").rglob("*") if path.name.endswith(("~", "#", ".tmp", ".swp"))
        ]
    finally:
        for path in left:
            path.unlink()
        preview.edit(MEASURE, "electronic business licence amid files", "electronic business licence in full")
        preview.wait_for(f"en/m/{ONE}/", "amid files", gone=True)


def test_many_open_pages_all_load_and_all_follow(preview: Preview, browser: Browser) -> None:
    context = browser.new_context()
    try:
        pages = [context.new_page() for _ in range(9)]
        for page in pages:
            page.goto(f"{preview.address}en/m/{ONE}/", timeout=PATIENCE * 1000)
        preview.edit(MEASURE, "electronic business licence in full", "electronic business licence everywhere")
        for page in pages:
            expect(page.locator("h1")).to_contain_text("everywhere", timeout=PATIENCE * 1000)
        preview.edit(MEASURE, "electronic business licence everywhere", "electronic business licence in full")
    finally:
        context.close()


@pytest.mark.parametrize(
    "target",
    ["/%00", f"/m/%00{ONE}/", f"/{'x' * 300}", f"/{'x/' * 3000}", "//%5B", "/%FF/", "//[/x", "/%1b%5d0;x%07", "/\\evil.example/..",
     "/a/../../../../etc/passwd", "/sitemap.xml/x", "/api/v1/../../x", "*", "/?%00", "/search/../../etc/passwd"],
)  # fmt: skip
def test_no_path_drops_the_connection(preview: Preview, target: str) -> None:
    with closing(http.client.HTTPConnection(preview.address.split("/")[2], timeout=PATIENCE)) as connection:
        connection._validate_path = str  # type: ignore[attr-defined]
        connection.request("GET", target, headers={"Host": "localhost"})
        answer = connection.getresponse()
        assert answer.status == (200 if target in {"/?%00", "http://[/"} else 404)
        assert answer.getheader("Cross-Origin-Resource-Policy") == "same-origin"
        answer.read()
    assert preview.process.poll() is None
    assert "\x1b" not in preview.said()


@pytest.mark.parametrize(
    "target", [f"//evil.example/..%2fm/{ONE}", f"/%5Cevil.example/..%2fm/{ONE}", f"/m/{ONE}", f"//m/{ONE}"]
)
def test_no_path_leads_to_another_host(preview: Preview, target: str) -> None:
    status, headers, _ = preview.ask(target.removeprefix("/"))
    assert (status, headers["Location"]) in {(404, None), (301, f"/m/{ONE}/")}


@pytest.mark.parametrize(
    "host",
    ["[", "x\x1b]0;y", "", "evil.example", "127.0.0.1.evil.example", "[::1", "localhost:x", "a@127.0.0.1"],
)
def test_another_name_is_refused_with_words(preview: Preview, host: str) -> None:
    status, headers, text = preview.ask("", Host=host)
    assert status == 403
    assert headers["Content-Type"].startswith("text/plain")
    assert "--allow-host" in text
    assert "127.0.0.1" in text
    assert "\x1b" not in text + preview.said()
    assert "--allow-host" in preview.said()


@pytest.mark.parametrize(
    ("port", "words"),
    [("99999", "65535"), ("-1", "65535"), ("65536", "65535"), ("x", "65535"), ("8e3", "65535")],
)
def test_a_port_that_is_none(port: str, words: str) -> None:
    result = run("serve", f"--port={port}")
    assert result.returncode == 2
    assert words in result.stderr
    assert "in use" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_it_serves_under_a_name_that_is_allowed_and_a_system_with_few_watches(tmp_path: Path) -> None:
    """The limits are those of a user namespace, and touch nothing else on the machine."""
    for name in ("max_inotify_watches", "max_inotify_instances"):
        inside = [
            "unshare",
            "--user",
            "--map-root-user",
            "sh",
            "-c",
            f'echo 2 > /proc/sys/user/{name} && exec "$@"',
            "sh",
        ]
        if (
            shutil.which("unshare") is None
            or subprocess.run([*inside, "true"], check=False, capture_output=True).returncode
        ):
            pytest.skip("no user namespaces here")
        folder = tmp_path / name
        folder.mkdir()
        started = Preview(copy_project(folder), *inside, options=("--allow-host", "Preview.example"))
        try:
            assert started.ask("", Host="preview.example:443")[0] == 200
            started.edit(
                MEASURE, "electronic business licence in full", "electronic business licence in full seen"
            )
            started.wait_for(f"en/m/{ONE}/", "in full seen")
            assert "None" not in started.said()
            assert started.said().count("系统能监视") <= 1
        finally:
            assert started.stop(signal.SIGTERM) == 0
        if name == "max_inotify_watches":
            assert "max_user_watches" in started.said()


def test_an_endless_component_is_told_and_overtaken(tmp_path: Path) -> None:
    started = Preview(copy_project(tmp_path))
    endless = "{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}<section"
    try:
        started.wait_for(f"m/{ONE}/", 'class="facts"')
        started.edit("macros/facts.html", "<section", endless)
        time.sleep(1)
        started.edit("macros/facts.html", endless, '<section data-later=""')
        began = time.monotonic()
        started.wait_for(f"m/{ONE}/", "data-later")
        assert time.monotonic() - began < limits.LONGEST, "a later save stops what is endless at once"
        end = time.monotonic() + PATIENCE
        while "Up to date" not in started.said():
            assert time.monotonic() < end
            time.sleep(0.2)
        started.edit("macros/facts.html", '<section data-later=""', endless)
        while not (problems := started.problems()):
            assert time.monotonic() < end
            time.sleep(0.2)
        assert (problems[0]["file"], problems[0]["rule"]) == ("macros/facts.html", "template")
        assert "循环" in problems[0]["message"]["zh"]
        assert 'class="facts"' in started.get(f"m/{ONE}/")
        started.edit("macros/facts.html", endless, "<section")
        while started.problems():
            assert time.monotonic() < end + PATIENCE
            time.sleep(0.2)
    finally:
        assert started.stop() == 0
