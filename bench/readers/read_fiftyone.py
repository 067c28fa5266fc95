"""FiftyOne: what it imports is what was exported, and what it exports comes back the same."""
import html
import os
import re

import fiftyone as fo
import numpy as np

KEYS = {"Polylines": "polylines", "Detections": "detections", "Keypoints": "keypoints", "Classifications": "classifications"}


def check(q, checks, fields):
    print(f"fiftyone {fo.__version__}")
    for dataset, field in fields.items():
        whole(q, checks, dataset)
        others(q, checks, dataset, field)


def load(folder, kind, **more):
    name = "quadrat-readers"
    if fo.dataset_exists(name):
        fo.delete_dataset(name)
    return fo.Dataset.from_dir(dataset_dir=folder, dataset_type=kind, name=name, **more)


def whole(q, checks, dataset):
    out, skipped = q.export(dataset, "fiftyone", f"fiftyone-{dataset}")
    ds = load(out, fo.types.FiftyOneDataset)
    ours = q.samples(dataset)
    checks.equal(f"{dataset}, FiftyOneDataset: ids", ds.values("id"), [one["id"] for one in ours])
    checks.equal(f"{dataset}, FiftyOneDataset: tags", ds.values("tags"), [one["tags"] for one in ours])
    checks.equal(f"{dataset}, FiftyOneDataset: pictures that are not there", sum(not os.path.exists(path) for path in ds.values("filepath")), 0)
    for name, kind in label_fields(ds):
        path = f"{name}.{KEYS[kind]}" if kind in KEYS else name
        for key in ("id", "label", "confidence"):
            theirs = [flat(value, kind) for value in ds.values(f"{path}.{key}")]
            wanted = [None if one.get(name) is None else [label[key] for label in one[name]] for one in ours]
            checks.equal(f"{dataset}, FiftyOneDataset: {name}.{key}", theirs, wanted)
        if kind == "Polylines":
            wanted = [None if one.get(name) is None else [label["points"] for label in one[name]] for one in ours]
            checks.equal(f"{dataset}, FiftyOneDataset: {name}.points", plain(ds.values(f"{path}.points")), wanted)
    back(q, checks, dataset, out, ds)


def label_fields(ds):
    for name, field in ds.get_field_schema().items():
        if isinstance(field, fo.EmbeddedDocumentField) and issubclass(field.document_type, fo.Label):
            yield name, field.document_type.__name__


def flat(value, kind):
    return value if kind in KEYS else None if value is None else [value]


def plain(value):
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def back(q, checks, dataset, out, ds):
    """Through FiftyOne and back it is the same as straight back: fractions, and no marks of holes, which FiftyOne does not have."""
    q.run("import", "fiftyone", out, "--name", f"straight-{dataset}")
    straight = q.digests(f"straight-{dataset}")
    for media in (True, False):
        folder = os.path.join(q.scratch, "back", f"{dataset}-{media}")
        ds.export(export_dir=folder, dataset_type=fo.types.FiftyOneDataset, export_media=media)
        name = f"back-{dataset}-{'media' if media else 'labels'}"
        q.run("import", "fiftyone", folder, "--name", name)
        if media:  # FiftyOne makes other file names of some, such as `50%`, and digests hold the name
            without = lambda samples: [{**one, "filepath": None} for one in samples]
            checks.equal(f"{dataset}, exported by FiftyOne with media: samples", without(q.samples(name)), without(q.samples(f"straight-{dataset}")))
        else:
            checks.equal(f"{dataset}, exported by FiftyOne without media: digests", q.digests(name), straight)


def others(q, checks, dataset, field):
    if dataset == "quadrats":
        return
    out, skipped = q.export(dataset, "coco", f"coco-media-{dataset}", "--field", field)
    ds = load(out, fo.types.COCODetectionDataset, label_types="segmentations", label_field="gt", use_polylines=True)
    samples = q.samples(dataset, "--field", field)
    wanted = sum(len(one[field] or []) for one in samples) - lost(skipped)
    checks.equal(f"{dataset}, COCODetectionDataset: outlines", ds.count(f"{coco_field(ds)}.polylines"), wanted)
    out, skipped = q.export(dataset, "cvat", f"cvat-{dataset}", "--field", field)
    ds = load(None, fo.types.CVATImageDataset, data_path=os.path.join(out, "images"), labels_path=os.path.join(out, "annotations.xml"), label_field="gt")
    cvat(checks, dataset, ds, re.findall(r'<poly(?:gon|line) label="([^"]*)"', open(os.path.join(out, "annotations.xml"), encoding="utf-8").read()))
    cvat_points(checks, dataset, field, ds, samples)
    print(f"     {count_all(ds)}, left out: {skipped}")
    out, skipped = q.export(dataset, "yolo", f"yolo-fo-{dataset}", "--field", field)
    from read_ultralytics import lines
    total = 0
    for split in ("train", "val", "test"):
        if os.listdir(os.path.join(out, "images", split)):
            ds = load(out, fo.types.YOLOv5Dataset, yaml_path="data.yaml", split=split, label_type="polylines", label_field="gt")
            total += ds.count("gt.polylines")
    checks.equal(f"{dataset}, YOLOv5Dataset: outlines", total, lines(out))
    masks(q, checks, dataset, field)


def cvat(checks, dataset, ds, classes):
    """Nothing of the file is lost."""
    theirs = [line.label for sample in ds for line in polylines(ds, sample)]
    checks.equal(f"{dataset}, CVATImageDataset: classes of outlines", sorted(theirs), sorted(map(html.unescape, classes)))


def cvat_points(checks, dataset, field, ds, samples):
    """FiftyOne rounds points to whole pixels. Pictures of one name get others, so labels are looked for in all."""
    checks.equal(f"{dataset}, CVATImageDataset: samples", len(ds), len(samples))
    found = {}
    for sample in ds:
        for line in polylines(ds, sample):
            points = pixels(line.points, sample.metadata)
            found.setdefault((line.label, len(points)), []).append(points)
    ours = [(label["label"], shape(label), one["metadata"]) for one in samples for label in one[field] or [] if label["label"] is not None]
    single = [(label, pixels([line], size)) for label, line, size in ours if line is not None and size["width"] is not None]
    lost = [label for label, points in single if not any(abs(points - other).max() < 0.501 for other in found.get((label, len(points)), []))]
    checks.equal(f"{dataset}, CVATImageDataset: points of {len(single)} outlines of one ring that are not there", lost, [])


def polylines(ds, sample):
    name = next((name for name, kind in label_fields(ds) if kind == "Polylines"), None)
    return (sample[name] or fo.Polylines()).polylines if name else []


def shape(label):
    """What is written of an outline of one ring that has enough points: the first again where it is closed and not filled."""
    ring = label["points"][0] if label["kind"] == "polyline" and len(label["points"]) == 1 else []
    if len(ring) < (3 if label.get("filled") else 2):
        return None
    return ring + ring[:1] if label["closed"] and not label["filled"] and ring[0] != ring[-1] else ring


def pixels(points, size):
    width, height = (size["width"], size["height"]) if isinstance(size, dict) else (size.width, size.height)
    return np.array(points[0], dtype=float) * [width, height]


def masks(q, checks, dataset, field):
    out, skipped = q.export(dataset, "masks", f"masks-{dataset}", "--field", field, "--grey", "--view", "ds.limit(60)")
    count, values = 0, set()
    for split in ("train", "val", "test"):
        if os.path.isdir(os.path.join(out, split)) and os.listdir(os.path.join(out, split, "images")):
            ds = load(None, fo.types.ImageSegmentationDirectory, data_path=os.path.join(out, split, "images"), labels_path=os.path.join(out, split, "masks"), label_field="gt")
            for sample in ds:
                count += 1
                values |= set(np.unique(sample["gt"].get_mask()).tolist())
    import json
    classes = json.load(open(os.path.join(out, "classes.json"), encoding="utf-8"))["classes"]
    checks.equal(f"{dataset}, ImageSegmentationDirectory: values that are no class, {count} masks", sorted(v for v in values if v != 255 and v >= len(classes)), [])


def coco_field(ds):
    return next(name for name, kind in label_fields(ds) if kind == "Polylines")


def count_all(ds):
    return {name: ds.count(f"{name}.{KEYS[kind]}") for name, kind in label_fields(ds) if kind in KEYS}


def lost(skipped):
    return sum(count for reason, count in skipped.items() if not reason.startswith("samples"))
