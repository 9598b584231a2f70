"""The shape of steps: what is stored is read back the same, and what is wrong is refused with a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.org.types import (
    Abolish,
    Abolition,
    Create,
    Merge,
    Move,
    NewUnit,
    Recode,
    Relocation,
    Rename,
    Split,
    StepKind,
    UnitKind,
    WrongStep,
    details_of,
    kind_of,
    parse_step,
)

ids = st.integers(min_value=1, max_value=10**9)
keys = st.from_regex(r"[a-z][a-z0-9_-]{0,8}(:[A-Za-z0-9_-]{1,6})?", fullmatch=True)
refs = ids | keys
names = st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
codes = st.from_regex(r"[0-9]{5}", fullmatch=True)
new_units = st.builds(
    NewUnit,
    kind=st.sampled_from(UnitKind.values),
    name=names,
    parent=st.none() | refs,
    key=st.just("") | keys,
    levels=st.just(("primary",)) | st.just(()),
    codes=st.just(()) | st.builds(lambda code: (("administrative", code),), codes),
)
steps = st.one_of(
    st.builds(Create, st.lists(new_units, min_size=1, max_size=4).map(tuple)),
    st.builds(Merge, st.lists(ids, min_size=1, max_size=4).map(tuple), keys),
    st.builds(
        Split, ids, st.lists(keys, min_size=1, max_size=3).map(tuple), st.booleans(), st.lists(st.tuples(refs, refs)).map(tuple)
    ),
    st.builds(Move, st.lists(st.builds(Relocation, refs, refs), min_size=1, unique_by=lambda row: row.unit).map(tuple)),
    st.builds(Rename, refs, names.map(str.strip), st.just("")),
    st.builds(Recode, refs, st.lists(st.tuples(codes, codes), min_size=1, unique_by=lambda pair: pair[0]).map(tuple)),
    st.builds(Abolish, st.lists(st.builds(Abolition, refs, st.lists(refs).map(tuple)), min_size=1).map(tuple)),
)


@given(steps)
def test_step_survives_its_journey_through_json(step):
    stored = json.loads(json.dumps(details_of(step)))

    assert parse_step(kind_of(step), stored) == step


@pytest.mark.parametrize(
    ("kind", "details", "message"),
    [
        ("create", {"units": []}, "chưa chọn đơn vị nào"),
        ("create", {"units": [{"kind": "planet", "name": "Sao Hỏa"}]}, "loại đơn vị “planet” không có trong danh mục"),
        ("create", {"units": [{"kind": "school", "name": " "}]}, "tên đơn vị mới phải có"),
        ("create", {"units": [{"kind": "school", "name": "A", "levels": ["phd"]}]}, "cấp học “phd”"),
        ("create", {"units": [{"kind": "school", "name": "A", "key": "Khóa Sai"}]}, "khóa “Khóa Sai”"),
        ("merge", {"units": [1, 2], "into": 2}, "đơn vị nhận không được có trong danh sách"),
        ("move", {"rows": [{"unit": 1, "to": 2}, {"unit": 1, "to": 3}]}, "một đơn vị có mặt hai lần"),
        ("move", {"rows": [{"unit": 1, "to": 2}], "affiliation": "moon"}, "cấp quản lý “moon”"),
        ("rename", {"unit": 1, "name": "  "}, "chưa có tên mới"),
        ("recode", {"below": 1, "codes": [["1", "2"], ["1", "3"]]}, "một mã cũ có hai mã mới"),
        ("abolish", {"rows": [{"unit": -1}]}, "thiếu hoặc thừa thông tin"),
        ("abolish", {"rows": [{"unit": True}]}, "thiếu hoặc thừa thông tin"),
        ("abolish", {"rows": [{"unit": 1, "why": "?"}]}, "thiếu hoặc thừa thông tin"),
        ("merge", {"units": [1]}, "thiếu hoặc thừa thông tin"),
        ("split", [], "thiếu hoặc thừa thông tin"),
        ("explode", {}, "không có loại bước “explode”"),
    ],
)
def test_wrong_step_is_refused_with_a_sentence(kind, details, message):
    with pytest.raises(WrongStep) as refusal:
        parse_step(kind, details)

    assert message in str(refusal.value)


def test_every_kind_of_step_can_be_read():
    kinds = {str(kind) for kind in StepKind}

    assert {str(kind_of(step)) for step in (
        Create((NewUnit("school", "A"),)), Merge((1,), 2), Split(1, (2,), True), Move((Relocation(1, 2),)), Rename(1, "B"),
        Recode(1, (("1", "2"),)), Abolish((Abolition(1),)),
    )} == kinds  # fmt: skip
