"""The thresholds of statuses: as shipped, and what is refused."""

import pytest
import yaml

from khuevan.governance.plans.datafiles import THRESHOLDS_FILE, PlanFileError, load_thresholds
from khuevan.governance.plans.types import Thresholds


def test_thresholds_are_as_the_readme_says():
    assert load_thresholds() == Thresholds(
        window_days=90, least_days=3, least_rise_per_year=1, horizon_months=24, late_months=6, shortfall_percent=10
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"late_months": 0}, "late_months: ngưỡng phải lớn hơn 0"),
        ({"late_days": 5}, "late_days: khóa lạ, không có trong mẫu"),
        ({"window_days": None}, "window_days: Input should be a valid integer"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(tmp_path, change, problem):
    path = tmp_path / "thresholds.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(THRESHOLDS_FILE.read_text(encoding="utf-8")) | change), encoding="utf-8")

    with pytest.raises(PlanFileError) as refused:
        load_thresholds(path)

    assert [str(found) for found in refused.value.problems] == [problem]
