"""Who may open the calendar's pages."""

from tests.access.table import Row

EDITORS = {"vanphong": 200, "quantri": 200, "ha": 404, "hieutruong": 404, "xa": 404, "nguyet": 404, "hanh": 404, "": 302}

ACCESS = [
    Row("calendar:years", lambda world: {}, EDITORS),
    Row("calendar:year", lambda world: {"code": "2026-2027"}, EDITORS),
    Row("calendar:year", lambda world: {"code": "1926-1927"}, {"vanphong": 404}),
    Row("calendar:days", lambda world: {}, EDITORS),
    Row("calendar:set_day", lambda world: {}, EDITORS),
]
