"""What waits for somebody stands first on his home page."""

from datetime import date

from khuevan.portal import duties
from khuevan.registry.enrolment.tests.factories import enrol


def test_profiles_to_mend_are_a_duty_of_the_school(world):
    enrol(world.classes["7A1"], "Phan Văn Thiếu", date(2014, 3, 2), "male")

    waiting, _cards = duties.home(world.actor("tuan"))

    assert [str(duty.title) for duty in waiting if duty.text == "Học sinh"] == ["Hồ sơ cần sửa"]


def test_what_only_tells_is_no_duty(world):
    waiting, cards = duties.home(world.actor("tuan"))

    assert [card for card in cards if card.waits] == []
    assert "Học sinh" in [str(card.title) for card in cards]
    assert "Học sinh" not in [str(duty.title) for duty in waiting]


def test_shortcuts_are_the_menu_without_the_home_page(world):
    assert [item.url_name for item in duties.shortcuts(world.actor("hanh"))][:1] == ["people:children"]
