"""Exports of Quadrat, loaded by the programs that they are written for: readers.py SCRATCH SHARED [PART ...]"""
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


def main(scratch, shared, *parts):
    from check import Checks
    from data import prepare
    from quadrat import Quadrat
    scratch, shared = os.path.abspath(scratch), os.path.abspath(shared)
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(os.path.join(scratch, "out"))
    os.environ["YOLO_CONFIG_DIR"] = os.path.join(scratch, "ultralytics")
    q, checks = Quadrat(scratch), Checks()
    fields = prepare(q, shared)
    for part in parts or ("coco", "datumaro", "parquet", "ultralytics", "fiftyone"):
        __import__(f"read_{part}").check(q, checks, fields)
    return checks.failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
