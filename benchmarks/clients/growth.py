"""What grows with the number of artifacts.

growth.py make ROOT FILES DIRECTORIES   small files, each of other content, in as many directories
growth.py digested URL FILES            waits until all their digests are known
growth.py status URL                    prints how many ms /status takes, the median of nine
growth.py change URL FILE               makes a file, and prints how many ms later /status counts it
"""

import json
import os
import statistics
import sys
import time
import urllib.request


def get(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()


def make(root, files, directories):
    each = files // directories
    for number in range(directories):
        channel = "stable" if number == 0 else f"channel{number:04}"
        directory = os.path.join(root, channel, "x86_64")
        os.makedirs(directory)
        for name in range(each):
            with open(os.path.join(directory, f"file{name:05}.img"), "w") as file:
                file.write(f"{number} {name}\n")


def known(url):
    for line in get(url + "/metrics").decode().splitlines():
        name, _, value = line.partition(" ")
        if name.endswith("digests_known"):
            return float(value)
    return 0


def digested(url, files):
    deadline = time.monotonic() + 600
    while known(url) < files:
        if time.monotonic() > deadline:
            sys.exit(f"{known(url):.0f} of {files} digests within ten minutes")
        time.sleep(0.5)


def status(url):
    took = []
    for _ in range(9):
        begin = time.monotonic()
        get(url + "/status")
        took.append(time.monotonic() - begin)
    print(f"{statistics.median(took) * 1000:.1f}")


def total(url):
    return json.loads(get(url + "/status"))["artifacts"]["total_size_bytes"]


def change(url, file):
    size = 1000
    expected = total(url) + size
    with open(file, "w") as made:
        made.write("x" * size)
    begin = time.monotonic()
    while total(url) != expected:
        if time.monotonic() - begin > 300:
            sys.exit(f"{file} does not show within five minutes")
    print(f"{(time.monotonic() - begin) * 1000:.1f}")


what, *rest = sys.argv[1:]
if what == "make":
    make(rest[0], int(rest[1]), int(rest[2]))
elif what == "digested":
    digested(rest[0], int(rest[1]))
elif what == "status":
    status(rest[0])
else:
    change(*rest)
