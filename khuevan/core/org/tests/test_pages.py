"""The screens of the tree: what they show, what they change, and that a branch is the same alone and within its page."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit, Reorganisation, UnitCode
from khuevan.core.org.tests.factories import make_unit
from khuevan.core.org.tests.looking import dump
from khuevan.core.org.types import NewUnit

HTMX = {"HX-Request": "true"}


@pytest.fixture
def officer(client, world):
    client.force_login(world.users["vanphong"])
    return client


def _body(response) -> str:
    return response.content.decode()


def _rows(html: str) -> list[str]:
    """The first cell of every row of the list."""
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<tr><td[^>]*>(.*?)</td>", html.split("<tbody>")[1])]


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

    html = _body(officer.get(reverse("org:units"), query))

    assert (_rows(html) if expected else "Không có dòng nào khớp" in html) == (expected or True)


def test_list_of_a_commune_has_its_schools_and_those_that_stand_in_it(officer, world):
    UnitCode.objects.create(
        unit=world.units["commune_a"], system="administrative", code="14329", period=(date(2025, 7, 1), None)
    )
    OrgUnit.objects.filter(pk=world.units["upper"].pk).update(commune_code="14329")

    html = _body(officer.get(reverse("org:units"), {"kind": "school", "commune": world.units["commune_a"].pk}))

    assert _rows(html) == ["Trường THCS Ninh Khánh", "Trường THPT Hoa Lư A"]


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


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_whatever_its_length(officer, world, django_assert_num_queries, count):
    for number in range(count):
        make_unit("school", f"Trường Số {number}", world.units["commune_a"])
    officer.get(reverse("org:units"))

    with django_assert_num_queries(QUERIES_OF_LIST):
        officer.get(reverse("org:units"))


QUERIES_OF_LIST = 11


# --- the tree


def test_tree_opens_on_the_way_to_a_unit(officer, world):
    html = _body(officer.get(reverse("org:tree"), {"mo": world.units["lower_a"].pk}))

    assert f'<li id="don-vi-{world.units["lower_a"].pk}" class="kv-tree-wanted">' in html
    assert "Trường Tiểu học Gia Viễn" not in html


def test_tree_shows_the_day_that_was_asked_for(officer, world):
    school = world.units["lower_a"]
    org.rename_unit(world.actor("vanphong"), unit=school, name="Trường THCS Hoa Lư", expected_version=1, on=date(2026, 9, 1))

    before = _body(officer.get(reverse("org:tree"), {"mo": school.pk, "ngay": "31/08/2026"}))
    after = _body(officer.get(reverse("org:tree"), {"mo": school.pk, "ngay": "1/9/2026"}))

    assert ("Trường THCS Ninh Khánh" in before, "Trường THCS Hoa Lư" in before) == (True, False)
    assert ("Trường THCS Ninh Khánh" in after, "Trường THCS Hoa Lư" in after) == (False, True)


@pytest.mark.parametrize("query", [{"ngay": "32/13/2025"}, {"mo": "x"}, {"mo": "9" * 30}, {"mo": "0"}, {"ngay": "01/01/1950"}])
def test_tree_bears_what_cannot_be_read(officer, world, query):
    assert officer.get(reverse("org:tree"), query).status_code == 200


def test_branch_alone_equals_the_branch_within_its_page(officer, world):
    province = world.units["province"].pk
    query = {"mo": province, "ngay": "01/09/2026"}

    alone = _body(officer.get(reverse("org:tree"), query, headers={**HTMX, "HX-Target": f"nhanh-{province}"}))
    page = _body(officer.get(reverse("org:tree"), query))

    assert alone.strip() in page
    assert "<html" not in alone
    assert "Phường Hoa Lư" in alone


def test_tree_of_many_children_costs_no_query_per_child(officer, world, django_assert_max_num_queries):
    for number in range(129):
        make_unit("commune", f"Xã Số {number}", world.units["province"])

    with django_assert_max_num_queries(20):
        html = _body(officer.get(reverse("org:tree"), {"mo": world.units["province"].pk}))

    assert html.count("Xã Số") == 129


def test_tree_finds_by_former_name(officer, world):
    school = world.units["lower_a"]
    org.rename_unit(world.actor("vanphong"), unit=school, name="Trường THCS Hoa Lư", expected_version=1, on=date(2026, 9, 1))

    html = _body(officer.get(reverse("org:tree"), {"q": "ninh khánh"}))

    assert "tên khác: Trường THCS Ninh Khánh" in html


# --- one unit


def test_unit_page_tells_history_codes_and_what_is_inside(officer, world):
    actor, school = world.actor("vanphong"), world.units["lower_a"]
    org.set_code(actor, unit=school, system="moet", code="37000001", since=date(2025, 1, 1))
    org.rename_unit(actor, unit=school, name="Trường THCS Hoa Lư", expected_version=1, on=date(2026, 9, 1))

    html = _body(officer.get(reverse("org:unit", args=[school.pk])))

    for told in ("Trường THCS Ninh Khánh", "31/08/2026", "37000001", "Mã trường (CSDL ngành)", "Đổi tên", "Giải thể"):
        assert told in html


def test_unit_page_offers_only_what_may_be_done(client, world):
    client.force_login(world.users["hieutruong"])

    own = _body(client.get(reverse("org:unit", args=[world.units["lower_a"].pk])))
    other = _body(client.get(reverse("org:unit", args=[world.units["primary_b"].pk])))

    assert ("Sửa thông tin" in own, "Giải thể" in own, "Sửa thông tin" in other) == (True, False, False)


def test_principal_is_shown_contact_fields_only_and_may_save_them(client, world):
    client.force_login(world.users["hieutruong"])
    school = world.units["lower_a"]
    html = _body(client.get(reverse("org:unit_edit", args=[school.pk])))
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
    assert "Đường Mới" in _body(response)
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
    assert "Đơn vị đã kết thúc" in _body(officer.get(reverse("org:unit", args=[school.pk])))


def test_refused_change_is_told_on_its_field(officer, world):
    response = _post(officer, "org:unit_abolish", world.units["lower_a"].pk, last_day="1/9/2026")

    assert response.status_code == 422
    assert "còn 3 đơn vị bên trong" in _body(response)


# --- reorganisations


@pytest.fixture
def draft(world) -> Reorganisation:
    return org.draft_reorganisation(
        world.actor("vanphong"),
        title="Sáp nhập xã",
        decision_number="01/QĐ",
        decision_date=date(2026, 8, 1),
        effective_on=date(2026, 9, 1),
    )


def _add(client, draft: Reorganisation, step: str, /, **data):
    return client.post(reverse("org:step_new", args=[draft.pk, step]), data)


def test_reorganisation_from_the_first_word_to_the_reversal_on_screen(officer, world, draft):
    untouched = dump()
    assert (
        _add(officer, draft, "create", kind="commune", parent="tỉnh ninh bình", rows="Xã Mới; 99999", area="normal").status_code
        == 302
    )
    assert _add(officer, draft, "merge", units="Phường Hoa Lư\nXa Gia Vien", into="xã mới").status_code == 302
    assert _add(officer, draft, "rename", unit="Trường THPT Hoa Lư A", name="Trường THPT Hoa Lư").status_code == 302
    page = _body(officer.get(reverse("org:reorganisation", args=[draft.pk])))
    assert "Phường Hoa Lư, Xã Gia Viễn thành Xã Mới" in page

    previewed = officer.post(reverse("org:reorganisation_make_preview", args=[draft.pk]), follow=True)
    assert previewed.redirect_chain[-1][0] == reverse("org:reorganisation_preview", args=[draft.pk])
    assert "Trường Tiểu học Gia Viễn" in _body(previewed)
    assert dump() == untouched

    applied = officer.post(reverse("org:reorganisation_apply", args=[draft.pk]))
    assert applied.status_code == 302
    assert OrgUnit.objects.get(name="Xã Mới").children.count() == 2
    again = officer.post(reverse("org:reorganisation_apply", args=[draft.pk]))
    assert (again.status_code, "Không áp dụng lần thứ hai" in _body(again)) == (409, True)

    reversal = officer.post(reverse("org:reorganisation_reverse", args=[draft.pk]))
    assert reversal.status_code == 302
    assert dump() == untouched


def test_double_press_applies_once_and_says_so_twice(officer, world, draft):
    _add(officer, draft, "rename", unit="Phường Hoa Lư", name="Phường Tây Hoa Lư")
    officer.post(reverse("org:reorganisation_make_preview", args=[draft.pk]))
    html = _body(officer.get(reverse("org:reorganisation_apply", args=[draft.pk])))
    key = re.search(r'name="_key" value="([^"]+)"', html.split('class="kv-form"')[1]).group(1)

    statuses = [officer.post(reverse("org:reorganisation_apply", args=[draft.pk]), {"_key": key}).status_code for _ in range(2)]

    assert statuses == [302, 302]


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("merge", {"units": "Xã Không Có", "into": "Phường Hoa Lư"}, "Dòng 1: không tìm thấy “Xã Không Có”."),
        ("merge", {"units": "Phường Hoa Lư", "into": "Phường Hoa Lư"}, "đơn vị nhận không được có trong danh sách"),
        ("rename", {"unit": "Xã Nga Sơn", "name": "X"}, "Không tìm thấy “Xã Nga Sơn”."),
        ("move", {"source": "Tỉnh Ninh Bình", "kind": "school"}, "Ghi một nơi cho tất cả"),
        (
            "move",
            {
                "source": "Tỉnh Ninh Bình",
                "kind": "school",
                "mapping": "Trường THCS Ninh Khánh;Xã Gia Viễn\nTrường Lạ;Xã Gia Viễn",
            },
            "Dòng 2: không tìm thấy “Trường Lạ”.",
        ),
        (
            "move",
            {"source": "Tỉnh Ninh Bình", "kind": "school", "level": "continuing", "to": "Xã Gia Viễn"},
            "không có đơn vị nào khớp",
        ),
        ("recode", {"below": "Tỉnh Ninh Bình", "codes": "14329;1433"}, "Dòng 1: cần hai mã 5 chữ số."),
        ("create", {"kind": "commune", "parent": "Huyện Lạ", "rows": "Xã A", "area": "normal"}, "Không tìm thấy “Huyện Lạ”."),
    ],
)
def test_step_that_cannot_be_read_is_told_where(officer, draft, kind, data, told):
    response = _add(officer, draft, kind, **data)

    assert response.status_code == 422
    assert told in _body(response)
    assert draft.steps.count() == 0


def test_units_of_one_name_must_be_told_by_code(officer, world, draft):
    actor = world.actor("vanphong")
    for commune, code in (("commune_a", "37000011"), ("commune_b", "37000012")):
        new = NewUnit("school", "Trường Mầm non Hoa Sen", codes=(("moet", code),))
        org.create_unit(actor, parent=world.units[commune], unit=new, on=date(2026, 8, 1))

    by_name = _add(officer, draft, "rename", unit="Trường Mầm non Hoa Sen", name="X")
    by_code = _add(officer, draft, "rename", unit="37000012", name="X")

    assert "Có 2 đơn vị cùng tên" in _body(by_name)
    assert by_code.status_code == 302


def test_bulk_move_follows_a_pasted_list_of_two_columns(officer, world, draft):
    _add(officer, draft, "create", kind="commune", parent="Tỉnh Ninh Bình", rows="Xã Mới", area="normal")

    response = _add(
        officer,
        draft,
        "move",
        source="Tỉnh Ninh Bình",
        kind="school",
        mapping="Trường THCS Ninh Khánh\tXã Mới\nTruong Tieu hoc Gia Vien\tPhường Hoa Lư",
        new_affiliation="commune",
    )

    assert response.status_code == 302
    assert draft.steps.get(position=2).details == {
        "rows": [
            {"unit": world.units["lower_a"].pk, "to": "moi-1"},
            {"unit": world.units["primary_b"].pk, "to": world.units["commune_a"].pk},
        ],
        "affiliation": "commune",
    }


def test_what_stands_in_the_way_of_a_preview_is_told_on_the_page(officer, world, draft):
    _add(officer, draft, "abolish", units="Phường Hoa Lư")

    response = officer.post(reverse("org:reorganisation_make_preview", args=[draft.pk]), follow=True)

    assert "Trường THCS Ninh Khánh" in _body(response)
    assert "Thêm bước chuyển các đơn vị đó đi" in _body(response)


def test_steps_change_places_and_go(officer, world, draft):
    for name in ("A", "B"):
        _add(officer, draft, "rename", unit="Phường Hoa Lư", name=name)

    officer.post(reverse("org:step_up", args=[draft.pk, 2]))
    officer.post(reverse("org:step_remove", args=[draft.pk, 2]))

    assert [step.details["name"] for step in draft.steps.all()] == ["B"]


def test_preview_narrows_to_a_kind_of_change_and_goes_to_excel(officer, world, draft):
    _add(officer, draft, "merge", units="Xã Gia Viễn", into="Phường Hoa Lư")
    officer.post(reverse("org:reorganisation_make_preview", args=[draft.pk]))
    address = reverse("org:reorganisation_preview", args=[draft.pk])

    ended = _body(officer.get(address, {"loai": "ended"}))
    sheet = officer.get(address, {"export": "xlsx"})

    assert _rows(ended.split('id="results"')[1]) == ["Kết thúc"]
    values = list(load_workbook(BytesIO(b"".join(sheet.streaming_content))).active.iter_rows(values_only=True))
    assert ("Kết thúc", "Xã, phường", "Xã Gia Viễn", "Tỉnh Ninh Bình", None, None, "Phường Hoa Lư") in values


def test_draft_is_discarded_and_a_reversed_one_drafted_again(officer, world, draft):
    assert officer.post(reverse("org:reorganisation_discard", args=[draft.pk])).status_code == 302
    assert not Reorganisation.objects.filter(pk=draft.pk).exists()
