"""The demo province: real communes, invented people, the same every time."""

from collections import Counter
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.text import parse_personal_id, parse_sector_id
from khuevan.portal.demo import outline
from khuevan.portal.demo.people import Inventor


def test_small_outline_has_twelve_schools_of_all_levels_and_about_four_thousand_learners():
    schools = outline.small(("Hoa Lư", "Gia Viễn", "Nho Quan", "Kim Sơn"), Random(1))

    levels = {level for school in schools for level in school.levels}
    learners = sum(plan.size for school in schools for plan in school.classes)

    assert len(schools) == 12
    assert levels == {"preschool", "primary", "lower_secondary", "upper_secondary", "continuing"}
    assert 3_600 <= learners <= 4_400


def test_province_outline_has_about_1400_schools_and_900000_learners():
    schools = outline.province([f"Xã {number}" for number in range(129)], Random(1))

    learners = sum(plan.size for school in schools for plan in school.classes)

    assert 1_300 <= len(schools) <= 1_500
    assert 850_000 <= learners <= 950_000
    assert max(Counter(school.name for school in schools).values()) == 1


def test_class_names_are_once_in_a_school():
    schools = outline.province(["Hoa Lư"], Random(7))

    assert all(len({plan.name for plan in school.classes}) == len(school.classes) for school in schools)


@given(st.integers(0, 2**32), st.lists(st.dates(date(1960, 1, 1), date(2026, 11, 1)), min_size=1, max_size=30))
def test_invented_identifiers_pass_the_structure_checks_and_never_repeat(seed, birthdays):
    inventor = Inventor(seed)

    people = [inventor.person(day) for day in birthdays]

    assert not any(parse_personal_id(person.personal_id).compare_with(person.sex, person.birth_date) for person in people)
    assert all(parse_sector_id(person.sector_id).number == person.sector_id for person in people)
    assert len({person.personal_id for person in people}) == len({person.sector_id for person in people}) == len(people)


def test_two_inventors_with_one_seed_make_the_same_people():
    first, second = Inventor(5), Inventor(5)

    assert [first.person(date(2015, 3, 4)) for _ in range(20)] == [second.person(date(2015, 3, 4)) for _ in range(20)]
