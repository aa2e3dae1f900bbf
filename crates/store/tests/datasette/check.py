"""Opens a record as others do: Datasette's JSON API, sqlite3, pandas. Usage: check.py RECORD METADATA

Every answer of Datasette is compared with the same question asked in SQL.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pandas

record, metadata = sys.argv[1:3]
name = Path(record).stem
db = sqlite3.connect(f"file:{urllib.parse.quote(record)}?mode=ro", uri=True)


def column(sql, *values):
    return [row[0] for row in db.execute(sql, values)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Datasette:
    def __init__(self, *arguments):
        self.port = free_port()
        command = [sys.executable, "-m", "datasette", "serve", record, "--host", "127.0.0.1", "--port", str(self.port), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def __enter__(self):
        for _ in range(300):
            try:
                self.get("/-/versions.json")
                return self
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, self.process.stderr.read().decode()
                time.sleep(0.1)
        raise AssertionError("Datasette does not answer")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        self.process.stderr.close()

    def get(self, path, **parameters):
        query = urllib.parse.urlencode(parameters, doseq=True)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://127.0.0.1:{self.port}{path}?{query}", timeout=30) as answer:
            return json.load(answer)

    def table(self, table, **parameters):
        return self.get(f"/{name}/{table}.json", _shape="objects", **parameters)


def same_facet(facet, of):
    by_sql = db.execute(
        f"SELECT {of}, count(*) AS n FROM statements_flat WHERE {of} IS NOT NULL GROUP BY {of} ORDER BY n DESC, {of}"
    ).fetchall()
    counted = {r["value"]: r["count"] for r in facet["results"]}
    assert counted and all(dict(by_sql)[value] == n for value, n in counted.items()), (counted, by_sql)
    assert sorted(counted.values(), reverse=True) == [n for _, n in by_sql][: len(counted)], of


def listed(served):
    about = served.get(f"/{name}.json")
    tables = {table["name"]: table for table in about["tables"]}
    views = {view["name"] for view in about["views"]}
    assert set(column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) <= set(tables)
    assert views == set(column("SELECT name FROM sqlite_schema WHERE type = 'view'"))
    assert {"statements_flat", "people", "articles"} <= views
    for table, told in tables.items():
        by_sql = {(r[3], r[2], r[4]) for r in db.execute("SELECT * FROM pragma_foreign_key_list(?)", (table,))}
        keys = {(k["column"], k["other_table"], k["other_column"]) for k in told["foreign_keys"]["outgoing"]}
        assert keys == by_sql, (table, keys, by_sql)
        if told["count"] is not None and not told["hidden"]:
            assert told["count"] == column(f'SELECT count(*) FROM "{table}"')[0], table
    assert len(tables["statement"]["foreign_keys"]["outgoing"]) >= 3


def searched(served, **how):
    for words in ("lamp", "lamp lit", "harbour OR quay"):
        mode = {"_searchmode": "raw"} if " OR " in words else {}
        told = served.table("statements_flat", _search=words, _size=1000, **mode, **how)
        by_sql = column(
            "SELECT id FROM statements_flat WHERE id IN (SELECT rowid FROM statements_fts WHERE statements_fts MATCH ?) ORDER BY id",
            words,
        )
        assert by_sql and sorted(row["id"] for row in told["rows"]) == by_sql, (words, by_sql)


# as it is, with what the address says
with Datasette() as served:
    listed(served)
    told = served.table("statements_flat", _facet=["speaker", "outlet"], _size=1000)
    same_facet(told["facet_results"]["speaker"], "speaker")
    same_facet(told["facet_results"]["outlet"], "outlet")
    db.row_factory = sqlite3.Row
    by_sql = [dict(row) for row in db.execute("SELECT * FROM statements_flat ORDER BY id")]
    db.row_factory = None
    assert sorted(told["rows"], key=lambda row: row["id"]) == by_sql[: len(told["rows"])] and by_sql
    searched(served, _fts_table="statements_fts", _fts_pk="id")
    some = served.table("statements_flat", speaker="Lene Dorvik", _size=1000)["rows"]
    assert len(some) == column("SELECT count(*) FROM statements_flat WHERE speaker = 'Lene Dorvik'")[0] > 0

# with the metadata that lies in docs/, the words alone are enough
with Datasette("--metadata", metadata) as served:
    searched(served)
    told = served.table("statements_flat")
    assert set(told["facet_results"]) == {"speaker", "outlet", "mode"}
    assert len(told["rows"]) == min(50, len(by_sql))
    labels = served.table("article", _labels="on", _size=1000)["rows"]
    assert any(row["outlet_id"] and row["outlet_id"]["label"] for row in labels)

# offsets are those of Python's strings
rows = db.execute(
    'SELECT s.content, s.start, s."end", t.text FROM statements_all s JOIN article a ON a.key = s.article'
    " JOIN version v ON v.article_id = a.id AND v.n = s.version JOIN version_text t ON t.version_id = v.id"
).fetchall()
assert rows
for content, start, end, text in rows:
    assert text[start:end] == content or " … " in content

frame = pandas.read_sql_query("SELECT * FROM statements_flat", db)
assert len(frame) == len(by_sql) and list(frame["content"]) == [row["content"] for row in by_sql]
assert frame["start"].dtype == "int64" and frame["confidence"].between(0, 1).all()
by_outlet = frame.groupby("outlet").size().to_dict()
assert by_outlet == dict(db.execute("SELECT outlet, count(*) FROM statements_flat WHERE outlet IS NOT NULL GROUP BY outlet"))

assert not os.path.exists(record + "-journal")
print(f"{len(by_sql)} statements")
