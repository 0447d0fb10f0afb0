"""Tables as Markdown."""


def number(value, digits=0):
    return "-" if value is None else f"{value:,.{digits}f}"


def table(header, rows):
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def raw(values):
    return " ".join(f"{value:.{0 if value.is_integer() or value >= 1000 else 1}f}" for value in values)
