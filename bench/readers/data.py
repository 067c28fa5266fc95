"""The data that is exported: what is at hand, with plain pictures where it has none."""
import json
import os
import shutil
import subprocess
import sys

from PIL import Image


def plain(path, width, height):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Image.new("L", (width, height), 127).save(path)


def prepare(q, shared):
    """Imports them; name of the dataset -> its label field."""
    q.run("import", "demo", "--name", "reef")
    split(q, "reef")
    q.run("import", "coco", taco(q, shared), "--name", "taco", "--media", os.path.join(q.scratch, "taco"))
    q.run("import", "taglab", taglab(q, shared), "--name", "taglab", "--media", os.path.join(q.scratch, "taglab"))
    for name in ("taco", "taglab"):
        q.run("tag", "train", "-d", name)
    q.run("import", "coco", corners(q, shared), "--name", "quadrats", "--media", os.path.join(shared, "data/quadrats"))
    q.run("tag", "train", "-d", "quadrats")
    for name, source in (("twelve", "12/fiftyone-media-rel-dir"), ("threehundred", "300-labels-only")):
        q.run("import", "fiftyone", fiftyone(q, shared, name, source), "--name", name)
    return {"reef": "gt_polylines", "taco": "ground_truth", "taglab": "ground_truth", "quadrats": "ground_truth",
            "twelve": "gt_polylines", "threehundred": "gt_polylines"}


def split(q, name):
    """Quadrats that were planted in two splits are in one."""
    q.run("-d", name, "-c", "ds.matchTags('val').untag('train')", ok=(0, 1))


def taco(q, shared):
    source = os.path.join(shared, "data/taco/annotations.json")
    for image in json.load(open(source, encoding="utf-8"))["images"]:
        plain(os.path.join(q.scratch, "taco", image["file_name"].replace(".JPG", ".JPG")), image["width"], image["height"])
    return source


def taglab(q, shared):
    source = os.path.join(shared, "data/taglab/multi-temporal_comparison_project.json")
    for image in json.load(open(source, encoding="utf-8"))["images"]:
        for channel in image["channels"]:
            plain(os.path.join(q.scratch, "taglab", os.path.basename(channel["filename"])), 3000, 3000)
    return source


def corners(q, shared):
    """Four corners on each of the real quadrats, some of them not visible or not placed."""
    names = sorted(os.listdir(os.path.join(shared, "data/quadrats")))
    images = [{"id": i + 1, "file_name": name, "width": 1024, "height": 1024} for i, name in enumerate(names)]
    points = lambda i: [20 + i, 21, 2, 1000 - i, 22, 2 - i % 2, 1001, 1003, 2, *([0, 0, 0] if i % 3 == 0 else [19, 1002, 2])]
    annotations = [{"id": i + 1, "image_id": i + 1, "category_id": 1, "keypoints": points(i), "num_keypoints": 4, "iscrowd": 0,
                    "bbox": [10, 10, 1000, 1000], "area": 1000000} for i in range(len(names))]
    keypoints = ["top left", "top right", "bottom right", "bottom left"]
    path = os.path.join(q.scratch, "corners.json")
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"images": images, "annotations": annotations,
                   "categories": [{"id": 1, "name": "quadrat", "keypoints": keypoints}]}, out)
    return path


def fiftyone(q, shared, name, source):
    """What FiftyOne exported, with plain pictures where it says they are."""
    folder = os.path.join(q.scratch, name)
    shutil.copytree(os.path.join(shared, "fiftyone/golden", source), folder)
    path = os.path.join(folder, "samples.json")
    subprocess.run(["chmod", "-R", "u+w", folder], check=True)
    text = open(path, encoding="utf-8").read().replace("/data/coral", os.path.join(folder, "coral"))
    open(path, "w", encoding="utf-8").write(text)
    for sample in json.loads(text)["samples"]:
        size = sample.get("metadata") or {"width": 50, "height": 40}
        plain(os.path.join(folder, sample["filepath"]), size["width"], size["height"])
    return folder


if __name__ == "__main__":
    sys.exit("run readers.py")
