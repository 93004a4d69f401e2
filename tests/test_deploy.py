"""The server's configuration: every rule of ``deploy/``, asked of the real servers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.rendering.content_security_policy import REFERRER, content_policy
from tests.conftest import run
from tests.measuring import carried, kinds
from tests.servers import HOST, SERVERS, Server, nginx, program
from tests.small import INDICATOR, small_register

MEASURE = "m/trial-2031-1-a-01/"

HEADERS = {
    "content-security-policy": content_policy(header=True),
    "referrer-policy": REFERRER,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}

OPEN_DATA = (
    "/api/v1/measures.json",
    "/downloads/register.xlsx",
    "/feed.xml",
    "/en/feed.xml",
    "/version.json",
)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with an old address, compressed files, and what must not be handed out."""
    folder = tmp_path_factory.mktemp("deployed")
    measures = small_register(folder)
    path = measures / INDICATOR / "trial-2031-1-a-01.yml"
    path.write_text(
        path.read_text(encoding="utf-8") + f"aliases: [old/place, 旧, A.b_c-1, {'长' * 66}]\n",
        encoding="utf-8",
    )
    site = folder / "site"
    result = run("build", "--measures", str(measures), "--site-dir", str(site), "--compress")
    assert result.returncode == 0, result.stderr
    (site / ".git").mkdir()
    (site / ".git" / "config").write_text("secret")
    (site / "downloads" / ".hidden").write_text("secret")
    return site


@pytest.fixture(scope="module", params=SERVERS)
def server(
    request: pytest.FixtureRequest, public: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with SERVERS[request.param](public, tmp_path_factory.mktemp(request.param)) as started:
        yield started


def hashed(public: Path, pattern: str) -> str:
    return f"/{next(public.glob(pattern)).relative_to(public).as_posix()}"


@pytest.mark.parametrize(
    "path", ["/", "/en/", f"/{MEASURE}", f"/{MEASURE[:-1]}", "/index.html", "/assets/none.css", "/none/",
             "/api/v1/none.json", *OPEN_DATA]
)  # fmt: skip
def test_headers_are_on_every_answer(server: Server, path: str) -> None:
    headers = server.ask(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "geolocation=()" in headers["permissions-policy"]
    embedded_by = "cross-origin" if path in OPEN_DATA else "same-origin"
    assert headers["cross-origin-resource-policy"] == embedded_by
    assert ("strict-transport-security" in headers) == server.encrypted
    assert not re.search(r"\d", headers.get("server", ""))
    assert "set-cookie" not in headers


def test_every_page_is_there(server: Server, public: Path) -> None:
    for path in sorted(public.rglob("index.html")):
        address = "/" + path.parent.relative_to(public).as_posix().removeprefix(".")
        address = address if address.endswith("/") else f"{address}/"
        if address.rstrip("/").endswith(("/old/place", "旧", "/A.b_c-1", "长")):
            continue
        answer = server.ask(address)
        assert (answer.status, answer.body) == (200, path.read_bytes()), address
        assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (f"/{MEASURE[:-1]}", f"/{MEASURE}"),
        (f"/en/{MEASURE[:-1]}?q=1", f"/en/{MEASURE}?q=1"),
        (f"/{MEASURE}index.html", f"/{MEASURE}"),
        ("/index.html", "/"),
        ("/en/index.html", "/en/"),
        ("/old/place/", f"/{MEASURE}"),
        ("/en/old/place/", f"/en/{MEASURE}"),
        ("/m/%E6%97%A7/", f"/{MEASURE}"),
        (f"/m/{quote('长' * 66)}/", f"/{MEASURE}"),
        ("/en/m/A.b_c-1/", f"/en/{MEASURE}"),
    ],
)
def test_redirects(server: Server, path: str, where: str) -> None:
    answer = server.ask(path)
    assert (answer.status, answer.headers["location"]) in {(301, where), (308, where)}


REQUEST_PIECES = [
    "/", "//", "\\", "%5C", "%5c", "%2f", "%2F", "%252f", ".", "..", "%2e%2e", "/./", "\t", "%09", "%0d%0a", "%00", "%",
    "evil.example", "@", ":", ";", "http://evil.example", "https:", "?", "#", "?x=//evil.example", "旧", "%E6%97%A7",
    "en", "en/", "/index.html", "index.html", "m", "old", "place", MEASURE, MEASURE[:-1], "x" * 300, "api/v1", "404.html",
]  # fmt: skip


def assert_stays(server: Server, target: str) -> None:
    """Ask for what stands in a request line; see that no browser is led to another host, and that the server stands."""
    answer = server.ask(target)
    assert answer.status in {200, 301, 308, 400, 404, 414}, target
    where = answer.headers.get("location", "/")
    assert re.match(r"/(?![/\\\t\r\n])", where), (target, where)
    assert server.name == "caddy" or answer.status != 308


@pytest.mark.parametrize("host", ["/", "//", "/\\", "\\\\", "/%5C", "/%5c%5C", "/%2F", "/\t/", "/%09/", "/./", "/.//", "/%2e/", "/..//",
                                  "/%252F", "/%0d%0a/", "http://", "//@", "/;//"])  # fmt: skip
def test_no_form_of_a_request_leads_to_another_host(server: Server, host: str) -> None:
    for rest in ("", "/index.html", "/index.html?x", "%2findex.html", "/..%2fen", "%2f%2e%2e%2fen", "/../en?x=//evil.example",
                 f"/..%2f{MEASURE[:-1]}", "/../old/place/", "/..%5cen", "/%2e%2e%2fm%2f%E6%97%A7%2f"):  # fmt: skip
        assert_stays(server, f"{host}evil.example{rest}")


@given(pieces=st.lists(st.sampled_from(REQUEST_PIECES), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_chance_form_of_a_request_does_either(server: Server, pieces: list[str]) -> None:
    assert_stays(server, f"/{''.join(pieces)}")


@pytest.mark.parametrize(
    "path",
    ["/%00", "/m/%00/", "/en/a%00b", f"/{'x' * 256}", f"/{quote('长' * 86)}/", f"/m/{'x' * 256}/",
     "/x" * 2500, f"/{'x' * 254}", "/%20" * 255, "/robots.txt/x", "/index.html/x", "/%FF", "/\udcff"],
)  # fmt: skip
def test_a_name_that_no_file_can_have_is_not_there(server: Server, path: str) -> None:
    assert server.ask(path).status in ({400, 404} if server.name != "caddy" else {404})


@pytest.mark.parametrize("folder", ["", "en/"])
def test_what_is_not_there_is_answered_in_the_readers_language(
    server: Server, public: Path, folder: str
) -> None:
    page = (public / folder / "404.html").read_bytes()
    for path in (
        "none",
        "none/",
        "m/none/",
        "none.json",
        "api/v1/" if not folder else "search/none.json",
        "404.html",
        ".git/config",
    ):
        answer = server.ask(f"/{folder}{path}")
        assert answer.status == 404, path
        assert answer.body == page, path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "cache-control" not in answer.headers
    if not folder:
        assert server.ask("/downloads/.hidden").body == page


def test_caching(server: Server, public: Path) -> None:
    ever = "public, max-age=31536000, immutable"
    for pattern in (
        "assets/register.*.css",
        "assets/theme.*.js",
        "search/*/*.gb18030",
        "en/search/*/*.json",
        "verify/data/*/*.json",
    ):
        assert server.ask(hashed(public, pattern)).headers["cache-control"] == ever, pattern
    for path in (
        "/",
        f"/en/{MEASURE}",
        "/api/v1/measures.json",
        "/search/index.json",
        "/feed.xml",
        "/search/",
    ):
        answer = server.ask(path)
        assert answer.headers["cache-control"] == "public, max-age=300", path
        assert answer.headers["etag"]
    assert server.ask("/version.json").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/measures.json", "application/json; charset=utf-8"),
        ("/api/v1/measures.csv", "text/csv; charset=utf-8"),
        ("/api/v1/redirects.map", "text/plain; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/en/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8"),
        ("/en/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/version.json", "application/json; charset=utf-8"),
        ("/downloads/register.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("search/*/all.gb18030", "text/plain; charset=gb18030"),
        ("assets/register.*.css", "text/css; charset=utf-8"),
        ("assets/theme.*.js", "text/javascript; charset=utf-8"),
        ("assets/images/*.svg", "image/svg+xml"),
    ],
)
def test_types(server: Server, public: Path, path: str, kind: str) -> None:
    answer = server.ask(path if path.startswith("/") else hashed(public, path))
    assert (answer.status, answer.headers["content-type"]) == (200, kind)


def test_every_kind_of_file_has_a_type(server: Server, public: Path) -> None:
    kinds = {
        path.suffix: path
        for path in public.rglob("*.*")
        if path.is_file() and path.suffix not in {".gz", ".br"}
    }
    for path in kinds.values():
        if path.suffix != ".html" and not path.name.startswith(".") and ".git" not in path.parts:
            answer = server.ask(f"/{path.relative_to(public).as_posix()}")
            assert answer.headers["content-type"] != "application/octet-stream", path.name


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_ready_compressed_files_are_handed_out(server: Server, public: Path, encoding: str) -> None:
    if encoding == "br":
        program("brotli")
    ending = {"gzip": "gz", "br": "br"}[encoding]
    for path in (f"/{MEASURE}index.html", hashed(public, "assets/register.*.css"), "/api/v1/measures.json"):
        answer = server.ask(path.removesuffix("index.html"), encoding)
        assert answer.headers["content-encoding"] == encoding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.body == (public / f"{path[1:]}.{ending}").read_bytes()
        assert "content-encoding" not in server.ask(path.removesuffix("index.html")).headers


def test_open_data_may_be_read_by_other_sites(server: Server) -> None:
    for path in OPEN_DATA:
        assert server.ask(path).headers["access-control-allow-origin"] == "*"
    for path in ("/", f"/{MEASURE}", "/api/v1/none.json"):
        assert "access-control-allow-origin" not in server.ask(path).headers


def test_only_reading(server: Server) -> None:
    assert server.ask("/", method="HEAD").status == 200
    assert server.ask("/", method="POST").status == 405


def test_plain_http_leads_to_the_encrypted_site(public: Path, tmp_path: Path) -> None:
    with nginx(public, tmp_path) as server:
        answer = server.ask(f"/en/{MEASURE}?q=%E7%94%B5", plain=True)
        assert (answer.status, answer.headers["location"]) == (
            301,
            f"https://{HOST}/en/{MEASURE}?q=%E7%94%B5",
        )
        assert not re.search(r"\d", answer.headers["server"])
        for target in (
            "//evil.example/",
            "/\\evil.example",
            "http://evil.example",
            "http://evil.example/x",
            "/%0d%0aX:y",
        ):
            answer = server.ask(target, plain=True)
            assert answer.status == 400 or answer.headers["location"].startswith(f"https://{HOST}/"), target


def test_what_a_server_carries_can_be_measured(public: Path, tmp_path: Path) -> None:
    """The tool behind ``deploy/SCALE.md``: every address it asks for is answered, compressed, and its cost is told."""
    with nginx(public, tmp_path) as server:
        found = carried(server, [path for paths in kinds(public).values() for path in paths], seconds=1)
    assert found.errors == 0
    assert found.rate > 0
    assert found.processor > 0
    assert 0 < found.median <= found.slow
    compressed = [path.stat().st_size for path in public.rglob("*.br")]
    assert found.size < max(compressed) + 2_000


def test_compressed_files_hold_what_they_stand_beside(public: Path) -> None:
    packed = list(public.rglob("*.gz"))
    assert packed
    for path in packed:
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
    assert {path.with_suffix("") for path in public.rglob("*.br")} in (
        set(),
        {path.with_suffix("") for path in packed},
    )


def test_version_says_what_is_served(server: Server) -> None:
    assert json.loads(server.ask("/version.json").body)["counts"]["measures"] == 2
