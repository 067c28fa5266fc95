"""Asks a stand-in for everything that a pull needs, through CVAT's own client."""

import json
import sys
from urllib.parse import urlsplit

from cvat_sdk import make_client

url = urlsplit(sys.argv[1])
with make_client(f"{url.scheme}://{url.hostname}", port=url.port, credentials=("marine", "secret")) as client:
    tasks = sorted(client.tasks.list(), key=lambda task: task.id)
    task = tasks[0]
    result = {
        "projects": [project.name for project in client.projects.list()],
        "tasks": [[one.name, one.subset, one.size] for one in tasks],
        "jobs": [job.state for job in task.get_jobs()],
        "labels": [label.name for label in task.get_labels()],
        "first": task.get_meta().frames[0].name,
        "shapes": len(task.get_annotations().shapes),
        "bytes": len(task.get_frame(0, quality="original").read()),
    }
print(json.dumps(result))
