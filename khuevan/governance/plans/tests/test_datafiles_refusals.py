"""What the loader of plan files refuses, and how it says so."""

import copy
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from khuevan.governance.plans.datafiles import PlanFileError, load_plan, load_plans

MINIMAL = {
    "code": "XX-2025",
    "title": "Kế hoạch thử",
    "document": {"number": None, "issued_on": "2025-02-28", "issued_year": 2025, "issued_month": 2, "printed": "Số: …"},
    "issuer": {"name": "Sở GDĐT", "kind": "department"},
    "area": {
        "name": "tỉnh Thử",
        "level": "province",
        "status": "current",
        "status_since": "2025-07-01",
        "status_note": "Giữ nguyên.",
        "province_today": {"code": "37", "name": "tỉnh Thử"},
    },
    "period": {"first_year": 2025, "last_year": 2025, "school_year": "2025-2026"},
    "sections": [{"ref": "I", "title": "Mục tiêu", "children": [{"ref": "I.1", "title": "Mục tiêu chung"}]}],
    "goals": [{"ref": "I.1", "kind": "general", "title": "Mục tiêu chung"}],
    "targets": [
        {
            "ref": "I.1-1",
            "section": "I.1",
            "indicator": "I-26",
            "name": "Hồ sơ số",
            "text": "100% người học có hồ sơ số",
            "year": 2025,
            "comparison": "=",
            "value": "100",
            "unit": "percent",
            "scope": "Người học",
            "scope_filter": {"levels": ["primary"]},
            "numerator": "Số người học có hồ sơ số",
            "denominator": "Số người học",
            "measure": None,
        }
    ],
    "tasks": [{"id": "T-001", "ref": "I-1", "section": "I", "name": "Hồ sơ", "text": "Lập hồ sơ số."}],
    "assignments": [
        {"section": "I", "party": {"name": "Sở", "kind": "department"}, "role": "lead", "tasks": ["I-1"]},
    ],
    "reporting": [
        {
            "id": "P-01",
            "ref": "I-1.1",
            "section": "I",
            "rhythm": "monthly",
            "deadline": {"before_day": 20},
            "senders": [{"name": "Trường", "kind": "institution"}],
            "receivers": [{"name": "Sở", "kind": "department"}],
            "content": "Tiến độ",
            "text": "Báo cáo hằng tháng trước ngày 20.",
        }
    ],
}


def write_plan(folder: Path, plan: dict, name: str = "thu.yaml") -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    return path


def changed(*steps: str | int, to: object) -> dict:
    """The minimal plan with the value at the path `steps` replaced."""
    plan = copy.deepcopy(MINIMAL)
    place = plan
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = to
    return plan


def problems_of(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(PlanFileError) as refusal:
        load_plan(path)
    return [(problem.where, problem.message) for problem in refusal.value.problems]


def test_minimal_plan_loads(tmp_path):
    plan = load_plan(write_plan(tmp_path, MINIMAL))

    assert plan.document.issued_on == date(2025, 2, 28)
    assert plan.targets[0].value == Decimal(100)


@pytest.mark.parametrize(
    ("steps", "where"),
    [
        (("colour",), "colour"),
        (("document", "signer"), "document.signer"),
        (("targets", 0, "scope_filter", "level"), "targets[0].scope_filter.level"),
        (("reporting", 0, "senders", 0, "phone"), "reporting[0].senders[0].phone"),
    ],
)
def test_unknown_key_is_refused_with_file_and_path(tmp_path, steps, where):
    path = write_plan(tmp_path, changed(*steps, to="x"))

    with pytest.raises(PlanFileError) as refusal:
        load_plan(path)

    assert str(refusal.value) == f"{path}: {where}: khóa lạ, không có trong mẫu"


@pytest.mark.parametrize(
    ("steps", "value", "where"),
    [
        (("targets", 0, "comparison"), "<=", "targets[0].comparison"),
        (("targets", 0, "unit"), "people", "targets[0].unit"),
        (("targets", 0, "value"), "nhiều", "targets[0].value"),
        (("targets", 0, "scope_filter", "levels"), ["nursery"], "targets[0].scope_filter.levels[0]"),
        (("document", "issued_on"), "2025-02-29", "document.issued_on"),
        (("area", "status"), "gone", "area.status"),
        (("reporting", 0, "rhythm"), "weekly", "reporting[0].rhythm"),
    ],
)
def test_value_of_the_wrong_sort_is_refused(tmp_path, steps, value, where):
    found = problems_of(write_plan(tmp_path, changed(*steps, to=value)))

    assert [place for place, _ in found] == [where]


@pytest.mark.parametrize(
    ("steps", "value", "problem"),
    [
        (("code",), "xx", ("code", "mã 'xx' sai mẫu [A-Z]{2}-\\d{4}")),
        (("title",), "Kế  hoạch", ("title", "chữ để trống hoặc thừa khoảng trắng")),
        (("title",), "Ke\u0302 hoạch", ("title", "chữ chưa ở dạng dựng sẵn (NFC)")),
        (("targets", 0, "indicator"), "26", ("targets[0].indicator", "mã '26' sai mẫu I-\\d{2}")),
        (("targets", 0, "measure"), "Learners", ("targets[0].measure", "mã 'Learners' sai mẫu [a-z_]+\\.[a-z_]+")),
        (("targets", 0, "section"), "IX", ("targets[0].section", "không có mục IX trong kế hoạch")),
        (("targets", 0, "also_in"), ["I-9"], ("targets[0].also_in", "không có mục I-9 trong kế hoạch")),
        (("targets", 0, "year"), 2026, ("targets[0].year", "năm 2026 ngoài thời kỳ của kế hoạch")),
        (("targets", 0, "value"), "101", ("targets[0].value", "giá trị 101 ngoài khoảng cho phép")),
        (("targets", 0, "value"), None, ("targets[0].value_note", "chỉ tiêu để trống số thì phải nói vì sao")),
        (("targets", 0, "scope_filter", "grades"), [13], ("targets[0].scope_filter.grades", "lớp phải từ 1 đến 12")),
        (("tasks", 0, "id"), "T-1", ("tasks[0].id", "mã 'T-1' sai mẫu T-\\d{3}")),
        (("tasks", 0, "section"), "II", ("tasks[0].section", "không có mục II trong kế hoạch")),
        (("assignments", 0, "tasks"), ["I-2"], ("assignments[0].tasks", "không có mục I-2 trong kế hoạch")),
        (("reporting", 0, "ref"), "I.1-1", ("ref", "mục I.1-1 có 2 lần")),
        (("reporting", 0, "id"), "P1", ("reporting[0].id", "mã 'P1' sai mẫu P-\\d{2}")),
        (("period", "outlook_year"), 2025, ("period.outlook_year", "năm định hướng phải sau năm cuối")),
        (("period", "school_year"), "2025-2027", ("period.school_year", "năm học '2025-2027' phải có dạng 2025-2026")),
    ],
)
def test_inconsistent_plan_is_refused(tmp_path, steps, value, problem):
    assert problems_of(write_plan(tmp_path, changed(*steps, to=value))) == [problem]


@pytest.mark.parametrize(
    ("rhythm", "deadline"),
    [
        ("monthly", {"before_day": 31}),
        ("monthly", {"before_day": 20, "month": 12}),
        ("quarterly", {}),
        ("yearly", {"before_day": 20}),
        ("yearly", {"before_day": 31, "month": 11}),
        ("yearly", {"before_day": 1, "month": 13}),
        ("mid_term", {"before_day": 20}),
        ("mid_term", {"after_years": 0}),
        ("final", {"after_years": 2}),
    ],
)
def test_deadline_that_does_not_fit_its_rhythm_is_refused(tmp_path, rhythm, deadline):
    plan = changed("reporting", 0, "deadline", to=deadline)
    plan["reporting"][0]["rhythm"] = rhythm

    assert problems_of(write_plan(tmp_path, plan)) == [("reporting[0].deadline", f"hạn nộp không hợp với kỳ {rhythm}")]


def test_indicator_twice_in_a_year_is_refused(tmp_path):
    plan = copy.deepcopy(MINIMAL)
    plan["targets"].append(plan["targets"][0] | {"ref": "I.1-2"})

    assert problems_of(write_plan(tmp_path, plan)) == [("targets", "chỉ tiêu I-26 năm 2025 có 2 lần")]


def test_missing_key_is_refused(tmp_path):
    plan = copy.deepcopy(MINIMAL)
    del plan["targets"][0]["measure"]

    assert problems_of(write_plan(tmp_path, plan)) == [("targets[0].measure", "thiếu khóa bắt buộc")]


def test_every_fault_is_named_at_once(tmp_path):
    path = write_plan(tmp_path, changed("period", "first_year", to=2026))

    assert problems_of(path) == [
        ("period", "năm đầu sau năm cuối"),
        ("targets[0].year", "năm 2025 ngoài thời kỳ của kế hoạch"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("code: XX-2025\ncode: XX-2026\n", ("dòng 2", "khóa 'code' lặp lại")),
        ("code: XX-2025\nvalue: 12.5\n", ("dòng 2", "số thập phân 12.5 phải đặt trong dấu nháy")),
    ],
)
def test_slippery_yaml_is_refused_with_its_line(tmp_path, text, problem):
    path = tmp_path / "thu.yaml"
    path.write_text(text, encoding="utf-8")

    assert problems_of(path) == [problem]


@pytest.mark.parametrize("content", [b"code: [", b"code: \xff\n", b"just text\n", b""])
def test_file_that_is_not_a_plan_is_refused(tmp_path, content):
    path = tmp_path / "thu.yaml"
    path.write_bytes(content)

    assert len(problems_of(path)) == 1


def test_two_files_with_one_code_are_refused(tmp_path):
    write_plan(tmp_path, MINIMAL, "a.yaml")
    second = write_plan(tmp_path, MINIMAL, "b.yaml")

    with pytest.raises(PlanFileError) as refusal:
        load_plans(tmp_path)

    assert str(refusal.value) == f"{second}: code: mã kế hoạch XX-2025 đã có ở tệp khác"
