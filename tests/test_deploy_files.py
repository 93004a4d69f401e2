"""The files of ``deploy/`` as they stand: one policy, form, what the Dockerfile and the guide name."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from registry.rendering.content_security_policy import content_policy
from tests.conftest import ROOT, run
from tests.servers import DEPLOY, program
from tests.small import small_register


def test_both_servers_have_one_policy() -> None:
    for name in ("nginx-rules.conf", "Caddyfile"):
        assert content_policy(header=True) in (DEPLOY / name).read_text(encoding="utf-8")


def test_caddyfile_is_as_caddy_writes_it() -> None:
    executable = program("caddy")
    written = subprocess.run(
        [executable, "fmt", str(DEPLOY / "Caddyfile")], capture_output=True, check=False
    ).stdout
    assert written == (DEPLOY / "Caddyfile").read_bytes()


def test_dockerfile_takes_only_what_is_there() -> None:
    """What can be told without a container engine: instructions are known, copied files exist, no step ends as root."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    lines = [line.split(maxsplit=1) for line in joined.splitlines() if line.strip()]
    known = {"ARG", "FROM", "RUN", "USER", "WORKDIR", "COPY", "EXPOSE", "STOPSIGNAL", "CMD"}
    assert {instruction for instruction, _ in lines} <= known
    for instruction, rest in lines:
        if instruction == "COPY" and "--from" not in rest:
            *sources, _ = [word for word in rest.split() if not word.startswith("--")]
            assert all((ROOT / source).exists() for source in sources), rest
    stages = joined.split("\nFROM ")[1:]
    assert len(stages) == 2
    for stage in stages:
        assert re.findall(r"^USER (\S+)", stage, flags=re.MULTILINE)[-1:] not in ([], ["root"])
    packages = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for package in ("libnginx-mod-http-brotli-static", "brotli", "caddy"):
        assert package in packages


def test_filing_number_is_in_the_footer(tmp_path: Path) -> None:
    measures = small_register(tmp_path)
    number = "粤ICP备12345678号<b>"
    result = run(
        "build",
        "--measures",
        str(measures),
        "--site-dir",
        str(tmp_path / "site"),
        environment={"ICP": number},
    )
    assert result.returncode == 0, result.stderr
    for name in ("index.html", "en/m/trial-2031-1-a-01/index.html", "404.html"):
        page = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert '<a href="https://beian.miit.gov.cn/" rel="external">粤ICP备12345678号&lt;b&gt;</a>' in page


def test_guide_names_what_is_there() -> None:
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"`(?:deploy/)?([\w-]+\.conf|Caddyfile|Dockerfile)`", guide):
        assert (DEPLOY / name).is_file(), name
    for path in DEPLOY.iterdir():
        assert path.name in guide or path.name == "README.md" or path.suffix == ".dockerignore", path.name
