"""The documentation of the API in a browser: nothing from outside, nothing forbidden by its own policy, readable on a phone."""

from urllib.parse import urlsplit

import pytest


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_documentation_needs_nothing_from_outside_and_fits_the_screen(world, visit, width):
    reader = visit("tuan", width=width)
    hosts = set()
    reader.page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    status = reader.open("/api/")
    reader.shoot("api-docs")
    too_wide = reader.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    headings = reader.page.locator("main h2").all_inner_texts()

    assert (status, reader.complaints, too_wide) == (200, [], 0)
    assert hosts == {urlsplit(reader.address).netloc}
    assert headings[:7] == [
        "Xác thực",
        "Danh sách: trang, con trỏ, bộ lọc",
        "Chỉ tải khi có thay đổi (ETag)",
        "Ghi: mỗi việc chỉ làm một lần (Idempotency-Key)",
        "Sửa: hai người không đè lên nhau (If-Match)",
        "Lỗi",
        "Giới hạn",
    ]
