"""pycocotools: loads, paints and measures."""
import os
from importlib.metadata import version

import numpy as np
from pycocotools import mask as rle
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from shapely.geometry import Polygon


def check(q, checks, fields):
    print(f"pycocotools {version('pycocotools')}")
    for dataset in ("reef", "taco", "taglab", "twelve", "threehundred"):
        out, skipped = q.export(dataset, "coco", f"coco-{dataset}", "--field", fields[dataset], "--media", "none")
        coco = COCO(os.path.join(out, "labels.json"))
        compare(q, checks, dataset, fields[dataset], coco, skipped)
    out, _ = q.export("quadrats", "coco", "coco-quadrats", "--media", "none")
    coco = COCO(os.path.join(out, "labels.json"))
    points = [len(one["keypoints"]) for one in coco.loadAnns(coco.getAnnIds())]
    checks.equal("quadrats: numbers of key points", points, [12] * 7)
    predictions(q, checks)


def compare(q, checks, dataset, field, coco, skipped):
    samples = q.samples(dataset, "--field", field)
    labels = sum(len(one[field] or []) for one in samples)
    lost = sum(count for reason, count in skipped.items() if not reason.startswith("samples"))
    annotations = coco.loadAnns(coco.getAnnIds())
    checks.equal(f"{dataset}: annotations", len(annotations), labels - lost)
    inside = [one for one in annotations if lies_inside(one, coco.imgs[one["image_id"]])]
    polygons = [one for one in inside if isinstance(one["segmentation"], list) and one["area"] > 400 and is_simple(one)]
    painted = [float(rle.area(coco.annToRLE(one))) for one in polygons]
    checks.near(f"{dataset}: areas painted, of polygons over 400 pixels", painted, [one["area"] for one in polygons],
                lambda area: 0.05 * area + 30)
    lengths = [one for one in inside if isinstance(one["segmentation"], dict)]
    checks.near(f"{dataset}: areas of run lengths", [float(rle.area(one["segmentation"])) for one in lengths],
                [one["area"] for one in lengths], lambda area: 0.05 * area + 30)
    print(f"     {len(coco.imgs)} images, left out: {skipped}")


def is_simple(one):
    """An outline that crosses itself has another area when it is painted."""
    parts = [np.array(part).reshape(-1, 2) for part in one["segmentation"]]
    return len(parts) == 1 and Polygon(parts[0]).is_valid


def lies_inside(one, image):
    x, y, w, h = one["bbox"]
    return x >= 0 and y >= 0 and x + w <= image["width"] and y + h <= image["height"]


def predictions(q, checks):
    out, skipped = q.export("threehundred", "coco", "coco-results", "--field", "gt_polylines", "--predictions", "predictions", "--media", "none")
    coco = COCO(os.path.join(out, "labels.json"))
    results = coco.loadRes(os.path.join(out, "predictions.json"))
    written = [one for one in q.samples("threehundred") if one["gt_polylines"] is not None]
    wanted = sum(1 for one in written for p in one["predictions"] or [] if p["confidence"] is not None)
    checks.equal("threehundred: results", len(results.anns), wanted)
    print(f"     left out: {skipped}")
    evaluation = COCOeval(coco, results, "segm")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    checks.equal("threehundred: results evaluated", bool(evaluation.stats[0] > 0), True)
