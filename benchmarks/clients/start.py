"""Milliseconds from exec: start.py ADDRESS PORT COMMAND... to the first 200 of /health; start.py - - COMMAND... to exit."""

import http.client
import re
import subprocess
import sys
import tempfile
import time


def until_exit(command):
    begin = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - begin


def healthy(address, port):
    connection = http.client.HTTPConnection(address, port, timeout=10)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def until_healthy(address, port, command):
    with tempfile.TemporaryFile("w+") as log:
        begin = time.monotonic()
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            while not healthy(address, port):
                if server.poll() is not None or time.monotonic() - begin > 30:
                    log.seek(0)
                    sys.exit("the server does not answer:\n" + log.read())
                time.sleep(0.001)
            took = time.monotonic() - begin
        finally:
            server.terminate()
            server.wait(15)
        log.seek(0)
        said = re.search(r"^Ready: .*started in (\d+) ms", log.read(), re.MULTILINE)
        return took, int(said.group(1))


address, port, *command = sys.argv[1:]
if address == "-":
    print(f"{until_exit(command) * 1000:.1f}")
else:
    took, said = until_healthy(address, int(port), command)
    print(f"exec_to_200_ms {took * 1000:.1f}")
    print(f"ready_line_ms {said}")
