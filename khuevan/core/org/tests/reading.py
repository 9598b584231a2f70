"""Reading pages in tests."""

import re


def body(response) -> str:
    return response.content.decode()


def first_cells(html: str) -> list[str]:
    """The text of the first cell of every row of the list."""
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<tr><td[^>]*>(.*?)</td>", html.split("<tbody>")[-1])]
