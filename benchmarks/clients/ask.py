"""Asks for small answers by turns, each on a new connection, and takes the time of each.

ask.py ADDRESS PORT SECONDS PATH...: prints, for each PATH, `asked PATH P50 P99 COUNT`, in microseconds.
"""

import socket
import sys
import time


def main():
    address, port, seconds, *paths = sys.argv[1:]
    took = {path: [] for path in paths}
    begin = time.monotonic()
    while time.monotonic() - begin < float(seconds):
        for path in paths:
            took[path].append(ask((address, int(port)), path))
            # One client that waits for each answer loads nobody.
            time.sleep(0.005)
    for path, times in took.items():
        times.sort()
        print("asked", path, percentile(times, 50), percentile(times, 99), len(times))


def ask(target, path):
    begin = time.monotonic()
    with socket.create_connection(target, 30) as s:
        s.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while chunk := s.recv(65536):
            answer += chunk
    if not answer.startswith(b"HTTP/1.1 200"):
        sys.exit(f"ask.py: {path}: {answer[:60]!r}")
    return time.monotonic() - begin


def percentile(times, percent):
    return round(times[len(times) * percent // 100] * 1e6)


main()
