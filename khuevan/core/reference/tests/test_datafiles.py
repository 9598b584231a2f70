import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from khuevan.core.reference import datafiles
from khuevan.core.reference.datafiles import DataFileError, Section, read_csv
from khuevan.core.reference.types import (
    AgeUnit,
    Assessment,
    ClassSize,
    Confidence,
    Curriculum,
    ListItem,
    SubjectRole,
    Term,
)
from khuevan.kernel.text import PROVINCE_CODES, search_key

CURRICULA = {curriculum.code: curriculum for curriculum in datafiles.curricula()}


def by_code(items):
    return {item.code: item for item in items}


def marked(curriculum: Curriculum, grade: int) -> list[str]:
    subjects = curriculum.subjects_of(grade)
    return [subject.code for subject in subjects if subject.assessment is Assessment.MARK]


# --- plain lists


def test_ethnic_groups_are_the_54_and_foreigners():
    groups = datafiles.ethnic_groups()
    assert [group.code for group in groups] == [f"{number:02d}" for number in range(1, 56)]
    names = by_code(groups)
    assert [names[code].name for code in ("01", "06", "12", "54", "55")] == [
        "Kinh",
        "Mường",
        "Ê-đê",
        "Rơ-măm",
        "Người nước ngoài",
    ]


def test_nationalities_are_the_countries_of_iso_3166_with_viet_nam_first():
    countries = datafiles.nationalities()
    assert countries[0] == ListItem("VN", "Việt Nam")
    assert len(countries) == 249
    assert [country.code for country in countries[1:]] == sorted(country.code for country in countries[1:])
    assert all(re.fullmatch("[A-Z]{2}", country.code) for country in countries)


def test_birth_registration_provinces_are_those_of_the_personal_number():
    provinces = datafiles.birth_registration_provinces()
    assert len(provinces) == 63
    assert {province.code for province in provinces} == PROVINCE_CODES


@pytest.mark.parametrize(
    ("code", "name", "successor"),
    [("035", "Hà Nam", "37"), ("036", "Nam Định", "37"), ("037", "Ninh Bình", "37"), ("077", "Bà Rịa - Vũng Tàu", "79")],
)
def test_birth_registration_province_names_its_successor(code, name, successor):
    province = by_code(datafiles.birth_registration_provinces())[code]
    assert (province.name, province.successor_code) == (name, successor)


def test_every_successor_is_one_of_the_old_codes_too():
    successors = {"0" + province.successor_code for province in datafiles.birth_registration_provinces()}
    assert len(successors) == 34
    assert successors <= PROVINCE_CODES


@pytest.mark.parametrize(
    "load",
    [
        datafiles.ethnic_groups,
        datafiles.nationalities,
        datafiles.religions,
        datafiles.policy_categories,
        datafiles.relationships,
        datafiles.learner_statuses,
    ],
)
def test_names_of_a_list_are_distinct_for_a_reader(load):
    names = [search_key(item.name) for item in load()]
    assert len(set(names)) == len(names)


def test_religions_offer_none_and_the_sixteen_recognised_ones():
    religions = datafiles.religions()
    assert (religions[0].name, religions[-1].code) == ("Không", "other")
    assert len(religions) == 1 + 16 + 1


def test_legal_representatives_are_parents_and_guardians():
    relationships = datafiles.relationships()
    allowed = [item.code for item in relationships if item.may_be_legal_representative]
    assert allowed == ["father", "mother", "guardian", "adoptive_father", "adoptive_mother"]


def test_nobody_who_left_is_attending():
    assert [status.code for status in datafiles.learner_statuses() if status.is_final and status.is_attending] == []
    assert [status.code for status in datafiles.learner_statuses() if status.is_attending] == [
        "studying",
        "transferred_in",
        "returned",
    ]


# --- education levels


def test_levels_cover_the_twelve_grades_once():
    grades = [grade for level in datafiles.education_levels() for grade in level.grades]
    assert grades == list(range(1, 13))


@pytest.mark.parametrize(
    ("level", "grade", "age"), [("primary", 1, 6), ("lower_secondary", 6, 11), ("upper_secondary", 10, 15)]
)
def test_entry_age_is_counted_by_calendar_year(level, grade, age):
    entry = by_code(datafiles.education_levels())[level].entry
    assert (entry.grade, entry.age, entry.late_years, entry.confidence) == (grade, age, 3, Confidence.SURE)


def test_class_sizes():
    sizes = {size.code: (size.max_learners, size.confidence) for size in datafiles.class_sizes()}
    assert sizes == {
        "primary": (35, Confidence.SURE),
        "secondary": (45, Confidence.SURE),
        "ethnic_boarding": (35, Confidence.LIKELY),
        "gifted": (35, Confidence.LIKELY),
    }
    assert isinstance(datafiles.class_sizes()[0], ClassSize)
    assert datafiles.inclusive_class().max_disabled_learners == 2


# --- curricula: the totals and weekly periods printed in the programme


@pytest.mark.parametrize(
    ("code", "grade", "total", "per_week"),
    [
        ("primary", 1, 875, "25"),
        ("primary", 2, 875, "25"),
        ("primary", 3, 980, "28"),
        ("primary", 4, 1050, "30"),
        ("primary", 5, 1050, "30"),
        ("lower_secondary", 6, 1015, "29"),
        ("lower_secondary", 7, 1015, "29"),
        ("lower_secondary", 8, 1032, "29.5"),
        ("lower_secondary", 9, 1032, "29.5"),
        ("upper_secondary", 10, 997, "28.5"),
        ("upper_secondary", 11, 997, "28.5"),
        ("upper_secondary", 12, 997, "28.5"),
    ],
)
def test_periods_add_up_to_the_totals_of_the_programme(code, grade, total, per_week):
    curriculum = CURRICULA[code]
    assert curriculum.totals[grade] == total
    assert curriculum.compulsory_periods(grade) == total
    assert curriculum.periods_per_week(grade) == Decimal(per_week)


def test_curriculum_of_each_level_has_the_grades_of_the_level():
    levels = by_code(datafiles.education_levels())
    assert {code: tuple(curriculum.totals) for code, curriculum in CURRICULA.items()} == {
        code: levels[code].grades for code in ("primary", "lower_secondary", "upper_secondary")
    }


def test_blocks_of_upper_secondary():
    curriculum = CURRICULA["upper_secondary"]
    activities = {"experiential_career_activities", "local_education"}
    subjects = [subject for subject in curriculum.subjects_of(10) if subject.code not in activities]
    assert sum(subject.periods[10] for subject in subjects) == 472
    assert curriculum.electives.count * curriculum.electives.periods == 280
    assert curriculum.topic_clusters.count * curriculum.topic_clusters.periods == 105
    assert sum(subject.periods[10] for subject in curriculum.subjects_of(10) if subject.code in activities) == 140
    assert len(curriculum.subjects_of(10, SubjectRole.ELECTIVE)) == 9
    assert len(curriculum.topic_clusters.subject_codes) == 12


def test_lower_secondary_has_eight_marked_and_four_comment_subjects():
    for grade in (6, 7, 8, 9):
        subjects = CURRICULA["lower_secondary"].subjects_of(grade)
        assert len(marked(CURRICULA["lower_secondary"], grade)) == 8
        assert [subject.code for subject in subjects if subject.assessment is Assessment.COMMENT] == [
            "physical_education",
            "arts",
            "experiential_career_activities",
            "local_education",
        ]


def test_upper_secondary_marks_all_electives_but_the_arts():
    curriculum = CURRICULA["upper_secondary"]
    assert marked(curriculum, 12) == ["literature", "math", "foreign_language_1", "history", "defence_education"]
    electives = curriculum.subjects_of(12, SubjectRole.ELECTIVE)
    assert [subject.code for subject in electives if subject.assessment is Assessment.COMMENT] == ["music", "fine_arts"]


def test_primary_tests_the_subjects_of_circular_27():
    curriculum = CURRICULA["primary"]
    tested = {
        grade: [subject.code for subject in curriculum.subjects_of(grade) if subject.assessment is Assessment.LEVEL_AND_TEST]
        for grade in (1, 3, 5)
    }
    assert tested == {
        1: ["vietnamese", "math"],
        3: ["vietnamese", "math", "foreign_language_1", "informatics_and_technology"],
        5: [
            "vietnamese",
            "math",
            "foreign_language_1",
            "history_and_geography",
            "science",
            "informatics_and_technology",
        ],
    }


def test_optional_subjects_stay_outside_the_total():
    optional = CURRICULA["primary"].subjects_of(1, SubjectRole.OPTIONAL)
    assert {subject.code: subject.periods[1] for subject in optional} == {
        "ethnic_minority_language": 70,
        "foreign_language_1": 70,
    }


def test_one_code_means_one_subject_name():
    names = {}
    for curriculum in datafiles.curricula():
        for item in [*curriculum.subjects, *(part for subject in curriculum.subjects for part in subject.parts)]:
            names.setdefault(item.code, set()).add(item.name)
    assert {code: found for code, found in names.items() if len(found) > 1} == {}


def test_preschool_groups():
    groups = [(group.age_from, group.age_to, group.age_unit, group.max_children) for group in datafiles.preschool_groups()]
    assert groups == [
        (3, 12, AgeUnit.MONTH, 15),
        (13, 24, AgeUnit.MONTH, 20),
        (25, 36, AgeUnit.MONTH, 25),
        (3, 4, AgeUnit.YEAR, 25),
        (4, 5, AgeUnit.YEAR, 30),
        (5, 6, AgeUnit.YEAR, 35),
    ]


# --- school years


def test_school_year_is_eighteen_and_seventeen_weeks():
    rules = datafiles.school_year_rules()
    assert (rules.first_term_weeks, rules.second_term_weeks, rules.max_extension_days) == (18, 17, 15)


def test_school_years_with_their_confidence():
    years = by_code(datafiles.school_years())
    assert {code: year.confidence.value for code, year in years.items()} == {
        "2023-2024": "sure",
        "2024-2025": "sure",
        "2025-2026": "sure",
        "2026-2027": "likely",
    }
    assert years["2025-2026"].first_term_ends_by == date(2026, 1, 18)
    assert years["2025-2026"].early_return.grades == (1, 9, 12)
    assert years["2026-2027"].first_term == Term(date(2026, 9, 7), date(2027, 1, 10))
    assert years["2026-2027"].second_term == Term(date(2027, 1, 11), date(2027, 5, 23))


def test_terms_of_2026_have_the_weeks_of_the_rule():
    year, rules = by_code(datafiles.school_years())["2026-2027"], datafiles.school_year_rules()
    weeks = [((term.ends_on - term.starts_on).days + 1) // 7 for term in (year.first_term, year.second_term)]
    assert weeks[0] == rules.first_term_weeks
    assert weeks[1] >= rules.second_term_weeks


def test_days_of_a_school_year_are_in_order():
    for year in datafiles.school_years():
        days = [year.early_return.date, year.earliest_return, year.opening_day, year.first_term_ends_by, year.year_ends_by]
        known = [day for day in days if day]
        assert known == sorted(known)
        assert year.opening_day == date(year.start_year, 9, 5)


# --- a wrong file is refused


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code,name\n01,A\n01,B\n", "the first column repeats itself"),
        ("code,name\n01,\n", "«name» is empty, padded or not in NFC: ''"),
        ("code,name\n01, A\n", "«name» is empty, padded or not in NFC: ' A'"),
        ("code,name,colour\n01,A,red\n", "unknown keys: colour"),
        ("code\n01\n", "«name» is missing or of the wrong kind: None"),
    ],
)
def test_wrong_row_is_refused_with_its_place(tmp_path, text, fault):
    with pytest.raises(DataFileError) as refusal:
        read_csv(written(tmp_path, text), lambda row: (row.text("code"), row.text("name")))
    assert str(refusal.value).partition(": ")[2] == fault


def test_periods_that_do_not_add_up_are_refused():
    subject = {"code": "math", "name": "Toán", "assessment": "mark", "periods": {6: 140}}
    section = Section(
        {
            "code": "x",
            "name": "X",
            "level": "lower_secondary",
            "period_minutes": 45,
            "document": "TT 32/2018",
            "confidence": "sure",
            "totals": {6: 141},
            "subjects": [subject],
        },
        "curricula.yaml",
    )
    with pytest.raises(DataFileError, match="grade 6 adds up to 140, not 141"):
        datafiles.read_curriculum(section)
