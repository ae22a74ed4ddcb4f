"""Whole numbers as Dutch writes them, for rooms that have no report to make."""


def with_points(number: int) -> str:
    """Write a whole number with a point per thousand: `6.000`."""
    return f"{number:,}".replace(",", ".")
