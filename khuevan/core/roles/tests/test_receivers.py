"""Who is told of what happens with roles."""

from datetime import date

import pytest

from khuevan.core.jobs.api import run_pending
from khuevan.core.notices.models import Notice
from khuevan.core.roles import operations
from khuevan.core.roles.events import PostsLeftBehind
from khuevan.core.roles.models import RoleAssignment
from khuevan.kernel.events import publish


def told() -> dict[str, str]:
    """User name → title of his newest notice."""
    run_pending()
    return dict(Notice.objects.order_by("pk").values_list("recipient__username", "title"))


def make_librarian(world) -> RoleAssignment:
    fields = {"person_id": world.people["mai"].pk, "role": "librarian", "unit": world.units["lower_a"]}
    return operations.assign_role(world.actor("hieutruong"), **fields, starts_on=date(2026, 9, 1))


def test_who_is_given_a_role_is_told(world):
    post = make_librarian(world)

    assert told() == {"mai": "Bạn được phân vai trò Nhân viên thư viện, Trường THCS Ninh Khánh, từ 01/09/2026"}
    operations.end_assignment(world.actor("hieutruong"), post=post, last_day=date(2026, 12, 31), reason="x")
    assert told() == {"mai": "Vai trò Nhân viên thư viện, Trường THCS Ninh Khánh kết thúc sau ngày 31/12/2026"}


def test_head_of_the_school_is_told_of_support(world):
    operations.open_support_session(
        world.actor("quantri"), role="homeroom_teacher", unit=world.units["7A1"], reason="sửa điểm danh", hours=1
    )

    titles = told()
    assert set(titles) == {"hieutruong"}
    assert titles["hieutruong"].startswith("Bạch Công Minh mở phiên hỗ trợ tại Lớp 7A1 đến ")
    assert Notice.objects.get().body == "sửa điểm danh"


def test_where_there_is_no_school_who_gives_roles_is_told(world):
    operations.open_support_session(
        world.actor("quantri"), role="commune_officer", unit=world.units["commune_a"], reason="x", hours=1
    )

    assert set(told()) == {"vanphong"}


def test_who_gives_roles_is_told_of_people_left_behind(world):
    people = (world.people["vanthu"].pk, world.people["yte"].pk)

    publish(PostsLeftBehind(unit_id=world.units["lower_a"].pk, reorganisation_id=1, person_ids=people))

    titles = told()
    assert set(titles) == {"hieutruong", "quantri", "vanphong"}
    assert titles["vanphong"] == "2 người ở Trường THCS Ninh Khánh chờ phân vai trò sau khi sắp xếp đơn vị"


@pytest.mark.parametrize("deed", ["assigned", "taken_back"])
def test_role_taken_back_before_the_notice_is_not_told(world, deed):
    post = make_librarian(world)
    if deed == "taken_back":
        RoleAssignment.objects.filter(pk=post.pk).delete()

    assert len(told()) == (1 if deed == "assigned" else 0)
