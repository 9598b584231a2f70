"""Addresses of cells as a sheet program shows them."""

from string import ascii_uppercase


def column_letter(index: int) -> str:
    """0 -> «A», 25 -> «Z», 26 -> «AA»."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def cell_name(row_no: int, index: int) -> str:
    """Row numbers count from 1, column indexes from 0: (14, 3) -> «D14»."""
    return f"{column_letter(index)}{row_no}"
