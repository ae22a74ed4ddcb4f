"""What can be wrong with a delivery: each mutation spoils rows of text (header first) or the bytes of a file."""

import random
from collections.abc import Callable

Rows = list[list[str]]
ODD_MARKS = ("√", "☑", "●", "•", "■", "*", "/", "#", "!", "✗", "2", "nvt", "??", "x x",
             "J", "Ja", "waar", "-", "0", "nee", "×", "true", "#N/A")  # fmt: skip
DOUBTFUL_MARKS = ("x?", "ja?", "1?", "(x)", "x*", "'x", "x.", "ｘ")
ODD_DATES = ("31-06-2019", "00-00-0000", "9999-12-31", "1-1-1900", "31-12-99", "ooit", "2019", "43500", "#N/A", "NULL",
             "2019-02-01T10:00:00Z", "12/31/2019", "01-13-2019", "31-12-2021 00:00:00", "-", "1 mei 2019")  # fmt: skip
ODD_TEXTS = ("", " ", "onbekend", "n.b.", "0", "1,23E+08", "3/4", "groep 3", "²", "peuters", "\u200b", "=A1", "'7")
STRAY_NAMES = ("thumbs.db", ".DS_Store", "desktop.ini", "~$IKC01.xlsx", "brief.pdf", "foto.jpg", "leesmij.txt")


def odd_mark(rows: Rows, rng: random.Random) -> None:
    """Put a sign that is no x in the last columns."""
    _put(rows, rng, range(3, len(rows[0])), ODD_MARKS)


def doubtful_mark(rows: Rows, rng: random.Random) -> None:
    """Put a sign that may or may not be an x in the last columns."""
    _put(rows, rng, range(3, len(rows[0])), DOUBTFUL_MARKS)


def odd_date(rows: Rows, rng: random.Random) -> None:
    """Put a text that is hardly a date anywhere."""
    _put(rows, rng, range(len(rows[0])), ODD_DATES)


def odd_text(rows: Rows, rng: random.Random) -> None:
    """Put a text that means nothing, or too much, anywhere."""
    _put(rows, rng, range(len(rows[0])), ODD_TEXTS)


def _put(rows: Rows, rng: random.Random, columns: range, texts: tuple[str, ...]) -> None:
    for _ in range(rng.randint(1, 4)):
        row = rng.randrange(1, len(rows))
        rows[row][min(rng.choice(columns or range(1)), len(rows[row]) - 1)] = rng.choice(texts)


def swap_columns(rows: Rows, rng: random.Random) -> None:
    """Swap two columns with their headers."""
    one, other = rng.sample(range(len(rows[0])), 2)
    for row in rows:
        row[one], row[other] = row[other], row[one]


def rename_header(rows: Rows, rng: random.Random) -> None:
    """Spell a header otherwise."""
    place = rng.randrange(len(rows[0]))
    name = rows[0][place]
    rows[0][place] = rng.choice(
        [name.upper(), f" {name}\u00a0", f"{name}x", name[::-1], "", name.replace("e", "é"), "Notitie"]
    )


def add_column(rows: Rows, rng: random.Random) -> None:
    """Add a column that nobody asked for, with or without a name."""
    name = rng.choice(["opmerking", "notitie", "", "rij", "bestand", "druk"])
    for number, row in enumerate(rows):
        row.append(name if number == 0 else rng.choice(["x", "", "tekst"]))


def drop_column(rows: Rows, rng: random.Random) -> None:
    """Leave a column out."""
    place = rng.randrange(len(rows[0]))
    for row in rows:
        del row[place]


def shift_row(rows: Rows, rng: random.Random) -> None:
    """Give a row a field too many or too few."""
    row = rng.choice(rows[1:])
    if rng.random() < 0.5 or len(row) < 3:
        row.insert(rng.randrange(len(row)), "extra")
    else:
        row.pop(rng.randrange(len(row)))


def repeat_rows(rows: Rows, rng: random.Random) -> None:
    """Repeat a row, the header, or add a total or an empty row."""
    extra = rng.choice(
        [list(rng.choice(rows)), list(rows[0]), ["Totaal", *[""] * (len(rows[0]) - 2), "9"], [""] * len(rows[0])]
    )
    rows.insert(rng.randrange(1, len(rows) + 1), extra)


def title_above(rows: Rows, rng: random.Random) -> None:
    """Put a title and an empty row above the header."""
    rows[:0] = [["Overzicht 2019"], [""]][: rng.randint(1, 2)]


def stray_quote(content: bytes, rng: random.Random) -> bytes:
    """Put one or two quotes at the start of a field, or anywhere."""
    for _ in range(rng.randint(1, 2)):
        starts = [place + 1 for place, sign in enumerate(content) if sign in b";,\n"] or [0]
        place = rng.choice(starts) if rng.random() < 0.8 else rng.randrange(len(content))
        content = content[:place] + b'"' + content[place:]
    return content


def cut_file(content: bytes, rng: random.Random) -> bytes:
    """Cut a file off, as a broken download does."""
    return content[: rng.randrange(len(content))]


def other_delimiter(content: bytes, rng: random.Random) -> bytes:
    """Write another delimiter, in the whole file or in one line."""
    to = rng.choice([b",", b"\t", b"|", b" ;"])
    lines = content.split(b"\n")
    place = rng.randrange(len(lines))
    whole = rng.random() < 0.7
    return b"\n".join(line.replace(b";", to) if whole or n == place else line for n, line in enumerate(lines))


def other_encoding(content: bytes, rng: random.Random) -> bytes:
    """Write another encoding."""
    text = content.decode("utf-8", errors="replace")
    return text.encode(rng.choice(["utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-32"]), errors="replace")


def other_line_ends(content: bytes, rng: random.Random) -> bytes:
    """Write other line ends, or mix them."""
    ends = rng.choice([[b"\r\n"], [b"\r"], [b"\n", b"\r\n"], [b"\n\n"]])
    return b"".join(line + rng.choice(ends) for line in content.split(b"\n"))


def quote_all(content: bytes, rng: random.Random) -> bytes:
    """Quote every field, with or without a space before the quote."""
    between = rng.choice([b'";"', b'"; "'])
    return b"\n".join(b'"' + line.replace(b";", between) + b'"' for line in content.split(b"\n") if line)


def garbage(content: bytes, rng: random.Random) -> bytes:
    """Put bytes anywhere that are no text."""
    place = rng.randrange(len(content))
    return content[:place] + bytes(rng.choices(range(256), k=rng.randint(1, 6))) + content[place:]


OF_ROWS: tuple[Callable[[Rows, random.Random], None], ...] = (
    odd_mark, doubtful_mark, odd_date, odd_text, swap_columns, rename_header, add_column, drop_column, shift_row,
    repeat_rows, title_above,
)  # fmt: skip
OF_BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    stray_quote, cut_file, other_delimiter, other_encoding, other_line_ends, quote_all, garbage,
)  # fmt: skip
