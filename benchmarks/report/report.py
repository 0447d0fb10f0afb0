"""Prints what a run has measured as Markdown, and draws it: report.py DIRECTORY."""

import sys
from pathlib import Path

from charts import picture
from figures import Figures, machine
from goals import GROWTH, Goals
from markdown import number, raw, table

GIB = 2**30
CONNECTIONS = (1, 16, 64, 400)


def bytes_section(f):
    names = f.servers("bytes")
    for metric, title, scale, digits in (
        ("bytes_per_second", "GiB/s of a 1 GiB file, by connections", GIB, 2),
        ("cpu_ms_per_gib", "CPU of the server, ms per GiB, by connections", 1, 0),
    ):
        rows = [[name] + [cell(f, "bytes", name, metric, load, scale, digits) for load in CONNECTIONS] for name in names]
        yield f"**{title}**\n\n" + table(["server", *map(str, CONNECTIONS)], rows)


def cell(f, part, name, metric, load, scale, digits):
    value = f.median(part, name, metric, load)
    return number(None if value is None else value / scale, digits)


def small_section(f):
    columns = [("requests_per_second", 1, 0), ("p50_us", 1000, 2), ("p99_us", 1000, 2), ("cpu_us_per_request", 1, 1)]
    for load, what in (("health", "`/health`"), ("small.bin", "An artifact of 1 KiB")):
        rows = [
            [name] + [cell(f, "small", name, metric, load, scale, digits) for metric, scale, digits in columns]
            + [number(sum(f.all("small", name, "failures", load)))]
            for name in f.servers("small")
        ]
        yield f"**{what} over 64 connections**\n\n" + table(
            ["server", "requests/s", "p50 ms", "p99 ms", "CPU µs/request", "failures"], rows)


def storm_section(f):
    columns = [("total_ms", 1000, 2), ("p50_ms", 1000, 2), ("p99_ms", 1000, 2), ("cpu_ms_per_gib", 1, 0)]
    rows = [
        [name] + [cell(f, "storm", name, metric, 400, scale, digits) for metric, scale, digits in columns]
        + [number(sum(f.all("storm", name, "failures", 400)))]
        for name in f.servers("storm")
    ]
    yield "**400 machines boot at once, 76 MiB each**\n\n" + table(
        ["server", "all, s", "p50, s", "p99, s", "CPU ms/GiB", "failures"], rows)


def crowd_section(f):
    loads = (64, 400, 1500)
    for file, what in (("small.bin", "An artifact of 1 KiB"), ("health", "`/health`")):
        rows = [
            [name] + [cell(f, "crowd", name, metric, f"{load}-{file}", 1000, 2) for load in loads for metric in ("p50_us", "p99_us")]
            for name in f.servers("crowd")
        ]
        yield f"**{what} on a new connection during downloads, ms: p50 and p99 by downloads**\n\n" + table(
            ["server"] + [f"{load} {metric}" for load in loads for metric in ("p50", "p99")], rows)
    rows = [[name] + [cell(f, "crowd", name, "bytes_per_second", load, GIB, 2) for load in loads] for name in f.servers("crowd")]
    yield "**GiB/s of these downloads**\n\n" + table(["server", *map(str, loads)], rows)


def start_section(f):
    rows = [
        [what, number(f.median("start", name, metric), 0), number(min(values), 0), number(max(values), 0)]
        for what, name, metric in (
            ("provider: exec to first 200 of `/health`", "provider", "exec_to_200_ms"),
            ("provider: what its Ready line says", "provider", "ready_line_ms"),
            ("bare JVM, with the start-up cache: exec to exit", "bare-cached", "exec_to_exit_ms"),
            ("bare JVM, without it: exec to exit", "bare-uncached", "exec_to_exit_ms"),
        )
        if (values := f.all("start", name, metric))
    ]
    yield "**Start, ms**\n\n" + table(["", "median", "least", "most"], rows)


def growth_section(f):
    columns = [("ready_line_ms", 1, 0), ("idle_cpu_permille", 10, 1), ("anon_kib", 1024, 1), ("change_ms", 1, 0), ("change_cpu_ms", 1, 0), ("status_ms", 1, 0)]
    rows = [
        [load.replace("/", " in ")] + [cell(f, "growth", "provider", metric, load, scale, digits) for metric, scale, digits in columns]
        for load in GROWTH
    ]
    yield "**Growth: what many artifacts cost**\n\n" + table(
        ["artifacts in directories", "Ready, ms", "CPU at rest, % of a core", "RssAnon, MiB", "a change shows, ms", "a change takes of a processor, ms", "`/status`, ms"], rows)


def memory_section(f):
    names = f.servers("memory") + ["bare-cached", "bare-uncached"]
    columns = [("rss_kib", "idle"), ("anon_kib", "idle"), ("rss_kib", 64), ("anon_kib", 64)]
    rows = [
        [label(name)] + [cell(f, "memory", name, metric, load, 1024, 1) for metric, load in columns]
        + [cell(f, "memory", name, "heap_kib", 64, 1024, 1) if name == "provider" else "-"]
        for name in names
    ]
    yield "**Memory, MiB: freshly started, and the most during 64 downloads of 1 GiB**\n\n" + table(
        ["server", "VmRSS idle", "RssAnon idle", "VmRSS", "RssAnon", "heap used"], rows)


def label(name):
    return {"bare-cached": "bare JVM, with the start-up cache", "bare-uncached": "bare JVM, without it"}.get(name, name)


SECTIONS = {"start": start_section, "growth": growth_section, "bytes": bytes_section, "small": small_section, "storm": storm_section, "crowd": crowd_section, "memory": memory_section}


def raw_figures(f):
    lines = [f"{' '.join(key)}: {raw(values)}" for key, values in f.raw.items()]
    return "<details><summary>All raw figures, round by round</summary>\n\n```\n" + "\n".join(lines) + "\n```\n\n</details>"


def report(directory):
    f = Figures(directory)
    yield table(["machine", ""], [[name, value] for name, value in machine(directory)]).replace("---:", "---")
    if f.loads:
        yield f"Load average before a round: {min(f.loads):.2f} to {max(f.loads):.2f}."
    yield f"Requests that failed, in all parts: {f.failures()}."
    yield "**Goals**\n\n" + table(["", "goal", "measured", "reached"], Goals(f).rows)
    for part, section in SECTIONS.items():
        if f.has(part):
            yield from section(f)
    yield raw_figures(f)
    drawn = picture(f)
    if drawn:
        Path(directory, "report.svg").write_text(drawn)


print("\n\n".join(report(sys.argv[1])))
