"""The screens of reorganisations: from the first word of a draft to its reversal."""

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
from khuevan.core.org.tests.reading import body, first_cells
from khuevan.core.org.types import NewUnit


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
        _add(
            officer, draft, "create", kind="commune", parent="tỉnh ninh bình", units="Xã Mới; 99999", area="normal"
        ).status_code
        == 302
    )
    assert _add(officer, draft, "merge", units="Phường Hoa Lư\nXa Gia Vien", into="xã mới").status_code == 302
    assert _add(officer, draft, "rename", unit="Trường THPT Hoa Lư A", name="Trường THPT Hoa Lư").status_code == 302
    page = body(officer.get(reverse("org:reorganisation", args=[draft.pk])))
    assert "Phường Hoa Lư, Xã Gia Viễn thành Xã Mới" in page

    previewed = officer.post(reverse("org:reorganisation_make_preview", args=[draft.pk]), follow=True)
    assert previewed.redirect_chain[-1][0] == reverse("org:reorganisation_preview", args=[draft.pk])
    assert "Trường Tiểu học Gia Viễn" in body(previewed)
    assert dump() == untouched

    applied = officer.post(reverse("org:reorganisation_apply", args=[draft.pk]))
    assert applied.status_code == 302
    assert OrgUnit.objects.get(name="Xã Mới").children.count() == 2
    again = officer.post(reverse("org:reorganisation_apply", args=[draft.pk]))
    assert (again.status_code, "Không áp dụng lần thứ hai" in body(again)) == (409, True)

    reversal = officer.post(reverse("org:reorganisation_reverse", args=[draft.pk]))
    assert reversal.status_code == 302
    assert dump() == untouched


def test_double_press_applies_once_and_says_so_twice(officer, world, draft):
    _add(officer, draft, "rename", unit="Phường Hoa Lư", name="Phường Tây Hoa Lư")
    officer.post(reverse("org:reorganisation_make_preview", args=[draft.pk]))
    html = body(officer.get(reverse("org:reorganisation_apply", args=[draft.pk])))
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
        ("create", {"kind": "commune", "parent": "Huyện Lạ", "units": "Xã A", "area": "normal"}, "Không tìm thấy “Huyện Lạ”."),
    ],
)
def test_step_that_cannot_be_read_is_told_where(officer, draft, kind, data, told):
    response = _add(officer, draft, kind, **data)

    assert response.status_code == 422
    assert told in body(response)
    assert draft.steps.count() == 0


def test_units_of_one_name_must_be_told_by_code(officer, world, draft):
    actor = world.actor("vanphong")
    for commune, code in (("commune_a", "37000011"), ("commune_b", "37000012")):
        new = NewUnit("school", "Trường Mầm non Hoa Sen", codes=(("moet", code),))
        org.create_unit(actor, parent=world.units[commune], unit=new, on=date(2026, 8, 1))

    by_name = _add(officer, draft, "rename", unit="Trường Mầm non Hoa Sen", name="X")
    by_code = _add(officer, draft, "rename", unit="37000012", name="X")

    assert "Có 2 đơn vị cùng tên" in body(by_name)
    assert by_code.status_code == 302


def test_bulk_move_follows_a_pasted_list_of_two_columns(officer, world, draft):
    _add(officer, draft, "create", kind="commune", parent="Tỉnh Ninh Bình", units="Xã Mới", area="normal")

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

    assert "Trường THCS Ninh Khánh" in body(response)
    assert "Thêm bước chuyển các đơn vị đó đi" in body(response)


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

    ended = body(officer.get(address, {"loai": "ended"}))
    sheet = officer.get(address, {"export": "xlsx"})

    assert first_cells(ended.split('id="results"')[1]) == ["Kết thúc"]
    values = list(load_workbook(BytesIO(b"".join(sheet.streaming_content))).active.iter_rows(values_only=True))
    assert ("Kết thúc", "Xã, phường", "Xã Gia Viễn", "Tỉnh Ninh Bình", None, None, "Phường Hoa Lư") in values


def test_draft_is_discarded(officer, world, draft):
    assert officer.post(reverse("org:reorganisation_discard", args=[draft.pk])).status_code == 302
    assert not Reorganisation.objects.filter(pk=draft.pk).exists()


def test_reversed_one_is_drafted_again(officer, world, draft):
    _add(officer, draft, "rename", unit="Phường Hoa Lư", name="Phường Tây Hoa Lư")
    for deed in ("make_preview", "apply", "reverse"):
        officer.post(reverse(f"org:reorganisation_{deed}", args=[draft.pk]))

    officer.post(reverse("org:reorganisation_copy", args=[draft.pk]))

    copy = Reorganisation.objects.exclude(pk=draft.pk).get()
    assert (copy.state, copy.title) == ("draft", draft.title)
    assert [step.details for step in copy.steps.all()] == [step.details for step in draft.steps.all()]


def test_decision_is_changed_once_only_from_what_was_seen(officer, world, draft):
    _add(officer, draft, "rename", unit="Phường Hoa Lư", name="Phường Tây Hoa Lư")
    officer.post(reverse("org:reorganisation_make_preview", args=[draft.pk]))
    draft.refresh_from_db()
    typed = {
        "title": "Đổi tên phường",
        "decision_number": "02/QĐ",
        "decision_date": "1/8/2026",
        "effective_on": "2/9/2026",
        "version": draft.version,
    }

    first, second = (officer.post(reverse("org:reorganisation_edit", args=[draft.pk]), typed) for _ in range(2))

    draft.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert (draft.decision_number, draft.effective_on, draft.preview) == ("02/QĐ", date(2026, 9, 2), None)


def choices(html: str) -> list[tuple[str, str, bool]]:
    """(name of the box, text, whether it is ticked) of the units offered on a page."""
    found = re.findall(r'name="(\w+_ref)" value="[^"]+"( checked)?> <span>([^<]+?) <span', html)
    return [(name, text, bool(checked)) for name, checked, text in found]


def test_part_of_a_name_comes_back_with_the_units_to_choose_from(officer, world, draft):
    asked = _add(officer, draft, "rename", unit="gia vien", name="Xã Gia Viễn Mới")

    assert asked.status_code == 422
    assert "Chọn trong các đơn vị tìm thấy" in body(asked)
    assert choices(body(asked)) == [("unit_ref", "Xã Gia Viễn", False), ("unit_ref", "Trường Tiểu học Gia Viễn", False)]
    chosen = _add(officer, draft, "rename", unit="gia vien", unit_ref=world.units["primary_b"].pk, name="Trường mới")
    assert chosen.status_code == 302
    assert draft.steps.get().details["unit"] == world.units["primary_b"].pk


def test_units_found_appear_while_typing_new_ones_first(officer, world, draft):
    _add(officer, draft, "create", kind="commune", parent="Tỉnh Ninh Bình", units="Xã Gia Tân", area="normal")
    address = reverse("org:step_units", args=[draft.pk, "merge", "units"])

    typed = {"units_q": "gia", "units_ref": [world.units["commune_a"].pk]}
    part = body(officer.get(address, typed, headers={"HX-Request": "true", "HX-Target": "id_units_choices"}))

    assert "<html" not in part
    assert choices(part) == [
        ("units_ref", "Phường Hoa Lư", True),
        ("units_ref", "Xã Gia Tân", False),
        ("units_ref", "Xã Gia Viễn", False),
        ("units_ref", "Trường Tiểu học Gia Viễn", False),
    ]
    assert choices(body(officer.get(address, typed))) == choices(part)


def test_ticked_units_and_pasted_ones_are_taken_together(officer, world, draft):
    commune_a, commune_b = world.units["commune_a"], world.units["commune_b"]
    _add(officer, draft, "create", kind="commune", parent="Tỉnh Ninh Bình", units="Xã Mới", area="normal")

    response = _add(officer, draft, "merge", units="xa gia vien", units_ref=[commune_a.pk], into="", into_ref="moi-1")

    assert response.status_code == 302
    assert draft.steps.get(position=2).details == {"units": [commune_a.pk, commune_b.pk], "into": "moi-1"}


def test_unit_out_of_reach_is_not_chosen(officer, world, draft):
    response = _add(officer, draft, "rename", unit_ref=world.units["commune_c"].pk, name="X")

    assert (response.status_code, draft.steps.count()) == (422, 0)
    assert "không còn trong phạm vi của bạn" in body(response)


def test_words_searched_but_nothing_ticked_is_told(officer, draft):
    response = _add(officer, draft, "merge", units_q="gia vien", into="Phường Hoa Lư")

    assert response.status_code == 422
    assert "Đánh dấu các đơn vị tìm thấy" in body(response)


def test_two_levels_are_offered_while_there_are_districts_and_drafted_from_the_list(officer, world):
    address = reverse("org:reorganisation_two_levels")
    assert address not in body(officer.get(reverse("org:reorganisations")))
    refused = officer.post(address)
    assert (refused.status_code, Reorganisation.objects.count()) == (404, 0)
    province = world.units["province"]
    set_code = UnitCode.objects.create
    set_code(unit=province, system="administrative", code="37", period=(province.valid_from, None))
    make_unit("district", "Huyện Hoa Lư", province)

    listed = body(officer.get(reverse("org:reorganisations")))
    drafted = officer.post(address, follow=True)

    assert address in listed
    one = Reorganisation.objects.get()
    assert (one.state, one.effective_on, one.steps.count() > 2) == ("draft", date(2025, 7, 1), True)
    assert "Hợp nhất các tỉnh Hà Nam, Nam Định, Ninh Bình" in body(drafted)
