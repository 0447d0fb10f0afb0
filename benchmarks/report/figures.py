"""The raw figures of a run: figures.tsv, a line each of part, server, metric, load, round, value and load average."""

import statistics
from collections import defaultdict
from pathlib import Path

SERVERS = ["provider", "nginx-sendfile", "nginx-copy", "lighttpd", "caddy"]


class Figures:
    def __init__(self, directory):
        self.raw = defaultdict(list)
        self.loads = []
        for line in Path(directory, "figures.tsv").read_text().splitlines():
            part, server, metric, load, _, value, average = (line.split("\t") + [""])[:7]
            self.raw[part, server, metric, load].append(float(value))
            if average:
                self.loads.append(float(average))

    def all(self, part, server, metric, load="-"):
        return self.raw.get((part, server, metric, str(load)), [])

    def median(self, part, server, metric, load="-"):
        values = self.all(part, server, metric, load)
        return statistics.median(values) if values else None

    def has(self, part):
        return any(key[0] == part for key in self.raw)

    def failures(self):
        found = [f"{sum(values):.0f} of {key[1]} in {key[0]} {key[3]}" for key, values in self.raw.items()
                 if key[2] == "failures" and sum(values)]
        return ", ".join(found) or "none"

    def servers(self, part):
        return [name for name in SERVERS if any(key[:2] == (part, name) for key in self.raw)]

    def nginx(self, part, metric, load, best):
        """The better one of the two ways in which nginx sends files; None where neither was measured."""
        modes = [self.median(part, name, metric, load) for name in ("nginx-sendfile", "nginx-copy")]
        return best((value for value in modes if value is not None), default=None)


def machine(directory):
    lines = Path(directory, "machine.tsv").read_text().splitlines()
    return [line.split("\t", 1) for line in lines]
