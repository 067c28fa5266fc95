"""pyarrow and DuckDB: types, values and nulls."""
import math
import os

import duckdb
import pyarrow
import pyarrow.parquet as pq


def check(q, checks, fields):
    print(f"pyarrow {pyarrow.__version__}, duckdb {duckdb.__version__}")
    for dataset, field in fields.items():
        path, _ = q.export(dataset, "parquet", f"{dataset}.parquet")
        ours = q.samples(dataset)
        rows = pq.read_table(path).to_pylist()
        checks.equal(f"{dataset}, pyarrow: ids and tags", [(row["id"], row["tags"]) for row in rows], [(one["id"], one["tags"]) for one in ours])
        checks.equal(f"{dataset}, pyarrow: sizes", [row["metadata"] for row in rows], [one["metadata"] for one in ours])
        for key in ("id", "label", "confidence", "tags", "closed"):
            theirs = [None if row[field] is None else [label[key] for label in row[field]] for row in rows]
            wanted = [None if one[field] is None else [label.get(key) for label in one[field]] for one in ours]
            checks.equal(f"{dataset}, pyarrow: {field}.{key}", theirs, wanted)
        theirs = [None if row[field] is None else [label["points"] for label in row[field]] for row in rows]
        wanted = [None if one[field] is None else [rings(label) for label in one[field]] for one in ours]
        checks.equal(f"{dataset}, pyarrow: {field}.points", named(theirs), named(wanted))
        duck(q, checks, dataset, field, path, ours)


def rings(label):
    points = label.get("points")
    return points if points is None or label["kind"] == "polyline" else [points]


def named(value):
    """NaN is not equal to itself, and JSON has another name for it."""
    if isinstance(value, list):
        return [named(one) for one in value]
    return "NaN" if value == {"$float": "NaN"} or (isinstance(value, float) and math.isnan(value)) else value


def duck(q, checks, dataset, field, path, ours):
    labels, _ = q.export(dataset, "parquet", f"{dataset}-labels.parquet", "--rows", "labels", "--field", field)
    query = f"""select l.label, count(*) from (select unnest("{field}") as l from '{path}') group by 1 order by 1 nulls first"""
    wanted = {}
    for one in ours:
        for label in one[field] or []:
            wanted[label["label"]] = wanted.get(label["label"], 0) + 1
    checks.equal(f"{dataset}, duckdb: labels by class", dict(duckdb.sql(query).fetchall()), wanted)
    query = f"select label, count(*) from '{labels}' group by 1"
    checks.equal(f"{dataset}, duckdb: rows of labels by class", dict(duckdb.sql(query).fetchall()), wanted)
    missing = duckdb.sql(f"""select count(*) filter ("{field}" is null), count(*) filter (len("{field}") = 0) from '{path}'""").fetchall()[0]
    checks.equal(f"{dataset}, duckdb: missing and empty", missing, (sum(one[field] is None for one in ours), sum(one[field] == [] for one in ours)))
    print("    ", ", ".join(f"{name} {kind}"[:40] for name, kind in duckdb.sql(f"select column_name, column_type from (describe select * from '{path}')").fetchall()))
