"""Ultralytics' data sets: what it keeps, and what it calls corrupt."""
import os

import ultralytics
from ultralytics.cfg import get_cfg
from ultralytics.data.dataset import YOLODataset
from ultralytics.data.utils import check_det_dataset


def loaded(folder, task):
    """Labels and messages of every split, and numbers (missing, corrupt)."""
    data = check_det_dataset(os.path.join(folder, "data.yaml"), autodownload=False)
    labels, messages, bad = [], [], [0, 0]
    for split in ("train", "val", "test"):
        if not data.get(split) or not os.path.isdir(data[split]) or not os.listdir(data[split]):
            continue
        one = YOLODataset(img_path=data[split], data=data, task=task, hyp=get_cfg(), augment=False, imgsz=64)
        labels += one.labels
        cache = one.cache_labels(one_cache(folder, split))
        messages += cache["msgs"]
        _, missing, _, corrupt, _ = cache["results"]
        bad = [bad[0] + missing, bad[1] + corrupt]
        one[0]  # a picture with its labels, as a trainer is given them
    return data, labels, messages, bad


def one_cache(folder, split):
    from pathlib import Path
    return Path(folder) / f"{split}.cache"


def check(q, checks, fields):
    print(f"ultralytics {ultralytics.__version__}")
    for dataset in ("reef", "taco", "taglab", "twelve", "threehundred"):
        outlines(q, checks, dataset, fields[dataset])
    out, skipped = q.export("threehundred", "yolo", "boxes", "--field", "boxes")
    _, labels, messages, bad = loaded(out, "detect")
    rows = lines(out)
    checks.equal("detect, threehundred: boxes, missing and corrupt", (sum(len(one["cls"]) for one in labels), bad, messages), (rows, [0, 0], []))
    out, _ = q.export("quadrats", "yolo-pose", "pose")
    _, labels, messages, bad = loaded(out, "pose")
    checks.equal("pose, quadrats: key points, missing and corrupt", (sum(one["keypoints"].shape[:2] == (1, 4) for one in labels), bad, messages), (7, [0, 0], []))


def outlines(q, checks, dataset, field):
    out, skipped = q.export(dataset, "yolo", f"yolo-{dataset}", "--field", field)
    data, labels, messages, bad = loaded(out, "segment")
    kept = sum(len(one["cls"]) for one in labels)
    checks.equal(f"segment, {dataset}: outlines, missing and corrupt", (kept, bad, messages), (lines(out), [0, 0], []))
    checks.equal(f"segment, {dataset}: segments beside boxes", sum(len(one["segments"]) for one in labels), kept)
    print(f"     {len(labels)} pictures, left out: {skipped}")


def lines(folder):
    total = 0
    for place, _, names in os.walk(os.path.join(folder, "labels")):
        for name in names:
            if name.endswith(".txt"):
                total += sum(1 for line in open(os.path.join(place, name), encoding="utf-8") if line.strip())
    return total
