"""Measures a built site as the real nginx of ``deploy/`` hands it out: how much it carries, and what Lighthouse says of it.

    .venv/bin/python -m tests.measuring load SITE
    .venv/bin/python -m tests.measuring lighthouse SITE PROGRAM

``SITE`` is a folder built with ``--compress``. ``load`` needs Debian's ``wrk``; ``PROGRAM`` is Lighthouse, installed
anywhere by ``npm install lighthouse``. Both print a table for ``docs/decisions/0009-measured-as-readers-have-it.md``; no test asks for a time.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browsing import CHROMIUM_OPTIONS
from tests.servers import HOST, Server, nginx, nginx_in_container, program

CONNECTIONS = 64
"""Open at once: as many as keep two processors busy."""

SECONDS = 5
"""How long each kind of address is asked for."""

RUNS = 3
"""Lighthouse's scores vary with what else the machine does: the median of so many runs counts."""

ATTEMPTS = 3
"""On a busy machine Lighthouse now and then sees no page at all, says so and ends."""

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
"""What Lighthouse judges, in the order of the table."""

_ASK = """
local paths, at = {}, 0
for line in io.lines("PATHS") do paths[#paths + 1] = line end
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("\\n{\\"requests\\": %d, \\"microseconds\\": %d, \\"bytes\\": %d, \\"median\\": %d, \\"slow\\": %d, \\"errors\\": %d}\\n",
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Carried:
    """What a server carried: answers a second, bytes of one on the wire, its processor's µs for one, and ms of waiting.

    ``errors`` counts answers that were none.
    """

    rate: float
    size: float
    processor: float
    median: float
    slow: float
    errors: int


def kinds(site: Path) -> dict[str, list[str]]:
    """Return the addresses to ask for, by what they are: those of a kind in turn, as readers do who come by search."""
    measures = sorted(path.parent.name for path in site.glob("m/*/index.html"))
    indicator = max(site.glob("indicators/*/index.html"), key=lambda path: path.stat().st_size)
    return {
        "a measure": [f"/{language}m/{measure}/" for measure in measures for language in ("", "en/")],
        "all measures": ["/measures/"],
        "an indicator": [f"/{indicator.parent.relative_to(site).as_posix()}/"],
        "a piece for search": sorted(
            f"/{path.relative_to(site).as_posix()}"
            for path in site.glob("search/*/*.*")
            if path.suffix not in {".gz", ".br"}
        ),
    }


def carried(server: Server, paths: Sequence[str], *, keep: bool = True, seconds: int = SECONDS) -> Carried:
    """Ask ``server`` for ``paths`` in turn, all the time; ``keep`` connections, or open one for each answer."""
    scheme = "https" if server.encrypted else "http"
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "paths"), Path(folder, "ask.lua")
        listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
        script.write_text(_ASK.replace("PATHS", str(listed)), encoding="utf-8")
        headers = ["-H", f"Host: {HOST}", "-H", "Accept-Encoding: gzip, br"]
        headers += [] if keep else ["-H", "Connection: close"]
        before = _processor(server)
        said = subprocess.run(
            [program("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), *headers,
             f"{scheme}://127.0.0.1:{server.port}/"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        spent = _processor(server) - before
    found = json.loads(said.strip().splitlines()[-1])
    answers = found["requests"]
    return Carried(
        rate=answers / found["microseconds"] * 1e6,
        size=found["bytes"] / answers,
        processor=spent / answers * 1e6,
        median=found["median"] / 1e3,
        slow=found["slow"] / 1e3,
        errors=found["errors"],
    )


def _processor(server: Server) -> float:
    """Return the seconds of processor that a server and its workers have used so far."""
    tasks = [server.process, *_children(server.process)]
    ticks = 0
    for task in tasks:
        fields = Path(f"/proc/{task}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    return [int(each) for each in text.split()]


def load(site: Path) -> Iterator[str]:
    """Give the lines of a table of what nginx carries."""
    yield "| asked for | connection | answers a second | KB an answer | µs of processor an answer | median ms | 99 % ms |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    ways = {"HTTPS": nginx, "HTTP": nginx_in_container}
    for scheme, serve in ways.items():
        with tempfile.TemporaryDirectory() as folder, _readable(folder), serve(site, Path(folder)) as server:
            for kind, paths in kinds(site).items():
                for keep in (True, False):
                    found = carried(server, paths, keep=keep)
                    assert found.errors == 0, kind
                    yield (
                        f"| {kind} | {scheme}, {'kept' if keep else 'one an answer'} | {found.rate:,.0f} | "
                        f"{found.size / 1000:.1f} | {found.processor:.0f} | {found.median:.1f} | {found.slow:.1f} |"
                    )


@contextmanager
def _readable(folder: str) -> Iterator[None]:
    """Let nginx's workers, which are another user, into a temporary folder."""
    Path(folder).chmod(0o755)
    yield


def lighthouse(site: Path, executable: str) -> Iterator[str]:
    """Give the lines of a table of Lighthouse's scores, mobile preset; what lost points is said below it."""
    measure = min(site.glob("m/*/index.html")).parent.name
    indicator = kinds(site)["an indicator"][0][1:]
    pages = ("", f"m/{measure}/", "measures/", indicator, "search/")
    lost: list[str] = []
    yield f"| page | {' | '.join(CATEGORIES)} |"
    yield f"|---|{'--:|' * len(CATEGORIES)}"
    with tempfile.TemporaryDirectory() as folder, nginx(site, Path(folder)) as server:
        for path in (f"/{language}{page}" for page in pages for language in ("", "en/")):
            reports = [_report(executable, server, path) for _ in range(RUNS)]
            scores = [
                statistics.median(report["categories"][name]["score"] for report in reports)
                for name in CATEGORIES
            ]
            yield f"| {path} | {' | '.join(f'{score * 100:.0f}' for score in scores)} |"
            lost += [f"{path}: {each}" for each in _lost(reports[0])]
    yield ""
    yield from (f"- {each}" for each in lost)


def _report(executable: str, server: Server, path: str) -> dict:  # type: ignore[type-arg]
    flags = " ".join(
        [
            "--headless=new", *CHROMIUM_OPTIONS, "--ignore-certificate-errors",
            f"--host-resolver-rules='MAP {HOST}:443 127.0.0.1:{server.port}'",
        ]
    )  # fmt: skip
    command = [
        executable, f"https://{HOST}{path}", "--quiet", "--output=json", f"--chrome-flags={flags}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": program("chromium")}
    for _ in range(ATTEMPTS):
        said = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if said.returncode == 0:
            return dict(json.loads(said.stdout))
    raise RuntimeError(said.stderr)


def _lost(report: dict) -> Iterator[str]:  # type: ignore[type-arg]
    for name in CATEGORIES:
        for each in report["categories"][name]["auditRefs"]:
            audit = report["audits"][each["id"]]
            if each["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{name}: {audit['title']} ({audit['score']:.2f}) {audit.get('displayValue', '')}".rstrip()


if __name__ == "__main__":
    what, folder, *programs = sys.argv[1:]
    site = Path(folder).resolve()
    for line in load(site) if what == "load" else lighthouse(site, *programs):
        print(line, flush=True)
