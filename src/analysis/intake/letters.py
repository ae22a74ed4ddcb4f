"""The letters by which a spreadsheet names its columns."""


def column_letter(number: int) -> str:
    """Give the letters of a column by its number (0 is A, 26 is AA)."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
