"""Reads exports back with the libraries that others read them with. Usage: readback.py FOLDER [AKOMA_NTOSO_XSD]

FOLDER holds `sample.*` and `brat/`, written by the tests of crates/exchange when ONRECORD_READBACK names it:

    mkdir out && ONRECORD_READBACK=$PWD/out cargo test -p onrecord-exchange every_format_is_written_to_files
    python scripts/readback/readback.py out

Nothing is downloaded: the contexts of the JSON-LD formats are inside them or beside this file.
"""

import sys
from pathlib import Path

import check_brat
import check_linked_data
import check_parquet
import check_text


def main() -> int:
    folder = Path(sys.argv[1])
    schema = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    checks = [
        ("jsonl", check_text.json_lines, folder / "sample.jsonl"),
        ("json", check_text.articles, folder / "sample.articles.jsonl"),
        ("csv", check_text.csv_rows, folder / "sample.csv"),
        ("parquet", check_parquet.check, folder / "sample.parquet"),
        ("brat", check_brat.check, folder / "brat"),
        ("webannotation", check_linked_data.web_annotations, folder / "sample.anno.jsonld"),
        ("schema-org", check_linked_data.quotations, folder / "sample.jsonld"),
        ("conllu", check_text.conllu_sentences, folder / "sample.conllup"),
        ("akoma-ntoso", lambda path: check_text.akoma_ntoso(path, schema), folder / "sample.akn.xml"),
        ("ninjs", check_text.ninjs, folder / "sample.ninjs.jsonl"),
    ]
    failed = 0
    text = check_text.text_of(folder / "sample.articles.jsonl")
    for name, check, path in checks:
        try:
            told = check(path) if name != "webannotation" else check(path, text)
            print(f"{name}: {told}")
        except Exception as error:  # every format is tried, and every failure told
            failed += 1
            print(f"{name}: FAILED: {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
