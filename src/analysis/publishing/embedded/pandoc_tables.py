"""Tables in pandoc's tree: captions, and column widths that fit a page."""

from analysis.publishing.embedded.pandoc import Node, plain_text

#: From this many columns the widths are shared out by what the cells hold; below it typst does that well itself.
MANY_COLUMNS = 8
FIRST_COLUMN_LETTERS = 24


def captioned_table(table: Node, caption: list[Node], identifier: str) -> Node:
    """A table with this caption and id."""
    return {"t": "Table", "c": [[identifier, [], []], [None, [{"t": "Plain", "c": caption}]], *table["c"][2:]]}


def fitted_table(table: Node) -> Node:
    """A table that stays on the page.

    Widths that the Markdown gives (the dashes of a table with a line longer than 72 letters) stay, as with Quarto.
    Without them, many columns each get room for their longest word, the first for more.
    """
    count = len(table["c"][2])
    if count < MANY_COLUMNS or any(width["t"] == "ColWidth" for _, width in table["c"][2]):
        return table
    needs = [_letters_needed(table, place) for place in range(count)]
    return _with_widths(table, [{"t": "ColWidth", "c": need / sum(needs)} for need in needs])


def _with_widths(table: Node, widths: list[Node]) -> Node:
    columns = [[align, width] for (align, _), width in zip(table["c"][2], widths, strict=True)]
    return {"t": "Table", "c": [*table["c"][:2], columns, *table["c"][3:]]}


def _letters_needed(table: Node, column: int) -> int:
    texts = [plain_text(row[1][column][4]) for row in table_rows(table) if column < len(row[1])]
    longest_word = max((len(word) for cell in texts for word in cell.split()), default=1)
    whole = max((len(cell) for cell in texts), default=1) if column == 0 else 0
    return max(longest_word, min(whole, FIRST_COLUMN_LETTERS)) + 1


def table_rows(table: Node) -> list[list]:
    """The rows of a table, header first, in pandoc's form (attributes, cells)."""
    head, bodies = table["c"][3], table["c"][4]
    return [*head[1], *(row for body in bodies for row in [*body[2], *body[3]])]
