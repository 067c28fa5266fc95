"""Datumaro: loads what Quadrat wrote, and writes what Quadrat reads."""
import os
import shutil
from importlib.metadata import version

from datumaro import Dataset
from datumaro.components.annotation import AnnotationType

FORMS = {"polygon": "polylines", "bbox": "boxes"}


def check(q, checks, fields):
    print(f"datumaro {version('datumaro')}")
    for dataset in ("reef", "taco", "taglab"):
        for holes in ("bridge", "split"):
            loaded = read_cvat(q, dataset, fields[dataset], holes)
            compare(q, checks, dataset, fields[dataset], loaded, holes)
        back(q, checks, dataset, fields[dataset], loaded)
    coco(q, checks, fields)


def read_cvat(q, dataset, field, holes):
    """What Datumaro makes of the export to CVAT."""
    out, _ = q.export(dataset, "cvat", f"datumaro-{dataset}", "--field", field, "--holes", holes)
    return Dataset.import_from(out, "cvat")


def compare(q, checks, dataset, field, loaded, holes):
    """By number, as pictures of one name get others."""
    samples = q.samples(dataset, "--field", field)
    wanted = sorted(sum(shapes(label, holes) for label in one[field] or []) for one in samples)
    checks.equal(f"{dataset} as cvat, holes {holes}: shapes of each image", sorted(len(item.annotations) for item in loaded), wanted)


def shapes(label, holes):
    """A shape for each outer ring, and where holes are split one for each of these."""
    return len(label["points"]) - (sum(label.get("holes", [])) if holes == "bridge" else 0)


def back(q, checks, dataset, field, loaded):
    """Datumaro's own format, written by it, has the shapes that it was given."""
    folder = os.path.join(q.scratch, f"written-by-datumaro-{dataset}")
    shutil.rmtree(folder, ignore_errors=True)
    loaded.export(folder, "datumaro", save_media=True)
    name = f"{dataset}-datumaro"
    q.run("import", "datumaro", folder, "--name", name)
    names = loaded.categories()[AnnotationType.label]
    theirs = sorted(shape(names[one.label].name, one.points) for item in loaded for one in item.annotations
                    if one.type in (AnnotationType.polygon, AnnotationType.polyline))
    ours = sorted(shape(label["label"], pixels(label, one["metadata"])) for one in q.samples(name) for label in one["ground_truth"] or [])
    checks.equal(f"{dataset}: classes and points, from Datumaro's own format", theirs, ours)


def coco(q, checks, fields):
    for dataset in ("reef", "taco"):
        out, _ = q.export(dataset, "coco", f"datumaro-coco-{dataset}", "--field", fields[dataset])
        layout = os.path.join(q.scratch, f"coco-for-datumaro-{dataset}")
        shutil.rmtree(layout, ignore_errors=True)
        os.makedirs(os.path.join(layout, "annotations"))
        os.symlink(os.path.join(out, "data"), os.path.join(layout, "images"))
        shutil.copy(os.path.join(out, "labels.json"), os.path.join(layout, "annotations", "instances_train.json"))
        loaded = Dataset.import_from(layout, "coco_instances")
        boxes = sum(one.type == AnnotationType.bbox for item in loaded for one in item.annotations)
        labels = sum(len(one[fields[dataset]] or []) for one in q.samples(dataset, "--field", fields[dataset]))
        checks.equal(f"{dataset} as coco: annotations", boxes, labels)


def shape(name, points):
    return name, [round(float(value), 2) for value in points]


def pixels(label, size):
    return [value for x, y in label["points"][0] for value in (x * size["width"], y * size["height"])]
