"""Tables as Markdown."""


def number(value, digits=0):
    return "-" if value is None else f"{value:,.{digits}f}"


def table(header, rows):
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def raw(values, scale=1, digits=0):
    return " ".join(f"{value / scale:.{digits}f}" for value in values)
