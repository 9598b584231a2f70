"""The screens of reorganisations: from the first word of a draft to its reversal."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from khuevan.core.org import api as org
from khuevan.core.org.models import OrgUnit, Reorganisation
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
