"""Reading the plan data files: YAML in, checked `PlanData` out; a bad file is refused with every fault named.

The shape is checked by pydantic against the dataclasses of `types.py`; what one field owes to another is
checked here.
"""

import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml
from pydantic import TypeAdapter, ValidationError

from .types import (
    DeadlineRule,
    GoalData,
    PeriodData,
    PlanData,
    ReportingDutyData,
    Rhythm,
    SectionData,
    TargetData,
    TargetUnit,
    Thresholds,
)

DATA_FOLDER = Path(__file__).parent / "data"
THRESHOLDS_FILE = DATA_FOLDER / "settings" / "thresholds.yaml"

PLAN_CODE = re.compile(r"[A-Z]{2}-\d{4}")
INDICATOR_ID = re.compile(r"I-\d{2}")
TASK_ID = re.compile(r"T-\d{3}")
DUTY_ID = re.compile(r"P-\d{2}")
MEASURE_CODE = re.compile(r"[a-z_]+\.[a-z_]+")
SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})")
GRADES = range(1, 13)
COMMON_YEAR = 2025

_adapter = TypeAdapter(PlanData)
_thresholds_adapter = TypeAdapter(Thresholds)


@dataclass(frozen=True)
class Problem:
    """One fault: `where` is the path of the key inside the file, e.g. `targets[3].scope_filter.level`."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class PlanFileError(ValueError):
    """A plan data file that cannot be trusted; `problems` are all its faults."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{path}: {problem}" for problem in self.problems))


def load_plans(folder: Path = DATA_FOLDER) -> tuple[PlanData, ...]:
    """Every plan of the folder, in order of file name. Raises PlanFileError."""
    plans: dict[str, PlanData] = {}
    for path in plan_files(folder):
        plan = load_plan(path)
        if plan.code in plans:
            raise PlanFileError(path, [Problem("code", f"mã kế hoạch {plan.code} đã có ở tệp khác")])
        plans[plan.code] = plan
    return tuple(plans.values())


def load_plan(path: Path) -> PlanData:
    """The plan in one file. Raises PlanFileError when it is not YAML, not of this shape or not consistent."""
    raw = _read_yaml(path)
    try:
        plan = _adapter.validate_python(raw)
    except ValidationError as error:
        raise PlanFileError(path, _shape_problems(error)) from error
    problems = tuple(_problems(plan))
    if problems:
        raise PlanFileError(path, problems)
    return plan


@cache
def load_thresholds(path: Path = THRESHOLDS_FILE) -> Thresholds:
    """The thresholds of statuses and forecasts. Raises PlanFileError."""
    raw = _read_yaml(path)
    try:
        thresholds = _thresholds_adapter.validate_python(raw)
    except ValidationError as error:
        raise PlanFileError(path, _shape_problems(error)) from error
    if problems := [Problem(name, "ngưỡng phải lớn hơn 0") for name, number in vars(thresholds).items() if number < 1]:
        raise PlanFileError(path, problems)
    return thresholds


def plan_files(folder: Path = DATA_FOLDER) -> tuple[Path, ...]:
    """The plan files of a folder, in order of name."""
    return tuple(sorted(folder.glob("*.yaml")))


class _Loader(yaml.SafeLoader):
    """Safe YAML that also refuses what YAML lets slip: a key given twice, a binary float."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                self._refuse(key, f"khóa {key.value!r} lặp lại")
            seen.add(key.value)
        return super().construct_mapping(node, deep)

    def refuse_float(self, node: yaml.ScalarNode) -> None:
        self._refuse(node, f"số thập phân {node.value} phải đặt trong dấu nháy")

    def _refuse(self, node: yaml.Node, message: str) -> NoReturn:
        raise yaml.constructor.ConstructorError(None, None, message, node.start_mark)


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.refuse_float)


def _read_yaml(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 -- a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = f"dòng {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise PlanFileError(path, [Problem(line, str(error.problem))]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PlanFileError(path, [Problem("", f"không đọc được: {error}")]) from error


_SHAPE_MESSAGES = {
    "unexpected_keyword_argument": "khóa lạ, không có trong mẫu",
    "missing": "thiếu khóa bắt buộc",
    "missing_keyword_only_argument": "thiếu khóa bắt buộc",
}


def _shape_problems(error: ValidationError) -> Iterator[Problem]:
    for fault in error.errors():
        yield Problem(_where(fault["loc"]), _SHAPE_MESSAGES.get(fault["type"], fault["msg"]))


def _where(location: Iterable[int | str]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.removeprefix(".")


def _problems(plan: PlanData) -> Iterator[Problem]:
    yield from _text_problems(plan, "")
    yield from _identity_problems(plan)
    yield from _uniqueness_problems(plan)
    yield from _reference_problems(plan)
    yield from _period_problems(plan.period)
    for number, target in enumerate(plan.targets):
        yield from _target_problems(target, plan.period, f"targets[{number}]")
    for number, duty in enumerate(plan.reporting):
        yield from _duty_problems(duty, f"reporting[{number}]")


def _text_problems(value: object, where: str) -> Iterator[Problem]:
    """Text is not empty, has no stray blanks and is composed (NFC), so that equal words compare equal."""
    if isinstance(value, str):
        if not value or value != " ".join(value.split()):
            yield Problem(where, "chữ để trống hoặc thừa khoảng trắng")
        if not unicodedata.is_normalized("NFC", value):
            yield Problem(where, "chữ chưa ở dạng dựng sẵn (NFC)")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _text_problems(item, f"{where}[{number}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from _text_problems(getattr(value, field.name), f"{where}.{field.name}".removeprefix("."))


def _identity_problems(plan: PlanData) -> Iterator[Problem]:
    codes: list[tuple[str, re.Pattern[str], str | None]] = [("code", PLAN_CODE, plan.code)]
    for number, target in enumerate(plan.targets):
        codes.append((f"targets[{number}].indicator", INDICATOR_ID, target.indicator))
        codes.append((f"targets[{number}].measure", MEASURE_CODE, target.measure))
    codes += [(f"tasks[{number}].id", TASK_ID, task.id) for number, task in enumerate(plan.tasks)]
    codes += [(f"reporting[{number}].id", DUTY_ID, duty.id) for number, duty in enumerate(plan.reporting)]
    for where, pattern, code in codes:
        if code is not None and not pattern.fullmatch(code):
            yield Problem(where, f"mã {code!r} sai mẫu {pattern.pattern}")


def _uniqueness_problems(plan: PlanData) -> Iterator[Problem]:
    refs = [target.ref for target in plan.targets] + [task.ref for task in plan.tasks]
    yield from _repeats("ref", "mục", refs + [duty.ref for duty in plan.reporting])
    yield from _repeats("sections", "đề mục", _section_refs(plan.sections))
    yield from _repeats("goals", "mục tiêu", _goal_refs(plan.goals))
    yield from _repeats("tasks", "nhiệm vụ", (task.id for task in plan.tasks))
    yield from _repeats("targets", "chỉ tiêu", (f"{t.indicator} năm {t.year}" for t in plan.targets))


def _repeats(where: str, noun: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Problem(where, f"{noun} {name} có {times} lần")


def _section_refs(sections: Iterable[SectionData]) -> Iterator[str]:
    for section in sections:
        yield section.ref
        yield from _section_refs(section.children)


def _goal_refs(goals: Iterable[GoalData]) -> Iterator[str]:
    for goal in goals:
        yield goal.ref
        yield from _goal_refs(goal.groups)


def _reference_problems(plan: PlanData) -> Iterator[Problem]:
    """Every ref that points somewhere points at something of the same plan."""
    sections = set(_section_refs(plan.sections))
    places = sections | set(_goal_refs(plan.goals))
    tasks = {task.ref for task in plan.tasks}
    for number, target in enumerate(plan.targets):
        yield from _missing(f"targets[{number}].section", [target.section], places)
        yield from _missing(f"targets[{number}].also_in", target.also_in, places | tasks)
    for number, task in enumerate(plan.tasks):
        yield from _missing(f"tasks[{number}].section", [task.section], sections)
    for number, assignment in enumerate(plan.assignments):
        yield from _missing(f"assignments[{number}].section", [assignment.section], sections)
        yield from _missing(f"assignments[{number}].tasks", assignment.tasks, tasks)
    for number, duty in enumerate(plan.reporting):
        yield from _missing(f"reporting[{number}].section", [duty.section], sections)


def _missing(where: str, refs: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for ref in refs:
        if ref not in known:
            yield Problem(where, f"không có mục {ref} trong kế hoạch")


def _period_problems(period: PeriodData) -> Iterator[Problem]:
    if period.first_year > period.last_year:
        yield Problem("period", "năm đầu sau năm cuối")
    if period.outlook_year is not None and period.outlook_year <= period.last_year:
        yield Problem("period.outlook_year", "năm định hướng phải sau năm cuối")
    if period.school_year is not None:
        years = SCHOOL_YEAR.fullmatch(period.school_year)
        if years is None or int(years[2]) != int(years[1]) + 1:
            yield Problem("period.school_year", f"năm học {period.school_year!r} phải có dạng 2025-2026")


def _target_problems(target: TargetData, period: PeriodData, where: str) -> Iterator[Problem]:
    if not period.first_year <= target.year <= (period.outlook_year or period.last_year):
        yield Problem(f"{where}.year", f"năm {target.year} ngoài thời kỳ của kế hoạch")
    if target.value is None:
        if target.value_note is None:
            yield Problem(f"{where}.value_note", "chỉ tiêu để trống số thì phải nói vì sao")
    elif target.value < 0 or (target.unit is TargetUnit.PERCENT and target.value > 100):
        yield Problem(f"{where}.value", f"giá trị {target.value} ngoài khoảng cho phép")
    if target.scope_filter and not set(target.scope_filter.grades) <= set(GRADES):
        yield Problem(f"{where}.scope_filter.grades", "lớp phải từ 1 đến 12")


def _duty_problems(duty: ReportingDutyData, where: str) -> Iterator[Problem]:
    if duty.deadline is not None and not _deadline_fits(duty.rhythm, duty.deadline):
        yield Problem(f"{where}.deadline", f"hạn nộp không hợp với kỳ {duty.rhythm}")


def _deadline_fits(rhythm: Rhythm, deadline: DeadlineRule) -> bool:
    """Monthly, quarterly: a day every month has. Yearly: a day and its month. Mid-term: after some years."""
    match rhythm, deadline.before_day, deadline.month, deadline.after_years:
        case Rhythm.MONTHLY | Rhythm.QUARTERLY, int(day), None, None:
            return 1 <= day <= 28
        case Rhythm.YEARLY, int(day), int(month), None:
            return 1 <= month <= 12 and 1 <= day <= monthrange(COMMON_YEAR, month)[1]
        case Rhythm.MID_TERM, None, None, int(years):
            return years >= 1
    return False
