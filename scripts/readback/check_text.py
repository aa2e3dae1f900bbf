"""The formats that the standard library, conllu and lxml read."""

import csv
import io
import json
from pathlib import Path

import conllu
from lxml import etree

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
csv.field_size_limit(1 << 30)


def lines(path: Path) -> list:
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n") if line]


def texts_of(path: Path) -> dict:
    """The texts of all articles, by their `text_sha256`."""
    return {record["article"]["text_sha256"]: record["article"]["text"] for record in lines(path)}


def json_lines(path: Path) -> str:
    all_lines = lines(path)
    for line in all_lines:
        for span in line.get("content", []):
            assert len(span["text"]) == span["end"] - span["start"]
    return f"{len(all_lines)} lines"


def articles(path: Path) -> str:
    records = lines(path)
    for record in records:
        for statement in record["statements"]:
            for span in statement["content"] + statement["cue"] + statement["source"]:
                assert record["article"]["text"][span["start"]:span["end"]] == span["text"]
    return f"{len(records)} articles"


def csv_rows(path: Path) -> str:
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert rows and all(None not in row and None not in row.values() for row in rows)
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    return f"{len(rows)} rows, {len(rows[0])} columns"


def conllu_sentences(path: Path) -> str:
    data = path.read_bytes().decode("utf-8")
    columns = data.split("\n", 1)[0].removeprefix("# global.columns = ").split(" ")
    # The library does not know BIO: O and _ are values like others.
    sentences = conllu.parse(data)
    assert sentences and all(set(token) == {c.lower() for c in columns} for s in sentences for token in s)
    for sentence in sentences:
        assert sentence.metadata["sent_id"] and sentence.metadata["text"]
        words = "".join(
            token["form"] + ("" if "SpaceAfter" in token["misc"] else " ") for token in sentence
        )
        assert words.replace(" ", "") == sentence.metadata["text"].replace(" ", ""), words
    begun = sum(token["onrecord:content"].startswith("B-") for s in sentences for token in s)
    assert begun, "no content begins anywhere"
    return f"{len(sentences)} sentences, {begun} contents"


def akoma_ntoso(path: Path, schema: Path | None) -> str:
    document = etree.parse(path)
    speeches = document.findall(f".//{AKN}speech")
    ids = {element.get("eId") for element in document.iter() if element.get("eId")}
    assert speeches and all(speech.get("by").removeprefix("#") in ids for speech in speeches)
    for speech in speeches:
        for attribute in ("as", "to"):
            assert speech.get(attribute) is None or speech.get(attribute).removeprefix("#") in ids
        for part in speech.findall(f"{AKN}p"):
            start, end = (int(part.get("{urn:onrecord:vocabulary}" + name)) for name in ("start", "end"))
            assert len(part.text) == end - start
    if schema:
        etree.XMLSchema(etree.parse(schema)).assertValid(document)
    return f"{len(speeches)} speeches" + (", valid against the schema" if schema else "")


def ninjs(path: Path) -> str:
    items = lines(path)
    for item in items:
        assert item["uri"] and item["type"] == "text" and item["standard"]["name"] == "ninjs"
        [body] = item["bodies"]
        assert len(body["value"]) == body["charCount"]
        for statement in item["onrecord"]["statements"]:
            for span in statement["content"]:
                assert body["value"][span["start"]:span["end"]] == span["text"]
    return f"{len(items)} items"
