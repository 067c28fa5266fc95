"""Runs Quadrat and reads what it says."""
import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Quadrat:
    def __init__(self, scratch):
        self.scratch = scratch
        self.env = {**os.environ, "QUADRAT_HOME": os.path.join(scratch, "home")}

    def run(self, *arguments, ok=(0,)):
        command = [os.path.join(ROOT, "bin", "quadrat"), *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, cwd=self.scratch)
        if done.returncode not in ok:
            raise RuntimeError(f"quadrat {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def export(self, dataset, form, name, *flags):
        """Writes dataset in a format; the folder, and labels that were left out by reason."""
        out = os.path.join(self.scratch, "out", name)
        said = json.loads(self.run("export", form, out, "-d", dataset, "--overwrite", "--json", *flags))
        self.run("verify", form, out, ok=(0, 1)) if form not in ("jsonl", "parquet") else None
        return out, {one["reason"]: one["count"] for one in said["skipped"]}

    def samples(self, dataset, *flags):
        """Every sample as `--json` prints it."""
        out, _ = self.export(dataset, "jsonl", f"{dataset}.jsonl", *flags)
        with open(out, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def digests(self, dataset):
        """Digests of labels and fields, whatever the file paths are."""
        lines = self.run("info", dataset).splitlines()
        return [line.split()[-1] for line in lines if line.startswith(("digest labels", "digest fields"))]
