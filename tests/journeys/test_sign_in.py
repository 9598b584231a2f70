"""Signing in by hand, with what one has: a password on a slip, no patience."""

from khuevan.core.people.tests.factories import make_account, make_person
from khuevan.core.roles.tests.factories import give_post

PASSWORD = "ca-phe-sua-da-nong"


def make_teacher(world) -> None:
    person = make_person("Phan Thị Sáu", world.units["lower_a"])
    make_account(person, "phansau", password=PASSWORD)
    give_post(person, "homeroom_teacher", world.units["7A1"])


def test_sign_in_leads_home_and_sign_out_ends_it(world, visit):
    make_teacher(world)
    teacher = visit(width="phone")

    teacher.open("/hoc-sinh/")
    teacher.shoot("sign-in")
    teacher.page.fill("input[name=login]", "phansau")
    teacher.page.fill("input[name=password]", PASSWORD)
    teacher.page.press("input[name=password]", "Enter")
    teacher.page.wait_for_url("**/hoc-sinh/")

    assert teacher.page.locator("h1").inner_text() == "Học sinh"


def test_a_wrong_password_is_told_and_the_name_stays_typed(world, visit):
    make_teacher(world)
    teacher = visit(width="phone")

    teacher.open("/dang-nhap/")
    teacher.page.fill("input[name=login]", "phansau")
    teacher.page.fill("input[name=password]", "khong-phai-mat-khau")
    teacher.page.press("input[name=password]", "Enter")
    teacher.page.wait_for_selector("[role=alert]")
    teacher.shoot("sign-in-refused")

    assert teacher.page.input_value("input[name=login]") == "phansau"
    assert teacher.page.input_value("input[name=password]") == ""
