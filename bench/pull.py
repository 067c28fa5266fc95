"""Fetches all tasks of a server, pictures and annotations, as CVAT's own client does it: pull.py URL CACHE"""

import resource
import sys
from pathlib import Path
from urllib.parse import urlsplit

from cvat_sdk import make_client
from cvat_sdk.datasets import TaskDataset

url = urlsplit(sys.argv[1])
with make_client(f"{url.scheme}://{url.hostname}", port=url.port, credentials=("marine", "secret")) as client:
    client.config.cache_dir = Path(sys.argv[2])
    pictures = shapes = 0
    for task in sorted(client.tasks.list(), key=lambda task: task.id):
        samples = TaskDataset(client, task.id).samples
        pictures += len(samples)
        shapes += sum(len(sample.annotations.shapes) for sample in samples)
print(pictures, "pictures", shapes, "shapes")
print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", file=sys.stderr)
