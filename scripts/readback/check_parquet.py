"""The Parquet table, as pyarrow reads it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def check(path: Path, sample: bool) -> str:
    """`sample`: it is that of the tests, of which more is known."""
    table = pq.read_table(path, read_dictionary=["outlet", "kind"])
    schema = table.schema
    for name in ("content", "cue", "source", "speakers", "candidates", "via"):
        kind = schema.field(name).type
        assert pa.types.is_list(kind) and pa.types.is_struct(kind.value_type), f"{name} is {kind}"
    assert schema.field("content").type.value_type.field("start").type == pa.uint32()
    assert pa.types.is_dictionary(schema.field("outlet").type)
    assert pa.types.is_struct(schema.field("said_on").type)
    metadata = pq.read_metadata(path)
    assert metadata.metadata[b"onrecord.offsets"] == b"codepoint"
    columns = {metadata.row_group(0).column(i).path_in_schema: metadata.row_group(0).column(i)
               for i in range(metadata.num_columns)}
    for name in ("outlet", "speakers.list.element.name"):
        assert columns[name].has_dictionary_page, f"{name} has no dictionary"
    assert not columns["content.list.element.text"].has_dictionary_page
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    rows = table.to_pylist()
    for row in rows:
        assert row["content"], "every row has a content"
        for span in row["content"]:
            assert len(span["text"]) == span["end"] - span["start"], "offsets are those of Python's strings"
    known = [speaker for row in rows for speaker in row["speakers"] if speaker["known_id"]]
    if sample:
        assert known and known[0]["identifiers"] == [{"scheme": "wikidata", "value": "Q0"}]
    return f"{len(rows)} rows, {metadata.num_columns} leaf columns"
