"""The API: its answers are as its own descriptions say, and hold every field of every measure."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from registry.core.languages import LANGUAGES, Bilingual
from registry.exports.api.files import COLUMNS, row
from registry.exports.api.records import MEASURE, made
from registry.exports.api.schema import VERSION, definitions
from registry.model.citation import place_label
from registry.model.register import Register
from tests.addresses import SITE
from tests.conftest import ROOT
from tests.exporting import export_context, exported, with_history


@pytest.fixture(scope="module")
def api(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(register, tmp_path_factory.mktemp("api")) / "api" / "v1"


@pytest.fixture(scope="module")
def later(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after some history, at an address of its own."""
    return exported(with_history(register), tmp_path_factory.mktemp("later"), SITE)


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_list_says_what_it_is_and_keeps_the_documents_order(api: Path, register: Register) -> None:
    answer = load(api / "measures.json")
    assert list(answer) == ["schema", "schema_version", "updated", "count", "measures"]
    assert answer["schema_version"] == VERSION
    assert answer["schema"] == "/api/v1/schema/answers.json"
    assert answer["count"] == len(answer["measures"]) == 58
    assert [each["id"] for each in answer["measures"]] == [measure.id for measure in register.measures]


def test_every_measure_has_all_its_fields_and_an_answer_of_its_own(api: Path, register: Register) -> None:
    listed = load(api / "measures.json")["measures"]
    for measure, record in zip(register.measures, listed, strict=True):
        assert load(api / "measures" / f"{measure.id}.json") == record
        for language in LANGUAGES:
            assert record["title"][language] == measure.title[language]
            assert record["practice"][language] == measure.practice[language]
            assert record["indicator"][language] == measure.indicator.name[language]
            assert record["source"]["label"][language] == place_label(measure.source, language)
        assert record["indicator"]["key"] == measure.indicator.key
        assert record["adoption"]["key"] == measure.adoption
        assert record["source"]["number"] == measure.source.number
        assert [each["key"] for each in record["responsible"]] == [body.key for body in measure.responsible]
        assert [each["zh"] for each in record["responsible"]] == [
            body.printed for body in measure.responsible
        ]
        assert record["others_responsible"] == measure.others_responsible
        assert record.get("remark", {}).get("key") == (measure.remark.key if measure.remark else None)
        assert [each["key"] for each in record["origin"]] == [place.key for place in measure.origin]
        assert record["fingerprint"] == measure.fingerprint == record["history"][-1]["fingerprint"]
        assert record["status"] == "current"
        assert record["path"] == {"zh": f"/m/{measure.id}/", "en": f"/en/m/{measure.id}/"}
        assert "url" not in record


@pytest.mark.parametrize("name", ["measures", "documents", "vocabulary", "redirects"])
def test_answers_are_as_their_schema_says(api: Path, later: Path, name: str) -> None:
    schema = load(api / "schema" / "answers.json")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator({"$ref": f"#/$defs/{name.capitalize()}", "$defs": schema["$defs"]})
    for folder in (api, later / "api" / "v1"):
        validator.validate(load(folder / f"{name}.json"))
    if name == "measures":
        assert schema["$ref"] == "#/$defs/Measures"


def test_nothing_is_in_an_answer_that_its_schema_does_not_name(api: Path, later: Path) -> None:
    """What the schema leaves open to later versions is closed here, so that no field goes without a description."""
    closed = json.loads(
        json.dumps(definitions()).replace(
            '"type": "object"', '"type": "object", "additionalProperties": false'
        )
    )
    for name in ("measures", "documents", "vocabulary", "redirects"):
        validator = Draft202012Validator({"$ref": f"#/$defs/{name.capitalize()}", "$defs": closed})
        for folder in (api, later / "api" / "v1"):
            validator.validate(load(folder / f"{name}.json"))


def test_no_field_is_ever_null(api: Path, later: Path) -> None:
    for folder in (api, later / "api" / "v1"):
        for path in folder.rglob("*.json"):
            assert "null" not in re.sub(r'"(\\.|[^"\\])*"', '""', path.read_text(encoding="utf-8")), path.name


def test_the_openapi_description_is_valid_and_names_every_file(api: Path) -> None:
    description = load(api / "openapi.json")
    OpenAPIV31SpecValidator(description).validate()
    assert description["info"]["version"] == VERSION
    for language in LANGUAGES:  # The log of changes has the version as its newest.
        changes = (ROOT / "docs" / language / "data" / "changes.md").read_text(encoding="utf-8")
        assert re.search(r"^## (\S+)", changes, re.MULTILINE)[1] == VERSION
    named = {path.removeprefix("/") for path in description["paths"]}
    there = {path.relative_to(api).as_posix() for path in api.rglob("*") if path.suffix in {".json", ".csv"}}
    there = {path for path in there if not path.startswith("measures/")} - {"openapi.json"}
    assert named == there | {"measures/{id}.json"}
    assert (
        description["components"]["schemas"].keys() == load(api / "schema" / "answers.json")["$defs"].keys()
    )


def test_the_schema_for_editors_is_valid(api: Path) -> None:
    Draft7Validator.check_schema(load(api / "schema" / "measure.json"))


def test_what_ended_or_was_corrected_says_so(later: Path, register: Register) -> None:
    corrected, withdrawn, superseded, successor = (
        load(later / f"api/v1/measures/{measure.id}.json") for measure in register.measures[:4]
    )
    assert [each["date"] for each in corrected["history"]] == ["2026-11-23", "2027-02-01"]
    assert corrected["history"][1]["reason"] == {"zh": "原文更正。", "en": "The source was corrected."}
    assert withdrawn["status"] == "withdrawn"
    assert withdrawn["ending"]["date"] == "2027-03-01"
    assert superseded["status"] == "superseded"
    assert superseded["ending"]["successors"] == [successor["id"]]
    assert successor["url"]["en"] == f"{SITE}/en/m/{successor['id']}/"
    answer = load(later / "api/v1/measures.json")
    assert answer["count"] == 58
    assert answer["updated"] == "2027-04-01"
    assert answer["schema"].startswith(SITE)


def test_the_csv_opens_in_excel_and_holds_the_same(api: Path) -> None:
    raw = (api / "measures.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    # Line breaks inside cells are LF; every row ends with CRLF.
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert raw.count(b"\r\n") == len(rows) == 59
    assert tuple(rows[0]) == COLUMNS
    for record, cells in zip(load(api / "measures.json")["measures"], rows[1:], strict=True):
        found = dict(zip(COLUMNS, cells, strict=True))
        assert tuple(cells) == row(record)
        assert found["practice_zh"] == record["practice"]["zh"]
        assert found["practice_en"] == record["practice"]["en"]
        assert found["responsible_zh"] == "、".join(each["zh"] for each in record["responsible"])
        assert found["number"] == str(record["source"]["number"])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_the_csv_begins_a_formula(register: Register, tmp_path: Path, start: str) -> None:
    hostile = replace(register.measures[0], title=Bilingual(f"{start}HYPERLINK(0)", "plain"))
    folder = exported(Register((hostile,), register.vocabulary, register.published), tmp_path)
    text = (folder / "api/v1/measures.csv").read_text(encoding="utf-8-sig")
    cells = next(iter(list(csv.DictReader(io.StringIO(text)))))
    assert cells["title_zh"] == f"'{start}HYPERLINK(0)"
    assert cells["title_en"] == "plain"
    assert load(folder / "api/v1/measures.json")["measures"][0]["title"]["zh"] == f"{start}HYPERLINK(0)"


def test_old_addresses_lead_on_in_both_languages(later: Path, register: Register) -> None:
    successor = register.measures[3]
    found = load(later / "api/v1/redirects.json")["redirects"]
    assert {each["from"]: each["to"] for each in found} == {
        "/m/old-seal-service/": f"/m/{successor.id}/",
        "/en/m/old-seal-service/": f"/en/m/{successor.id}/",
        "/m/old-identifier/": f"/m/{successor.id}/",
        "/en/m/old-identifier/": f"/en/m/{successor.id}/",
        "/old/seal/": f"/m/{successor.id}/",
        "/en/old/seal/": f"/en/m/{successor.id}/",
    }
    page = (later / "en/m/old-seal-service/index.html").read_text(encoding="utf-8")
    assert f'content="0; url=../../m/{successor.id}/"' in page
    assert f'<link rel="canonical" href="{SITE}/en/m/{successor.id}/">' in page
    assert f'<a href="../../m/{successor.id}/">{successor.title.en}</a>' in page


@pytest.mark.parametrize("alias", ["../../etc", "..", "/", "a/../../b", ".git/config", "m//x"])
def test_no_old_address_leaves_the_site(register: Register, tmp_path: Path, alias: str) -> None:
    strange = replace(register.measures[0], aliases=(alias,))
    folder = exported(Register((strange,), register.vocabulary, register.published), tmp_path / "in" / "site")
    assert load(folder / "api/v1/redirects.json")["redirects"] == []
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["site"]


def test_a_register_without_measures_has_answers_too(register: Register, tmp_path: Path) -> None:
    folder = exported(Register((), register.vocabulary), tmp_path / "site")
    assert load(folder / "api/v1/measures.json")["measures"] == []


def test_the_record_is_made_of_plain_values(register: Register) -> None:
    record = made(export_context(register), MEASURE, register.measures[0])
    assert json.loads(json.dumps(record)) == record
