"""Names, passwords and waiting times."""

import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.accounts import rules
from khuevan.core.accounts.rules import Patience

PATIENCE = Patience(5, timedelta(minutes=1), timedelta(hours=1))
OWNER = ["Đỗ Minh Tuấn", "tuandm", "0912345678"]


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (12, 60), (10_000, 60)]
)
def test_wait_doubles_from_the_fifth_failure_up_to_an_hour(failures, minutes):
    assert rules.wait(failures, PATIENCE) == timedelta(minutes=minutes)


@given(st.integers(0, 10_000))
def test_wait_never_gets_shorter(failures):
    assert rules.wait(failures, PATIENCE) <= rules.wait(failures + 1, PATIENCE) <= PATIENCE.longest


@pytest.mark.parametrize(
    ("full_name", "stem"),
    [
        ("Nguyễn Thị Ánh Nguyệt", "nguyetnta"),
        ("Đỗ Minh Tuấn", "tuandm"),
        ("H'Hen Niê", "nieh"),
        ("Y Moan", "moany"),
        ("Ý", "yxx"),
        ("Công Tằng Tôn Nữ Bảo Ngọc Hà My Khuyên", "khuyencttnbnhm"),
        ("", "taikhoan"),
        ("王", "taikhoan"),
    ],
)
def test_username_is_the_given_name_and_initials(full_name, stem):
    assert rules.username_stem(full_name) == stem


@given(st.text(max_size=120))
def test_username_fits_the_accounts_table(full_name):
    assert re.fullmatch(r"[a-z]{3,16}", rules.username_stem(full_name))


@given(st.lists(st.sampled_from(["tuandm", "nguyetnta", "hoantm"]), max_size=50), st.integers(0, 30))
def test_usernames_are_never_given_twice(stems, highest):
    taken = {"tuandm": highest} if highest else {}
    in_use = {"tuandm", *(f"tuandm{n}" for n in range(2, highest + 1))} if highest else set()

    names = rules.number_usernames(stems, taken)

    assert len(set(names)) == len(stems)
    assert in_use.isdisjoint(names)


def test_one_time_password_has_four_readable_groups():
    password = rules.one_time_password(random.Random(1).choice)

    assert re.fullmatch(r"([a-hjkmnp-z2-9]{3}-){3}[a-hjkmnp-z2-9]{3}", password)
    assert len(password) >= rules.LEAST_LENGTH


@pytest.mark.parametrize(
    "password", ["matkhau123456", "TruongTHCS@2024!", "anhyeuem123456", "AnhYêuEm!!2025", "123456789012", "Qwerty!123456"]
)
def test_common_words_with_digits_are_common(password):
    assert rules.is_common(password)


@pytest.mark.parametrize("password", ["lua-chin-vang-dong-que", "Con mèo mướp ngồi cửa sổ", "tR4ng-quynh-noi-trang"])
def test_words_of_ones_own_are_not_common(password):
    assert not rules.is_common(password)


@given(st.text("matkhutruonghc0123456789!@", min_size=1, max_size=30))
def test_common_ignores_digits_and_signs(password):
    assert rules.is_common(password) == rules.is_common(re.sub(r"[^a-z]", "", password))


@pytest.mark.parametrize(
    ("password", "like"),
    [
        ("TuanDoMinh@2024", True),
        ("dominhtuan-0912345678", True),
        ("tuandm-tuandm-tuandm", True),
        ("tuan-con-do-qua-song", False),
        ("lua-chin-vang-dong-que", False),
        ("minh", True),
        ("ngan", False),
    ],
)
def test_password_is_like_its_owner_when_little_else_is_left(password, like):
    assert rules.is_like_owner(password, OWNER) == like


@pytest.mark.parametrize(
    ("set_days_ago", "days", "expired"), [(89, 90, False), (90, 90, True), (900, 0, False), (None, 90, True)]
)
def test_password_expires_after_the_days_set(set_days_ago, days, expired):
    now = datetime(2026, 11, 22, tzinfo=UTC)
    set_at = None if set_days_ago is None else now - timedelta(days=set_days_ago)

    assert rules.is_expired(set_at, days, now) == expired


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; x64) AppleWebKit/537.36 (KHTML) Chrome/139.0 Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139.0 Safari/537.36 Edg/139.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_device_is_named_in_words(user_agent, name):
    assert rules.device_name(user_agent) == name
