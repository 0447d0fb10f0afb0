"""The picture: bars of the medians, a panel for each question."""

from xml.sax.saxutils import escape

COLORS = {
    "provider": "#0b6e4f",
    "nginx-sendfile": "#3a6ea5",
    "nginx-copy": "#8fb3d9",
    "lighttpd": "#c98b2b",
    "caddy": "#9a9a9a",
}
GIB = 2**30
PANEL, HEIGHT, MARGIN = 420, 170, 40


def panels(f):
    """Title, part, scale, digits, and the groups of bars: what is written below each, its metric and load."""
    connections = (1, 16, 64, 400)
    yield "GiB/s, by connections", "bytes", GIB, 1, [(str(n), "bytes_per_second", n) for n in connections]
    yield "CPU of the server, ms per GiB (less is better)", "bytes", 1, 0, [(str(n), "cpu_ms_per_gib", n) for n in connections]
    yield "Thousand requests/s over 64 connections", "small", 1000, 1, [
        ("/health", "requests_per_second", "health"), ("1 KiB artifact", "requests_per_second", "small.bin")]
    yield "400 machines boot, s (less is better)", "storm", 1000, 1, [
        ("all", "total_ms", 400), ("p50", "p50_ms", 400), ("p99", "p99_ms", 400)]


def text(x, y, content, size=11, anchor="middle", weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}">'
            f"{escape(content)}</text>")


def panel(f, x, y, title, part, scale, digits, groups):
    names = f.servers(part)
    values = {(name, metric, load): f.median(part, name, metric, load) or 0 for name in names for _, metric, load in groups}
    top = max(values.values(), default=0) or 1
    yield text(x + MARGIN, y + 16, title, 13, "start", "bold")
    base, room, width = y + HEIGHT + 40, HEIGHT - 10, (PANEL - 2 * MARGIN) / len(groups)
    bar = width * 0.85 / max(1, len(names))
    for g, (caption, metric, load) in enumerate(groups):
        left = x + MARGIN + g * width
        for i, name in enumerate(names):
            value = values[name, metric, load]
            height = room * value / top
            at = left + i * bar
            yield f'<rect x="{at:.1f}" y="{base - height:.1f}" width="{bar - 1:.1f}" height="{height:.1f}" fill="{COLORS[name]}"/>'
            yield text(at + bar / 2, base - height - 3, f"{value / scale:.{digits}f}", 7)
        yield text(left + width * 0.42, base + 14, caption)
    yield f'<line x1="{x + MARGIN}" y1="{base}" x2="{x + PANEL - MARGIN}" y2="{base}" stroke="#444"/>'


def legend(names, y):
    for i, name in enumerate(names):
        x = MARGIN + i * 130
        yield f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{COLORS[name]}"/>'
        yield text(x + 15, y, name, 11, "start")


def picture(f):
    drawn = [each for each in panels(f) if f.has(each[1])]
    if not drawn:
        return None
    row = HEIGHT + 75
    height = (len(drawn) + 1) // 2 * row + 40
    names = [name for name in COLORS if any(name in f.servers(each[1]) for each in drawn)]
    parts = list(legend(names, 20))
    for i, each in enumerate(drawn):
        parts += panel(f, i % 2 * PANEL, 30 + i // 2 * row, *each)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * PANEL} {height}" font-family="sans-serif">\n'
            '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n")
