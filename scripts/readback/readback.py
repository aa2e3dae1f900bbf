"""Reads exports back with the libraries that others read them with. Usage: readback.py [--record] FOLDER [AKOMA_NTOSO_XSD]

FOLDER holds `sample.*` and `brat/`, written by the tests of crates/exchange when ONRECORD_READBACK names it:

    mkdir out && ONRECORD_READBACK=$PWD/out cargo test -p onrecord-exchange every_format_is_written_to_files
    python scripts/readback/readback.py out

With --record, the files are those of any record, and only those that are there are read:

    onrecord export -o out/sample.parquet && onrecord export -o out/sample.articles.jsonl
    python scripts/readback/readback.py --record out

Nothing is downloaded: the contexts of the JSON-LD formats are inside them or beside this file.
"""

import sys
from pathlib import Path

import check_brat
import check_linked_data
import check_parquet
import check_text


def main() -> int:
    arguments = [argument for argument in sys.argv[1:] if argument != "--record"]
    sample = len(arguments) == len(sys.argv) - 1
    folder = Path(arguments[0])
    schema = Path(arguments[1]) if len(arguments) > 1 else None
    texts = check_text.texts_of(folder / "sample.articles.jsonl")
    checks = [
        ("jsonl", check_text.json_lines, folder / "sample.jsonl"),
        ("json", check_text.articles, folder / "sample.articles.jsonl"),
        ("csv", check_text.csv_rows, folder / "sample.csv"),
        ("parquet", lambda path: check_parquet.check(path, sample), folder / "sample.parquet"),
        ("brat", check_brat.check, folder / "brat"),
        ("webannotation", lambda path: check_linked_data.web_annotations(path, texts), folder / "sample.anno.jsonld"),
        ("schema-org", lambda path: check_linked_data.quotations(path, sample), folder / "sample.jsonld"),
        ("conllu", check_text.conllu_sentences, folder / "sample.conllup"),
        ("akoma-ntoso", lambda path: check_text.akoma_ntoso(path, schema), folder / "sample.akn.xml"),
        ("ninjs", check_text.ninjs, folder / "sample.ninjs.jsonl"),
    ]
    failed = 0
    for name, check, path in checks:
        if not sample and not path.exists():
            continue
        try:
            told = check(path)
            print(f"{name}: {told}")
        except Exception as error:  # every format is tried, and every failure told
            failed += 1
            print(f"{name}: FAILED: {type(error).__name__}: {error}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
