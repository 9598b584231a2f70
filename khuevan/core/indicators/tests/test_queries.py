"""Reading figures: as of a day, over time, by part, and only where the actor's posts reach."""

from datetime import date

import pytest

from khuevan.core.indicators import queries
from khuevan.core.indicators.tests.factories import make_snapshot, reader
from khuevan.core.indicators.types import Figure, Slice
from khuevan.kernel.errors import NotFound

COUNT = "institutions.count"
DAY = date(2026, 11, 22)
PRIMARY, PUBLIC = frozenset(["primary"]), frozenset(["public"])

PARTS = {
    "": 10,
    "level=primary": 3,
    "level=primary+lower_secondary": 2,
    "level=lower_secondary": 4,
    "level=": 1,
    "ownership=public": 7,
    "ownership=non_public": 3,
    "level=primary|ownership=public": 1,
    "level=primary|ownership=non_public": 2,
    "level=primary+lower_secondary|ownership=public": 2,
    "level=lower_secondary|ownership=public": 4,
    "area=normal": 10,
    "affiliation=commune": 10,
}


def test_values_add_up_the_parts_of_a_slice(world):
    for breakdown, number in PARTS.items():
        make_snapshot(world.units["province"], COUNT, DAY, number, 2 * number, breakdown=breakdown)
    slices = {
        Slice(): 10,
        Slice(PRIMARY): 5,
        Slice(frozenset(["primary", "lower_secondary"])): 9,
        Slice(frozenset(["university"])): None,
        Slice(ownerships=PUBLIC): 7,
        Slice(ownerships=frozenset(["public", "non_public"])): 10,
        Slice(PRIMARY, PUBLIC): 3,
        Slice(PRIMARY, frozenset(["public", "non_public"])): 5,
    }

    found = queries.values(reader(), [world.units["province"].pk], [Figure(COUNT, part) for part in slices], DAY)

    sums = {figure.part: (value.numerator, value.denominator) for (_unit, figure), value in found.items()}
    assert sums == {part: (number, 2 * number) for part, number in slices.items() if number is not None}


def test_values_are_of_the_last_day_measured(world):
    for day, number in ((date(2026, 11, 20), 1), (date(2026, 11, 21), 2), (DAY, 3)):
        make_snapshot(world.units["province"], COUNT, day, number)
    figure, unit = Figure(COUNT), world.units["province"].pk

    found = {
        day: queries.values(reader(), [unit], [figure], day).get((unit, figure))
        for day in (None, date(2026, 11, 21), date(2026, 11, 19))
    }

    assert {day: value.numerator if value else None for day, value in found.items()} == {
        None: 3,
        date(2026, 11, 21): 2,
        date(2026, 11, 19): None,
    }


def test_values_leave_out_what_was_not_counted_on_the_last_day(world):
    make_snapshot(world.units["commune_a"], COUNT, date(2026, 11, 21), 1)
    make_snapshot(world.units["commune_b"], COUNT, DAY, 1)

    found = queries.values(reader(), [world.units["commune_a"].pk], [Figure(COUNT)])

    assert found == {}


def test_values_take_two_queries_whatever_is_asked(world, django_assert_num_queries):
    make_snapshot(world.units["province"], COUNT, DAY, 1)
    units = [unit.pk for unit in world.units.values()]

    with django_assert_num_queries(2):
        queries.values(reader(), units[:1], [Figure(COUNT)])
    with django_assert_num_queries(2):
        queries.values(
            reader(), units, [Figure(code, part) for code in queries.measures() for part in (Slice(), Slice(PRIMARY))]
        )


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("bo", ["commune_a", "commune_b", "commune_c", "lower_a", "province"]),
        ("ha", ["commune_a", "commune_b", "lower_a", "province"]),
        ("xa", ["commune_a", "lower_a"]),
        ("hieutruong", ["lower_a"]),
        ("hieutruongkhac", []),
        ("sokhac", ["commune_c"]),
        ("mai", []),
        ("hanh", []),
        ("quantri", []),
    ],
)
def test_values_are_seen_where_posts_reach(world, username, seen):
    names = ("province", "commune_a", "commune_b", "commune_c", "lower_a")
    for name in names:
        make_snapshot(world.units[name], COUNT, DAY, 1)
    by_id = {world.units[name].pk: name for name in names}

    found = queries.values(world.actor(username), by_id, [Figure(COUNT)], DAY)
    over_time = {
        name
        for name in names
        if queries.trends(world.actor(username), world.units[name].pk, [Figure(COUNT)], DAY)[Figure(COUNT)]
    }

    assert sorted(by_id[unit] for unit, _ in found) == seen
    assert sorted(over_time) == seen


def test_trends_run_from_the_oldest_day(world):
    for day in (1, 5, 9):
        make_snapshot(world.units["province"], COUNT, date(2026, 11, day), day)
        make_snapshot(world.units["province"], COUNT, date(2026, 11, day), 1, breakdown="ownership=public")
    every, public = Figure(COUNT), Figure(COUNT, Slice(ownerships=PUBLIC))

    found = queries.trends(reader(), world.units["province"].pk, [every, public], date(2026, 11, 2))

    assert {figure: [(value.day.day, value.numerator) for value in line] for figure, line in found.items()} == {
        every: [(5, 5), (9, 9)],
        public: [(5, 1), (9, 1)],
    }


def test_trend_of_an_unknown_measure_is_not_found(world):
    with pytest.raises(NotFound):
        queries.trend(reader(), world.units["province"].pk, "unknown.measure")


def test_breakdown_splits_by_one_dimension(world):
    for breakdown, number in PARTS.items():
        make_snapshot(world.units["province"], COUNT, DAY, number, breakdown=breakdown)

    found = queries.breakdown(reader(), world.units["province"].pk, COUNT, "level")

    assert sorted((value.breakdown, value.numerator) for value in found) == [
        ("level=", 1),
        ("level=lower_secondary", 4),
        ("level=primary", 3),
        ("level=primary+lower_secondary", 2),
    ]


def test_children_are_those_right_below_that_are_counted(world):
    for name, number in (("province", 3), ("commune_a", 1), ("lower_a", 1), ("upper", 1)):
        make_snapshot(world.units[name], COUNT, DAY, number)

    below = queries.children(reader(), world.units["province"], COUNT, Slice())

    assert [(line.name, line.kind, line.numerator) for line in below] == [
        ("Phường Hoa Lư", "commune", 1),
        ("Trường THPT Hoa Lư A", "school", 1),
    ]


def test_unit_is_the_topmost_that_one_sees(world):
    topmost = {username: queries.unit(world.actor(username)) for username in ("bo", "ha", "xa", "hieutruong", "sokhac")}

    assert topmost == {
        "bo": world.units["ministry"],
        "ha": world.units["province"],
        "xa": world.units["commune_a"],
        "hieutruong": world.units["lower_a"],
        "sokhac": world.units["other_province"],
    }


@pytest.mark.parametrize(("username", "unit"), [("xa", "commune_b"), ("xa", "province"), ("mai", "7A1"), ("ha", "7A1")])
def test_unit_out_of_sight_and_classes_are_not_found(world, username, unit):
    with pytest.raises(NotFound):
        queries.unit(world.actor(username), world.units[unit].pk)


def test_units_above_stop_where_sight_stops(world):
    school = world.units["lower_a"]

    above = {username: queries.units_above(world.actor(username), school) for username in ("ha", "xa", "hieutruong")}

    assert above == {
        "ha": [world.units["province"], world.units["commune_a"]],
        "xa": [world.units["commune_a"]],
        "hieutruong": [],
    }


def test_search_finds_measures_without_diacritics(world):
    hits = queries.search(reader(), "dinh danh thong nhat", 5)

    assert [hit.url for hit in hits] == ["/chi-tieu/learners.unified_profile/"]
