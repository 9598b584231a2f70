"""The screens of units and of the tree: what they show, what they change; a branch is the same alone and within its page."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit, UnitCode
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.org.tests.looking import dump
from khuevan.core.org.tests.reading import body, first_cells

HTMX = {"HX-Request": "true"}


def _post(client, address: str, pk: int, /, **data):
    return client.post(reverse(address, args=[pk]), data)


def _fresh(unit) -> OrgUnit:
    return OrgUnit.objects.get(pk=unit.pk)


# --- the list


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "commune"}, ["Phường Hoa Lư", "Xã Gia Viễn", "Xã Nga Sơn"]),
        ({"q": "gia vien"}, ["Trường Tiểu học Gia Viễn", "Xã Gia Viễn"]),
        ({"q": "37000001"}, ["Trường THCS Ninh Khánh"]),
        ({"level": "primary"}, ["Trường Tiểu học Gia Viễn", "Trường Tiểu học Nga Sơn"]),
        ({"affiliation": "department"}, ["Trường THPT Hoa Lư A"]),
        ({"kind": "school", "area": "difficult"}, ["Trường Tiểu học Nga Sơn"]),
        ({"ownership": "non_public"}, []),
    ],
)
def test_list_is_filtered(officer, world, query, expected):
    org.set_code(world.actor("vanphong"), unit=world.units["lower_a"], system="moet", code="37000001", since=date(2025, 1, 1))
    OrgUnit.objects.filter(pk=world.units["primary_c"].pk).update(area="difficult")

    html = body(officer.get(reverse("org:units"), query))

    assert (first_cells(html) if expected else "Không có dòng nào khớp" in html) == (expected or True)


def test_list_of_a_commune_has_its_schools_and_those_that_stand_in_it(officer, world):
    UnitCode.objects.create(
        unit=world.units["commune_a"], system="administrative", code="14329", period=(date(2025, 7, 1), None)
    )
    OrgUnit.objects.filter(pk=world.units["upper"].pk).update(commune_code="14329")

    html = body(officer.get(reverse("org:units"), {"kind": "school", "commune": world.units["commune_a"].pk}))

    assert first_cells(html) == ["Trường THCS Ninh Khánh", "Trường THPT Hoa Lư A"]


def test_list_goes_to_excel_in_words(officer, world):
    response = officer.get(reverse("org:units"), {"kind": "school", "export": "xlsx"})

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] == "Trường THCS Ninh Khánh"]
    assert rows == [
        (
            "Trường THCS Ninh Khánh",
            "Trường THCS",
            "Phường Hoa Lư",
            "Trung học cơ sở",
            "Công lập",
            "Thuộc UBND xã, phường",
            "Bình thường",
            None,
        )
    ]


def test_list_costs_the_same_whatever_its_length(officer, world):
    def cost(rows: int) -> int:
        for number in range(rows):
            make_unit("school", f"Trường Số {number}", world.units["commune_a"])
        with CaptureQueriesContext(connection) as asked:
            officer.get(reverse("org:units"))
        return len(asked)

    cost(0)  # what is remembered from the first request on

    assert cost(1) == cost(3)


# --- the tree


def test_tree_opens_on_the_way_to_a_unit(officer, world):
    html = body(officer.get(reverse("org:tree"), {"mo": world.units["lower_a"].pk}))

    assert f'<li id="don-vi-{world.units["lower_a"].pk}" class="kv-tree-wanted">' in html
    assert "Trường Tiểu học Gia Viễn" not in html


def test_tree_shows_the_day_that_was_asked_for(officer, world):
    school = world.units["lower_a"]
    org.rename_unit(world.actor("vanphong"), unit=school, name="Trường THCS Hoa Lư", expected_version=1, on=date(2026, 9, 1))

    before = body(officer.get(reverse("org:tree"), {"mo": school.pk, "ngay": "31/08/2026"}))
    after = body(officer.get(reverse("org:tree"), {"mo": school.pk, "ngay": "1/9/2026"}))

    assert ("Trường THCS Ninh Khánh" in before, "Trường THCS Hoa Lư" in before) == (True, False)
    assert ("Trường THCS Ninh Khánh" in after, "Trường THCS Hoa Lư" in after) == (False, True)


@pytest.mark.parametrize("query", [{"ngay": "32/13/2025"}, {"mo": "x"}, {"mo": "9" * 30}, {"mo": "0"}, {"ngay": "01/01/1950"}])
def test_tree_bears_what_cannot_be_read(officer, world, query):
    assert officer.get(reverse("org:tree"), query).status_code == 200


def test_branch_alone_equals_the_branch_within_its_page(officer, world):
    province = world.units["province"].pk
    query = {"mo": province, "ngay": "01/09/2026"}

    alone = body(officer.get(reverse("org:tree"), query, headers={**HTMX, "HX-Target": f"nhanh-{province}"}))
    page = body(officer.get(reverse("org:tree"), query))

    assert alone.strip() in page
    assert "<html" not in alone
    assert "Phường Hoa Lư" in alone


def test_tree_of_many_children_costs_no_query_per_child(officer, world, django_assert_max_num_queries):
    for number in range(129):
        make_unit("commune", f"Xã Số {number}", world.units["province"])

    with django_assert_max_num_queries(20):
        html = body(officer.get(reverse("org:tree"), {"mo": world.units["province"].pk}))

    assert html.count("Xã Số") == 129


def test_tree_finds_by_former_name(officer, world):
    school = world.units["lower_a"]
    org.rename_unit(world.actor("vanphong"), unit=school, name="Trường THCS Hoa Lư", expected_version=1, on=date(2026, 9, 1))

    html = body(officer.get(reverse("org:tree"), {"q": "ninh khánh"}))

    assert "tên khác: Trường THCS Ninh Khánh" in html


# --- one unit


def test_unit_page_tells_history_codes_and_what_is_inside(officer, world):
    actor, school = world.actor("vanphong"), world.units["lower_a"]
    org.set_code(actor, unit=school, system="moet", code="37000001", since=date(2025, 1, 1))
    org.rename_unit(actor, unit=school, name="Trường THCS Hoa Lư", expected_version=1, on=date(2026, 9, 1))

    html = body(officer.get(reverse("org:unit", args=[school.pk])))

    for told in ("Trường THCS Ninh Khánh", "31/08/2026", "37000001", "Mã trường (CSDL ngành)", "Đổi tên", "Giải thể"):
        assert told in html


def test_unit_page_offers_only_what_may_be_done(client, world):
    client.force_login(world.users["hieutruong"])

    own = body(client.get(reverse("org:unit", args=[world.units["lower_a"].pk])))
    other = body(client.get(reverse("org:unit", args=[world.units["primary_b"].pk])))

    assert ("Sửa thông tin" in own, "Giải thể" in own, "Sửa thông tin" in other) == (True, False, False)


def test_principal_is_shown_contact_fields_only_and_may_save_them(client, world):
    client.force_login(world.users["hieutruong"])
    school = world.units["lower_a"]
    html = body(client.get(reverse("org:unit_edit", args=[school.pk])))
    assert ('name="phone"' in html, 'name="ownership"' in html, 'name="on"' in html) == (True, False, False)

    response = _post(
        client, "org:unit_edit", school.pk, version=1, address="Số 1", phone="0229", email="", latitude="20,25", longitude=""
    )

    assert response.status_code == 302
    assert (_fresh(school).phone, str(_fresh(school).latitude)) == ("0229", "20.25000")


def test_stale_edit_is_refused_and_keeps_what_was_typed(officer, world):
    school = world.units["lower_a"]
    org.change_attributes(world.actor("vanphong"), unit=school, values={"phone": "1"}, expected_version=1)
    before = dump()

    response = _post(officer, "org:unit_edit", school.pk, version=1, address="Đường Mới", area="normal")

    assert response.status_code == 409
    assert "Đường Mới" in body(response)
    assert dump() == before


def test_unit_is_founded_renamed_moved_numbered_and_abolished_on_screen(officer, world):
    parent, other = world.units["commune_a"], world.units["commune_b"]
    made = _post(
        officer,
        "org:unit_new",
        parent.pk,
        kind="school",
        on="1/9/2026",
        name="Trường Mầm non Mới",
        levels=["preschool"],
        area="normal",
        moet_code="37000002",
    )
    school = OrgUnit.objects.get(name="Trường Mầm non Mới")
    assert made.url == reverse("org:unit", args=[school.pk])

    assert _post(officer, "org:unit_rename", school.pk, name="Trường Mầm non Sen", on="2/9/2026", version=1).status_code == 302
    moved = _post(officer, "org:unit_move", school.pk, parent=other.pk, on="3/9/2026", affiliation="commune", version=2)
    assert moved.status_code == 302
    assert _post(officer, "org:unit_code", school.pk, system="moet", code="37000003", since="3/9/2026").status_code == 302
    assert _post(officer, "org:unit_abolish", school.pk, last_day="30/9/2026").status_code == 302

    ended = _fresh(school)
    assert (ended.name, ended.parent, ended.valid_to) == ("Trường Mầm non Sen", other, date(2026, 9, 30))
    assert [version.name for version in ended.versions.order_by("period")] == [
        "Trường Mầm non Mới",
        "Trường Mầm non Sen",
        "Trường Mầm non Sen",
    ]
    assert "Đơn vị đã kết thúc" in body(officer.get(reverse("org:unit", args=[school.pk])))


def test_refused_change_is_told_on_its_field(officer, world):
    response = _post(officer, "org:unit_abolish", world.units["lower_a"].pk, last_day="1/9/2026")

    assert response.status_code == 422
    assert "còn 3 đơn vị bên trong" in body(response)
