"""Collects what was compared."""


class Checks:
    def __init__(self):
        self.failed = 0

    def equal(self, what, theirs, ours):
        same = theirs == ours
        self.failed += not same
        print(f"{'ok  ' if same else 'FAIL'} {what}: {short(theirs)}{'' if same else f', expected {short(ours)}'}", flush=True)

    def near(self, what, theirs, ours, within):
        same = len(theirs) == len(ours) and all(abs(a - b) <= within(b) for a, b in zip(theirs, ours))
        self.failed += not same
        worst = max((abs(a - b) for a, b in zip(theirs, ours)), default=0)
        print(f"{'ok  ' if same else 'FAIL'} {what}: {len(theirs)} values, largest difference {worst:.3g}", flush=True)


def short(value):
    text = repr(value)
    return text if len(text) <= 200 else text[:200] + " ..."
